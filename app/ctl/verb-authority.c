#include "config.h"

#include "app/ctl/verb-authority.h"

#include "app/ctl/describe.h"
#include "app/ctl/found.h"
#include "app/ctl/output.h"
#include "app/station/anchor.h"
#include "app/station/authority.h"
#include "app/station/policy-desk.h"

#include <glib/gi18n.h>

static ZmAuthorityPlan plan;
static int device_days;
static char *desk;
static char *root_media;
static int root_passphrase_fd = -1;
static char *out;
static char *root_file;
static char *chain_file;
static char *station_file;
static char **crl_files;
static char *csr_file;
static char *crl_file;
static char **names;

#define PLAN_OPTIONS \
  { "hospital", 0, 0, G_OPTION_ARG_STRING, &plan.hospital, N_("Name in the CA certificates"), \
    "NAME" }, \
  { "identity-host", 0, 0, G_OPTION_ARG_STRING, &plan.identity_host, \
    N_("Host in the devices’ identities"), "HOST" }, \
  { "server-url", 0, 0, G_OPTION_ARG_STRING, &plan.server_url, \
    N_("Where devices find the Central Station"), "https://…" }, \
  { "crl-url", 0, 0, G_OPTION_ARG_STRING, &plan.crl_url, \
    N_("Where the revocation lists are fetched, with a slash at the end"), "http://…/" }, \
  { "device-days", 0, 0, G_OPTION_ARG_INT, &device_days, N_("Life of a device certificate"), \
    "DAYS" }, \
  { "no-name-constraints", 0, 0, G_OPTION_ARG_NONE, &plan.no_name_constraints, \
    N_("Leave out name constraints, for peers that refuse them"), NULL }, \
  { "desk", 0, 0, G_OPTION_ARG_STRING, &desk, N_("Name of this desk, of a new station"), "NAME" }

#define MEDIA_OPTIONS \
  { "root-media", 0, 0, G_OPTION_ARG_FILENAME, &root_media, \
    N_("Folder on removable media for the root key"), "DIR" }, \
  { "root-passphrase-fd", 0, 0, G_OPTION_ARG_INT, &root_passphrase_fd, \
    N_("Where the passphrase of the root key comes from, one line"), "FD" }

const GOptionEntry zm_verb_authority_create_options[] = { PLAN_OPTIONS, MEDIA_OPTIONS, { NULL } };

const GOptionEntry zm_verb_authority_requests_options[] = {
  PLAN_OPTIONS,
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Where the requests are written"), "DIR" },
  { NULL },
};

const GOptionEntry zm_verb_authority_import_options[] = {
  { "root", 0, 0, G_OPTION_ARG_FILENAME, &root_file, N_("The root certificate"), "FILE" },
  { "chain", 0, 0, G_OPTION_ARG_FILENAME, &chain_file,
    N_("The intermediate certificate and those between it and the root"), "FILE" },
  { "station-certificate", 0, 0, G_OPTION_ARG_FILENAME, &station_file,
    N_("The station certificate"), "FILE" },
  { "crl", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &crl_files,
    N_("A revocation list of a CA above the intermediate; may be repeated"), "FILE" },
  { NULL },
};

const GOptionEntry zm_verb_authority_server_options[] = {
  MEDIA_OPTIONS,
  { "csr", 0, 0, G_OPTION_ARG_FILENAME, &csr_file, N_("The server’s own request"), "FILE" },
  { "name", 0, 0, G_OPTION_ARG_STRING_ARRAY, &names,
    N_("A host name or address of the server; may be repeated"), "DNS" },
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Where certificate and key are written"), "DIR" },
  { NULL },
};

const GOptionEntry zm_verb_authority_device_key_options[] = {
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The file to be made, which is a secret"),
    "FILE" },
  { NULL },
};

const GOptionEntry zm_verb_authority_recover_options[] = {
  { "crl", 0, 0, G_OPTION_ARG_FILENAME, &crl_file,
    N_("The revocation list as it is published, fetched from there"), "FILE" },
  { NULL },
};

const GOptionEntry zm_verb_authority_policy_options[] = {
  { "server-url", 0, 0, G_OPTION_ARG_STRING, &plan.server_url,
    N_("Where devices find the Central Station"), "https://…" },
  { "crl-url", 0, 0, G_OPTION_ARG_STRING, &plan.crl_url,
    N_("Where the revocation lists are fetched, with a slash at the end"), "http://…/" },
  { "device-days", 0, 0, G_OPTION_ARG_INT, &device_days, N_("Life of a device certificate"),
    "DAYS" },
  { NULL },
};

static gboolean
check_plan (GError **error)
{
  plan.device_days = (guint) MAX (0, device_days);

  return (plan.hospital != NULL && plan.identity_host != NULL && plan.server_url != NULL &&
          plan.crl_url != NULL) ||
         zm_command_fail_usage ("--hospital, --identity-host, --server-url and --crl-url", error);
}

static json_t *
describe_certificate (ZmCertificate *certificate)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "subject", zm_certificate_get_subject (certificate));
  zm_json_set_string (object, "serial", zm_certificate_get_serial (certificate));
  zm_json_set_string (object, "sha256", zm_certificate_get_sha256 (certificate));
  json_object_set_new (object, "notAfter",
                       zm_describe_instant (zm_certificate_get_not_after (certificate)));

  return object;
}

static json_t *
describe_chain (const ZmStationAuthority *authority)
{
  json_t *list = json_array ();

  json_array_append_new (list, describe_certificate (authority->root));
  for (guint i = authority->chain->len; i > 0; i--)
    json_array_append_new (list, describe_certificate (authority->chain->pdata[i - 1]));
  json_array_append_new (list, describe_certificate (authority->station));

  return list;
}

static gboolean
add_crls (ZmCommand  *command,
          GError    **error)
{
  g_autoptr(GPtrArray) crls = zm_authority_load_crls (command->station, error);
  json_t *list;

  if (crls == NULL)
    return FALSE;

  list = json_array ();
  for (guint i = 0; i < crls->len; i++)
    json_array_append_new (list, zm_describe_crl (crls->pdata[i]));
  zm_command_add (command, "crls", list);
  return TRUE;
}

gboolean
zm_verb_authority_show (ZmCommand  *command,
                        GError    **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (command->station, error);

  if (authority == NULL)
    return FALSE;

  zm_command_add_text (command, "hospital", authority->policy.hospital);
  zm_command_add_text (command, "identityHost", authority->policy.identity_host);
  zm_command_add_text (command, "serverUrl", authority->server_url);
  zm_command_add_text (command, "crlUrl", authority->policy.crl_url);
  zm_command_add (command, "deviceDays", json_integer (authority->policy.device_days));
  zm_command_add (command, "nameConstraints",
                  json_boolean (authority->policy.name_constraints));
  zm_command_add_text (command, "verifierKey", authority->verifier_key);
  zm_command_add (command, "certificates", describe_chain (authority));
  zm_command_add (command, "keyIds",
                  json_incref (json_object_get (authority->answer, "keyIds")));

  return add_crls (command, error);
}

gboolean
zm_verb_authority_policy (ZmCommand  *command,
                          GError    **error)
{
  const ZmPolicyChange change = { plan.server_url, plan.crl_url, (guint) MAX (0, device_days) };

  if (plan.server_url == NULL && plan.crl_url == NULL && device_days < 1)
    return zm_command_fail_usage ("--server-url, --crl-url or --device-days", error);

  return zm_policy_desk_change (command->station, &change, error) &&
         zm_verb_authority_show (command, error);
}

gboolean
zm_verb_authority_create (ZmCommand  *command,
                          GError    **error)
{
  g_autoptr(ZmSecret) passphrase = NULL;

  if (!check_plan (error))
    return FALSE;
  if (root_media == NULL)
    return zm_command_fail_usage ("--root-media DIR", error);
  if (!zm_found_prepare (command, desk, error))
    return FALSE;
  passphrase = zm_command_read_new_secret (root_passphrase_fd, _("Passphrase of the root key"),
                                           error);
  if (passphrase == NULL)
    return FALSE;

  zm_output_progress ("%s", _("Holding the root ceremony"));
  return zm_authority_create (command->station, &plan, root_media, passphrase, error) &&
         zm_verb_authority_show (command, error);
}

gboolean
zm_verb_authority_requests (ZmCommand  *command,
                            GError    **error)
{
  if (!check_plan (error))
    return FALSE;
  if (out == NULL)
    return zm_command_fail_usage ("--out DIR", error);
  if (!zm_found_prepare (command, desk, error) ||
      !zm_authority_export_requests (command->station, &plan, out, error))
    return FALSE;

  zm_command_add_text (command, "out", out);
  zm_command_add (command, "files", json_pack ("[s, s]", "intermediate.csr", "station.csr"));
  return TRUE;
}

gboolean
zm_verb_authority_import (ZmCommand  *command,
                          GError    **error)
{
  if (root_file == NULL || chain_file == NULL || station_file == NULL)
    return zm_command_fail_usage ("--root FILE --chain FILE --station-certificate FILE", error);

  return zm_authority_import (command->station, root_file, chain_file, station_file,
                              (const char *const *) crl_files, error) &&
         zm_verb_authority_show (command, error);
}

gboolean
zm_verb_authority_device_key (ZmCommand  *command,
                              GError    **error)
{
  if (out == NULL)
    return zm_command_fail_usage ("--out FILE", error);
  if (!zm_authority_device_key (command->station, command->arguments[0], out, error))
    return FALSE;

  zm_command_add_text (command, "deviceId", command->arguments[0]);
  zm_command_add_text (command, "out", out);
  return TRUE;
}

gboolean
zm_verb_authority_server (ZmCommand  *command,
                          GError    **error)
{
  g_autoptr(ZmSecret) passphrase = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  if (root_media == NULL || out == NULL || (csr_file == NULL && names == NULL))
    return zm_command_fail_usage ("--root-media DIR --out DIR, and --csr FILE or --name DNS",
                                  error);
  passphrase = zm_command_read_secret (root_passphrase_fd, _("Passphrase of the root key"), error);
  if (passphrase == NULL)
    return FALSE;
  certificate = zm_authority_server_certificate (command->station, root_media, passphrase, csr_file,
                                                 (const char *const *) names, out, error);
  if (certificate == NULL)
    return FALSE;

  json_decref (command->result);
  command->result = describe_certificate (certificate);
  zm_command_add_text (command, "out", out);
  return TRUE;
}

gboolean
zm_verb_authority_crl (ZmCommand  *command,
                       GError    **error)
{
  g_autoptr(ZmCrl) crl = zm_authority_issue_crl (command->station, error);

  if (crl == NULL || !zm_station_checkpoint (command->station, error))
    return FALSE;

  json_decref (command->result);
  command->result = zm_describe_crl (crl);
  return TRUE;
}

gboolean
zm_verb_authority_recover (ZmCommand  *command,
                           GError    **error)
{
  guint recovered;

  if (!zm_anchor_recover (command->station, crl_file, &recovered, error))
    return FALSE;

  zm_command_add (command, "recovered", json_integer (recovered));
  return TRUE;
}
