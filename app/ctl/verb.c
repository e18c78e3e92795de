#include "config.h"

#include "app/ctl/verb.h"

#include "app/ctl/verb-audit-story.h"
#include "app/ctl/verb-audit.h"
#include "app/ctl/verb-authority.h"
#include "app/ctl/verb-backup.h"
#ifdef ZM_HAVE_CAMERA
#include "app/ctl/verb-camera.h"
#endif
#include "app/ctl/verb-certificate.h"
#include "app/ctl/verb-check.h"
#include "app/ctl/verb-device.h"
#include "app/ctl/verb-label.h"
#include "app/ctl/verb-limits.h"
#include "app/ctl/verb-operator.h"
#include "app/ctl/verb-pair.h"
#include "app/ctl/verb-port.h"
#include "app/ctl/verb-provision.h"
#include "app/ctl/verb-request.h"
#include "app/ctl/verb-session.h"
#include "app/ctl/verb-training.h"
#include "app/ctl/verb-window.h"

#include <glib/gi18n.h>
#include <string.h>

#define ADMIN    ZM_ROLE_ADMINISTRATOR
#define OPERATOR (ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR)
#define ANY      (ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR | ZM_ROLE_AUDITOR)

static const ZmVerb verbs[] = {
  { "authority create", NULL, 0, 0, ZM_NEEDS_NOTHING, ADMIN, zm_verb_authority_create,
    zm_verb_authority_create_options,
    N_("Hold the root ceremony; makes the station if there is none") },
  { "authority show", NULL, 0, 0, ZM_NEEDS_SIGNER, ZM_ROLE_NONE, zm_verb_authority_show, NULL,
    N_("Show policy, certificates and revocation lists") },
  { "authority requests", NULL, 0, 0, ZM_NEEDS_NOTHING, ADMIN, zm_verb_authority_requests,
    zm_verb_authority_requests_options, N_("Write the requests for a hospital’s own CA") },
  { "authority import-intermediate", NULL, 0, 0, ZM_NEEDS_SIGN_IN, ADMIN, zm_verb_authority_import,
    zm_verb_authority_import_options, N_("Take the answers of a hospital’s own CA") },
  { "authority device-key", "ID", 1, 1, ZM_NEEDS_SIGN_IN, ADMIN, zm_verb_authority_device_key,
    zm_verb_authority_device_key_options, N_("Write a device’s factory record") },
  { "authority server-certificate", NULL, 0, 0, ZM_NEEDS_SIGN_IN, ADMIN, zm_verb_authority_server,
    zm_verb_authority_server_options, N_("Have the root sign for the Central Station") },
  { "authority crl", NULL, 0, 0, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_authority_crl, NULL,
    N_("Issue a new revocation list") },
  { "authority policy", NULL, 0, 0, ZM_NEEDS_SIGN_IN, ADMIN, zm_verb_authority_policy,
    zm_verb_authority_policy_options, N_("Change addresses and lives, from now on") },
  { "authority recover", NULL, 0, 0, ZM_NEEDS_SIGN_IN, ADMIN, zm_verb_authority_recover,
    zm_verb_authority_recover_options,
    N_("Have a signer whose ledger is an older copy take in what it signed since") },
  { "operator add", "NAME", 1, 1, ZM_NEEDS_SIGN_IN, ADMIN, zm_verb_operator_add,
    zm_verb_operator_add_options, N_("Let somebody sign in") },
  { "operator list", NULL, 0, 0, ZM_NEEDS_SIGN_IN, ANY, zm_verb_operator_list, NULL,
    N_("Show who may sign in") },
  { "operator pin", "NAME", 1, 1, ZM_NEEDS_SIGN_IN, ANY, zm_verb_operator_pin,
    zm_verb_operator_pin_options, N_("Set a PIN, one’s own or as an administrator") },
  { "operator remove", "NAME", 1, 1, ZM_NEEDS_SIGN_IN, ADMIN, zm_verb_operator_remove, NULL,
    N_("Let somebody sign in no longer") },
  { "limits show", NULL, 0, 0, ZM_NEEDS_SIGNER, ZM_ROLE_NONE, zm_verb_limits_show, NULL,
    N_("Show from where on a second person is wanted") },
  { "limits set", NULL, 0, 0, ZM_NEEDS_SIGN_IN, ADMIN, zm_verb_limits_set,
    zm_verb_limits_set_options, N_("Set from where on a second person is wanted") },
  { "window open", NULL, 0, 0, ZM_NEEDS_SIGN_IN, ADMIN, zm_verb_window_open,
    zm_verb_window_open_options, N_("Allow so many certificates for so long") },
  { "window close", NULL, 0, 0, ZM_NEEDS_SIGN_IN, ADMIN, zm_verb_window_close, NULL,
    N_("Allow no certificates") },
  { "window show", NULL, 0, 0, ZM_NEEDS_SIGNER, ZM_ROLE_NONE, zm_verb_window_show, NULL,
    N_("Show how many certificates are allowed") },
  { "device add", "ID", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_device_add,
    zm_verb_device_add_options, N_("Register a device") },
  { "device import", "FILE", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_device_import,
    zm_verb_device_import_options, N_("Register the devices of a CSV list, all or none") },
  { "device adopt", "FILE…", 1, G_MAXUINT, ZM_NEEDS_SIGN_IN, OPERATOR,
    zm_verb_device_adopt, zm_verb_device_adopt_options,
    N_("Take in certificates that devices have already") },
  { "device list", NULL, 0, 0, ZM_NEEDS_STATION, ZM_ROLE_NONE, zm_verb_device_list, NULL,
    N_("Show all devices") },
  { "device show", "ID", 1, 1, ZM_NEEDS_STATION, ZM_ROLE_NONE, zm_verb_device_show, NULL,
    N_("Show a device and its certificates") },
  { "device retire", "ID", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_device_retire, NULL,
    N_("Take a device out of use") },
  { "device identify", NULL, 0, 0, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_device_identify,
    zm_verb_device_identify_options, N_("Have a device on a cable show itself") },
  { "pair issue-code", "ID", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_pair_issue_code, NULL,
    N_("Make a pairing code to be entered at the device") },
  { "pair parse", "FILE|-", 1, 1, ZM_NEEDS_NOTHING, ZM_ROLE_NONE, zm_verb_pair_parse, NULL,
    N_("Read the text of a device’s QR code") },
  { "port list", NULL, 0, 0, ZM_NEEDS_STATION, ZM_ROLE_NONE, zm_verb_port_list, NULL,
    N_("Show the USB ports, what they are called and what is plugged in there") },
  { "port label", "PORT [LABEL]", 1, 2, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_port_label, NULL,
    N_("Say what the desk calls a port, or that it calls it nothing") },
#ifdef ZM_HAVE_CAMERA
  { "camera list", NULL, 0, 0, ZM_NEEDS_NOTHING, ZM_ROLE_NONE, zm_verb_camera_list,
    zm_verb_camera_options, N_("Show the cameras"), TRUE },
  { "camera scan", NULL, 0, 0, ZM_NEEDS_NOTHING, ZM_ROLE_NONE, zm_verb_camera_scan,
    zm_verb_camera_options, N_("Read the ticket that a device shows, and do nothing with it"),
    TRUE },
#endif
  { "request judge", "FILE", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_request_judge,
    zm_verb_request_judge_options, N_("Show what would become of a certificate request") },
  { "request show", "FILE", 1, 1, ZM_NEEDS_NOTHING, ZM_ROLE_NONE, zm_verb_request_show, NULL,
    N_("Show all that a certificate request says") },
  { "provision", NULL, 0, 0, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_provision_run,
    zm_verb_provision_options, N_("Take a device from its ticket to its tested certificate") },
  { "session list", NULL, 0, 0, ZM_NEEDS_STATION, ZM_ROLE_NONE, zm_verb_session_list, NULL,
    N_("Show all sessions") },
  { "session show", "ID", 1, 1, ZM_NEEDS_STATION, ZM_ROLE_NONE, zm_verb_session_show, NULL,
    N_("Show a session and its tests") },
  { "session proof", "ID", 1, 1, ZM_NEEDS_SIGN_IN, ANY, zm_verb_session_proof,
    zm_verb_session_proof_options, N_("Write the proof card of a session into a PDF") },
  { "session resume", "ID", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_provision_resume,
    zm_verb_provision_resume_options, N_("Go on with an open session") },
  { "session abandon", "ID", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_session_abandon, NULL,
    N_("End an open session; revokes its certificate") },
  { "certificate list", NULL, 0, 0, ZM_NEEDS_STATION, ZM_ROLE_NONE, zm_verb_certificate_list, NULL,
    N_("Show all certificates") },
  { "certificate show", "SERIAL|ID", 1, 1, ZM_NEEDS_STATION, ZM_ROLE_NONE,
    zm_verb_certificate_show, NULL, N_("Show a certificate") },
  { "certificate export", "SERIAL|ID", 1, 1, ZM_NEEDS_SIGNER, ZM_ROLE_NONE,
    zm_verb_certificate_export, zm_verb_certificate_export_options,
    N_("Write a certificate and its chain as PEM") },
  { "certificate verify", "FILE", 1, 1, ZM_NEEDS_SIGNER, ZM_ROLE_NONE, zm_verb_certificate_verify,
    NULL, N_("Judge a certificate by chain, revocation and profile") },
  { "certificate revoke", "SERIAL|ID", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR,
    zm_verb_certificate_revoke, zm_verb_certificate_revoke_options,
    N_("Revoke a certificate and publish it") },
  { "label device", "ID", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_label_device,
    zm_verb_label_options, N_("Print a device’s label into a PDF") },
  { "label badge", "NAME", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_label_badge,
    zm_verb_label_options, N_("Print a badge, which says who somebody is") },
  { "label certificate", "SERIAL|ID", 1, 1, ZM_NEEDS_SIGN_IN, OPERATOR, zm_verb_label_certificate,
    zm_verb_label_options, N_("Print a certificate’s fingerprint") },
  { "label audit-head", NULL, 0, 0, ZM_NEEDS_SIGN_IN, ANY, zm_verb_label_audit_head,
    zm_verb_label_options, N_("Print what the audit log is now, to compare it with later") },
  { "label read", "FILE|-", 1, 1, ZM_NEEDS_NOTHING, ZM_ROLE_NONE, zm_verb_label_read, NULL,
    N_("Read the text of a label’s code") },
  { "label check", "FILE|-", 1, 1, ZM_NEEDS_SIGNER, ZM_ROLE_NONE, zm_verb_label_check, NULL,
    N_("Show whether the audit log goes on from a printed head") },
  { "audit export", NULL, 0, 0, ZM_NEEDS_SIGN_IN, ANY, zm_verb_audit_export,
    zm_verb_audit_export_options, N_("Write audit records into a file, the oldest first") },
  { "audit list", NULL, 0, 0, ZM_NEEDS_STATION, ZM_ROLE_NONE, zm_verb_audit_list,
    zm_verb_audit_list_options, N_("Show audit records, the newest first") },
  { "audit story", "DEVICE|SESSION", 1, 1, ZM_NEEDS_STATION, ZM_ROLE_NONE, zm_verb_audit_story_tell,
    NULL, N_("Tell in sentences what became of a device, or in a session") },
  { "audit verify", NULL, 0, 0, ZM_NEEDS_NOTHING, ZM_ROLE_NONE, zm_verb_audit_verify, NULL,
    N_("Judge the audit log by its chain and its checkpoints") },
  { "backup", NULL, 0, 0, ZM_NEEDS_NOTHING, ZM_ROLE_NONE, zm_verb_backup_make,
    zm_verb_backup_make_options, N_("Copy the station, also while it is at work") },
  { "recover", NULL, 0, 0, ZM_NEEDS_NOTHING, ADMIN, zm_verb_backup_recover,
    zm_verb_backup_recover_options,
    N_("Go on from a backup, or from what is left, with all that the signer knows") },
  { "check", NULL, 0, 0, ZM_NEEDS_NOTHING, ZM_ROLE_NONE, zm_verb_check_run, NULL,
    N_("Show what is wrong with this station, and what to do") },
  { "training", NULL, 0, 0, ZM_NEEDS_NOTHING, ZM_ROLE_NONE, zm_verb_training_run,
    zm_verb_training_options, N_("Do the whole job in a throw-away station") },
};

static gboolean
matches (const ZmVerb  *verb,
         char         **words,
         guint         *count)
{
  g_auto(GStrv) names = g_strsplit (verb->name, " ", -1);
  guint i = 0;

  while (names[i] != NULL && words[i] != NULL && strcmp (names[i], words[i]) == 0)
    i++;
  *count = i;

  return names[i] == NULL;
}

const ZmVerb *
zm_verb_find (char ***words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      guint count;

      if (matches (&verbs[i], *words, &count))
        {
          *words += count;
          return &verbs[i];
        }
    }

  return NULL;
}

static gboolean
is_of_group (const ZmVerb *verb,
             const char   *group)
{
  gsize length = strlen (group);

  return strncmp (verb->name, group, length) == 0 && verb->name[length] == ' ';
}

gboolean
zm_verb_is_group (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (is_of_group (&verbs[i], word))
        return TRUE;
    }

  return FALSE;
}

char *
zm_verb_list (const char *group)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *usage = g_strjoin (" ", verbs[i].name, verbs[i].arguments, NULL);

      if (group != NULL && !is_of_group (&verbs[i], group))
        continue;
      g_string_append_printf (text, "  %-36s %s\n", usage, _(verbs[i].help));
    }

  return g_string_free (text, FALSE);
}
