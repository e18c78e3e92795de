#include "config.h"

#include "app/ctl/verb-backup.h"

#include "app/ctl/output.h"
#include "app/station/backup.h"
#include "app/station/reconciliation.h"

#include <glib/gi18n.h>

static char *out;
static char *from;

const GOptionEntry zm_verb_backup_make_options[] = {
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("A new folder for the copy"), "DIR" },
  { NULL },
};

const GOptionEntry zm_verb_backup_recover_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_("A copy that “backup” made"), "DIR" },
  { NULL },
};

gboolean
zm_verb_backup_make (ZmCommand  *command,
                     GError    **error)
{
  gboolean with_signer;

  if (out == NULL)
    return zm_command_fail_usage ("--out DIR", error);
  if (!zm_backup_make (command->directory, out, &with_signer, error))
    return FALSE;

  zm_command_add_text (command, "backup", out);
  zm_command_add (command, "withSigner", json_boolean (with_signer));
  if (!with_signer)
    zm_output_progress ("%s", _("The signer’s folder belongs to another user, who must copy it too, "
                                "after this: without it no backup is of use"));
  return TRUE;
}

static json_t *
list_texts (GStrv texts)
{
  json_t *list = json_array ();

  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_append_new (list, json_string (texts[i]));

  return list;
}

static void
describe (ZmCommand              *command,
          const ZmReconciliation *outcome)
{
  zm_command_add (command, "certificatesRecovered", json_integer (outcome->imported));
  zm_command_add (command, "revocationsRecovered", json_integer (outcome->revocations));
  zm_command_add (command, "preparedCancelled", json_integer (outcome->cancelled));
  zm_command_add (command, "sessionsAbandoned", json_integer (outcome->abandoned));
  zm_command_add (command, "auditRestarted", json_boolean (outcome->restarted));
  if (outcome->restarted)
    zm_command_add (command, "auditRecordsBefore", json_integer (outcome->last_size));
  zm_command_add (command, "unknownToSigner", list_texts (outcome->unknown));
}

/* Nothing is moved before the signer has said who asks. */
gboolean
zm_verb_backup_recover (ZmCommand  *command,
                        GError    **error)
{
  g_auto(ZmReconciliation) outcome = { 0 };
  g_autoptr(ZmSignerClient) signer = zm_command_sign_in_alone (command, ZM_ROLE_ADMINISTRATOR,
                                                               error);
  g_autofree char *aside = NULL;

  if (signer == NULL)
    return FALSE;
  if (from != NULL && !zm_backup_put_back (command->directory, from, &aside, error))
    return FALSE;
  command->station = zm_station_open (command->directory, error);
  if (command->station == NULL)
    return FALSE;

  zm_station_take_signer (command->station, g_steal_pointer (&signer));
  if (!zm_reconciliation_run (command->station, &outcome, error))
    return FALSE;

  zm_command_add_text (command, "damagedKeptIn", aside);
  describe (command, &outcome);
  return TRUE;
}
