#include "config.h"

#include "app/device/command.h"

#include "app/audit/audit-query.h"
#include "app/audit/audit-verifier.h"
#include "app/device/device.h"
#include "app/device/log-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
log_path (const char *directory)
{
  return g_build_filename (directory, ZM_LOG_FILE, NULL);
}

static int
tell_verdict (const ZmAuditReport *report)
{
  static const int statuses[] = {
    [ZM_AUDIT_INTACT] = ZM_COMMAND_SUCCESS,
    [ZM_AUDIT_BROKEN] = ZM_COMMAND_BROKEN,
    [ZM_AUDIT_CUT] = ZM_COMMAND_CUT,
    [ZM_AUDIT_UNREADABLE] = ZM_COMMAND_UNREADABLE,
    [ZM_AUDIT_UNWITNESSED] = ZM_COMMAND_SUCCESS,
  };

  g_print ("%s: %" G_GINT64_FORMAT "\n", zm_audit_verifier_verdict_name (report->verdict),
           report->size);
  if (report->message != NULL)
    g_printerr ("zmonitor-device: %s (%s)\n", report->message, report->check);

  return statuses[report->verdict];
}

static int
verify (const char *directory)
{
  g_autofree char *path = log_path (directory);
  g_autoptr(ZmSecret) key = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmAuditReport) report = NULL;

  if (!zm_log_file_find_key (directory, &key, &error))
    {
      (void) zm_command_fail (error);
      return ZM_COMMAND_UNREADABLE;
    }

  report = zm_audit_verifier_run (&(ZmAuditEvidence) {
    .database = path,
    .schema = &zm_schema_device,
    .database_key = key,
  });
  return tell_verdict (report);
}

static gboolean
print_row (const ZmAuditRecord  *record,
           gpointer              as_json,
           GError              **error)
{
  g_autofree char *time = zm_instant_format_micros (record->time);
  g_autofree char *detail = zm_audit_record_detail_text (record, error);
  g_autoptr(json_t) object = NULL;
  g_autofree char *text = NULL;

  if (detail == NULL)
    return FALSE;

  object = zm_audit_record_to_json (record);
  text = json_dumps (object, JSON_COMPACT);
  if (GPOINTER_TO_INT (as_json))
    g_print ("%s\n", text);
  else
    g_print ("%" G_GINT64_FORMAT " %s %s %s %s\n", record->seq, time, record->action,
             zm_audit_record_outcome_name (record->outcome), detail);

  return TRUE;
}

static int
list (const char *directory,
      gboolean    as_json)
{
  g_autofree char *path = log_path (directory);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSecret) key = NULL;
  g_autoptr(ZmDatabase) database = NULL;

  if (!zm_log_file_find_key (directory, &key, &error))
    return zm_command_fail (error);

  database = zm_database_open_keyed (path, &zm_schema_device, ZM_DATABASE_READ_ONLY, key, &error);
  if (database == NULL ||
      !zm_audit_query_foreach (database, NULL, print_row, GINT_TO_POINTER (as_json), &error))
    return zm_command_fail (error);

  return ZM_COMMAND_SUCCESS;
}

static int
begin_anew (const char *directory)
{
  g_autoptr(GError) error = NULL;

  if (!zm_device_begin_log_anew (directory, &error))
    return zm_command_fail (error);

  return ZM_COMMAND_SUCCESS;
}

int
zm_command_audit (int    argc,
                  char **argv)
{
  g_autofree char *directory = NULL;
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &directory, N_("Directory of the device"), "DIR" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("List one JSON object a line"), NULL },
    { NULL },
  };
  char **rest;

  if (!zm_command_parse (argc, argv, "verify|list|begin-anew",
                         _("Verify or list the device’s own security_audit_log. The status of "
                           "“verify” is 0 for intact, 3 for broken, 4 for cut and 5 for "
                           "unreadable. “begin-anew” keeps a log that cannot be opened any more "
                           "under another name, and begins a new one."), entries, 1, &rest) ||
      !zm_command_require (directory, "state"))
    return ZM_COMMAND_USAGE;

  if (strcmp (rest[0], "verify") == 0)
    return verify (directory);
  if (strcmp (rest[0], "list") == 0)
    return list (directory, as_json);

  if (strcmp (rest[0], "begin-anew") == 0)
    return begin_anew (directory);

  g_printerr (_("zmonitor-device: audit verify, audit list or audit begin-anew\n"));
  return ZM_COMMAND_USAGE;
}
