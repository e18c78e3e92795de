#include "config.h"

#include "app/ctl/verb-certificate.h"

#include "app/base/error.h"
#include "app/ctl/describe.h"
#include "app/pki/details.h"
#include "app/station/authority.h"
#include "app/station/certificate-desk.h"

#include <glib/gi18n.h>
#include <string.h>

static char *out;
static char *reason_name;

const GOptionEntry zm_verb_certificate_export_options[] = {
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Where the PEM files are written"), "DIR" },
  { NULL },
};

const GOptionEntry zm_verb_certificate_revoke_options[] = {
  { "reason", 0, 0, G_OPTION_ARG_STRING, &reason_name,
    N_("unspecified, keyCompromise, affiliationChanged, superseded, cessationOfOperation or "
       "privilegeWithdrawn"), "REASON" },
  { NULL },
};

gboolean
zm_verb_certificate_list (ZmCommand  *command,
                          GError    **error)
{
  g_autoptr(GPtrArray) certificates = zm_certificate_desk_list (command->station, error);
  json_t *list;

  if (certificates == NULL)
    return FALSE;

  list = json_array ();
  for (guint i = 0; i < certificates->len; i++)
    json_array_append_new (list, zm_describe_certificate (certificates->pdata[i]));
  zm_command_add (command, "certificates", list);
  return TRUE;
}

/* The record, and what the certificate itself says. */
static gboolean
show_record (ZmCommand                  *command,
             const ZmCertificateRecord  *record,
             GError                    **error)
{
  g_autoptr(ZmCertificate) certificate =
    zm_certificate_new_from_der (g_bytes_get_data (record->der, NULL),
                                 g_bytes_get_size (record->der), error);
  g_autoptr(GPtrArray) details = NULL;
  g_autofree char *pem = NULL;

  if (certificate == NULL)
    return FALSE;

  pem = zm_certificate_to_pem (certificate);
  details = zm_details_of_certificate (certificate);
  json_decref (command->result);
  command->result = zm_describe_certificate (record);
  zm_command_add_text (command, "subject", zm_certificate_get_subject (certificate));
  zm_command_add_text (command, "issuer", zm_certificate_get_issuer (certificate));
  zm_command_add_text (command, "uri", zm_certificate_get_uri (certificate));
  zm_command_add_text (command, "deviceLabel", zm_certificate_get_device_label (certificate));
  zm_command_add_text (command, "sha256", zm_certificate_get_sha256 (certificate));
  zm_command_add_text (command, "keySha256", zm_certificate_get_key_hash (certificate));
  zm_command_add (command, "fields", zm_details_to_json (details));
  zm_command_add_text (command, "pem", pem);
  return TRUE;
}

gboolean
zm_verb_certificate_show (ZmCommand  *command,
                          GError    **error)
{
  g_autoptr(ZmCertificateRecord) record =
    zm_certificate_desk_find (command->station, command->arguments[0], error);

  return record != NULL && show_record (command, record, error);
}

gboolean
zm_verb_certificate_export (ZmCommand  *command,
                            GError    **error)
{
  g_autoptr(ZmCertificateRecord) record = NULL;

  if (out == NULL)
    return zm_command_fail_usage ("--out DIR", error);
  record = zm_certificate_desk_find (command->station, command->arguments[0], error);
  if (record == NULL || !zm_certificate_desk_export (command->station, record, out, error))
    return FALSE;

  zm_command_add_text (command, "serial", record->serial);
  zm_command_add_text (command, "out", out);
  zm_command_add (command, "files",
                  json_pack ("[s, s, s]", "certificate.pem", "fullchain.pem", "root.pem"));
  return TRUE;
}

gboolean
zm_verb_certificate_verify (ZmCommand  *command,
                            GError    **error)
{
  g_autoptr(ZmCertificate) certificate = NULL;
  ZmProfileKind kind;
  gboolean ok = zm_certificate_desk_verify (command->station, command->arguments[0], &certificate,
                                            &kind, error);

  if (certificate == NULL)
    return FALSE;

  zm_command_add_text (command, "serial", zm_certificate_get_serial (certificate));
  zm_command_add_text (command, "subject", zm_certificate_get_subject (certificate));
  zm_command_add_text (command, "kind", zm_profile_name (kind));
  zm_command_add (command, "notAfter",
                  zm_describe_instant (zm_certificate_get_not_after (certificate)));
  zm_command_add (command, "valid", json_boolean (ok));
  if (!ok)
    command->detail = json_incref (command->result);

  return ok;
}

gboolean
zm_verb_certificate_revoke (ZmCommand  *command,
                            GError    **error)
{
  g_autoptr(ZmCertificateRecord) record = NULL;
  ZmReason reason;

  if (reason_name == NULL || !zm_crl_reason_parse (reason_name, &reason))
    return zm_command_fail_usage ("--reason REASON (see --help)", error);
  record = zm_certificate_desk_find (command->station, command->arguments[0], error);

  return record != NULL &&
         zm_authority_revoke (command->station, record->serial, reason, error) &&
         zm_verb_certificate_show (command, error);
}
