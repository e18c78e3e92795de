#include "app/station/authority-private.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/pki/chain.h"
#include "app/station/answer.h"
#include "app/station/ceremony-client.h"

#include <string.h>

#define PEM_MAX     (2 * ZM_CERTIFICATE_MAX)
#define CRL_PEM_MAX (2 * ZM_CRL_MAX)

static ZmCertificate *
read_certificate (const json_t  *answer,
                  const char    *member,
                  GError       **error)
{
  const char *pem = zm_answer_get_text (answer, member, PEM_MAX, error);

  return pem != NULL ? zm_certificate_new_from_pem (pem, strlen (pem), error) : NULL;
}

static json_t *
describe_plan (const ZmAuthorityPlan *plan)
{
  json_t *members = json_object ();

  zm_json_set_string (members, "hospital", plan->hospital);
  zm_json_set_string (members, "identityHost", plan->identity_host);
  zm_json_set_string (members, "crlUrl", plan->crl_url);
  json_object_set_new (members, "nameConstraints", json_boolean (!plan->no_name_constraints));

  return members;
}

/* Every intermediate of that root is bound to the host that the root was made for. */
static gboolean
check_identity_host (const json_t           *shown,
                     const ZmAuthorityPlan  *plan,
                     GError                **error)
{
  const json_t *policy = json_object_get (shown, "policy");
  const char *host = json_string_value (json_object_get (policy, "identityHost"));

  if (!json_is_true (json_object_get (policy, "nameConstraints")) ||
      g_strcmp0 (host, plan->identity_host) == 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_CONFLICT, "ceremony.identity-host", host, plan->identity_host,
                "The root on this media was made for another identity host");
  return FALSE;
}

/* Takes the root that an earlier attempt made on this folder. */
static ZmCertificate *
take_root (ZmCeremonyClient       *ceremony,
           const ZmAuthorityPlan  *plan,
           GError                **error)
{
  g_autoptr(json_t) answer = zm_ceremony_client_call (ceremony, "show", NULL, error);

  return answer != NULL && check_identity_host (answer, plan, error) ?
         read_certificate (answer, "root", error) : NULL;
}

static ZmCertificate *
make_root (ZmCeremonyClient       *ceremony,
           const ZmAuthorityPlan  *plan,
           GError                **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(json_t) answer =
    zm_ceremony_client_call (ceremony, "create", describe_plan (plan), &local);

  if (answer != NULL)
    return read_certificate (answer, "root", error);
  if (strcmp (zm_error_get_check (local), "ceremony.exists") == 0)
    return take_root (ceremony, plan, error);

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static ZmCertificate *
sign_request (ZmCeremonyClient  *ceremony,
              const char        *request,
              ZmCsr             *csr,
              const char        *common_name,
              GError           **error)
{
  g_autofree char *pem = zm_csr_to_pem (csr);
  json_t *members = json_pack ("{s:s}", "csr", pem);
  g_autoptr(json_t) answer = NULL;

  zm_json_set_string (members, "commonName", common_name);
  answer = zm_ceremony_client_call (ceremony, request, members, error);

  return answer != NULL ? read_certificate (answer, "certificate", error) : NULL;
}

static gboolean
install_from_ceremony (ZmStation         *station,
                       ZmCeremonyClient  *ceremony,
                       ZmCertificate     *root,
                       GError           **error)
{
  const char *desk = zm_station_get_config (station)->desk;
  g_autoptr(ZmCsr) intermediate_csr = NULL;
  g_autoptr(ZmCsr) station_csr = NULL;
  g_autoptr(ZmCertificate) station_certificate = NULL;
  g_autoptr(GPtrArray) chain =
    g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  ZmCertificate *intermediate;

  if (!zm_authority_make_requests (station, &intermediate_csr, &station_csr, error))
    return FALSE;
  intermediate = sign_request (ceremony, "sign-intermediate", intermediate_csr, NULL, error);
  if (intermediate == NULL)
    return FALSE;
  g_ptr_array_add (chain, intermediate);
  station_certificate = sign_request (ceremony, "sign-station", station_csr, desk, error);

  return station_certificate != NULL &&
         zm_authority_install (station, root, chain, station_certificate, error);
}

static gboolean
publish_root_crl (ZmStation         *station,
                  ZmCeremonyClient  *ceremony,
                  ZmCertificate     *root,
                  GError           **error)
{
  g_autoptr(json_t) answer = zm_ceremony_client_call (ceremony, "crl", NULL, error);
  g_autoptr(ZmCrl) crl = NULL;
  const char *pem;

  if (answer == NULL)
    return FALSE;
  pem = zm_answer_get_text (answer, "crl", CRL_PEM_MAX, error);
  if (pem == NULL)
    return FALSE;
  crl = zm_crl_new_from_data (pem, strlen (pem), error);

  return crl != NULL && zm_crl_verify (crl, root, error) &&
         zm_authority_publish_crl (station, crl, root, ZM_AUTHORITY_CRL_ROOT, error);
}

static gboolean
run_ceremony (ZmStation              *station,
              const ZmAuthorityPlan  *plan,
              const char             *media_directory,
              const ZmSecret         *root_passphrase,
              GError                **error)
{
  g_autoptr(ZmCeremonyClient) ceremony =
    zm_ceremony_client_start (media_directory, root_passphrase, error);
  g_autoptr(ZmCertificate) root = NULL;

  if (ceremony == NULL)
    return FALSE;
  root = make_root (ceremony, plan, error);

  return root != NULL && install_from_ceremony (station, ceremony, root, error) &&
         publish_root_crl (station, ceremony, root, error);
}

/* A station has one root for ever: the same media may renew what is below it, another may not. */
static gboolean
check_media (ZmStation   *station,
             const char  *media_directory,
             GError     **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, NULL);
  g_autofree char *path = g_build_filename (media_directory, "root.pem", NULL);
  g_autoptr(GBytes) content = NULL;
  g_autoptr(ZmCertificate) root = NULL;

  if (!g_file_test (media_directory, G_FILE_TEST_IS_DIR))
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "media.missing", media_directory, "a directory",
                    "There is no directory “%s” for the root’s media", media_directory);
      return FALSE;
    }
  if (authority == NULL)
    return TRUE;

  content = zm_file_read (path, PEM_MAX, NULL);
  if (content != NULL)
    root = zm_certificate_new_from_pem (g_bytes_get_data (content, NULL),
                                        g_bytes_get_size (content), NULL);
  if (root != NULL && g_str_equal (zm_certificate_get_sha256 (root),
                                   zm_certificate_get_sha256 (authority->root)))
    return TRUE;

  zm_error_set (error, ZM_ERROR_CONFLICT, "authority.exists",
                root != NULL ? zm_certificate_get_sha256 (root) : "no root of its own",
                zm_certificate_get_sha256 (authority->root),
                "This station has an authority under another root already");
  return FALSE;
}

gboolean
zm_authority_create (ZmStation              *station,
                     const ZmAuthorityPlan  *plan,
                     const char             *media_directory,
                     const ZmSecret         *root_passphrase,
                     GError                **error)
{
  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (plan != NULL && media_directory != NULL, FALSE);

  if (!check_media (station, media_directory, error) ||
      !zm_authority_set_policy (station, plan, error) ||
      !run_ceremony (station, plan, media_directory, root_passphrase, error) ||
      !zm_authority_record (station, "authority.created", error) ||
      !zm_authority_complete (station, error))
    return FALSE;

  zm_station_notify (station, "authority");
  return TRUE;
}

static json_t *
describe_server (const char        *csr_pem,
                 const char *const *dns_names,
                 const char        *out_directory)
{
  json_t *members = json_object ();
  json_t *names = json_array ();

  for (gsize i = 0; dns_names != NULL && dns_names[i] != NULL; i++)
    json_array_append_new (names, json_string (dns_names[i]));
  if (dns_names != NULL && json_array_size (names) > 0)
    {
      zm_json_set_string (members, "commonName", dns_names[0]);
      json_object_set (members, "dnsNames", names);
    }
  json_decref (names);
  zm_json_set_string (members, "csr", csr_pem);
  if (csr_pem == NULL)
    zm_json_set_string (members, "out", out_directory);

  return members;
}

static char *
read_csr (const char  *file,
          GError     **error)
{
  g_autoptr(GBytes) content = zm_file_read (file, 2 * ZM_CSR_MAX, error);
  g_autoptr(ZmCsr) csr = NULL;

  if (content == NULL)
    return NULL;
  csr = zm_csr_new_from_pem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), error);

  return csr != NULL ? zm_csr_to_pem (csr) : NULL;
}

/* The device's way to a server ends at the station's root, so no other one may sign for it. */
static gboolean
check_server (ZmStation      *station,
              ZmCertificate  *certificate,
              GError        **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);

  return authority != NULL &&
         zm_chain_verify (&certificate, 1, authority->root, NULL, ZM_PURPOSE_SERVER,
                          zm_instant_now (), error) &&
         zm_authority_keep_certificate (station, ZM_CERTIFICATE_SERVER, certificate,
                                        authority->root, error);
}

static gboolean
record_server (ZmStation      *station,
               ZmCertificate  *certificate,
               GError        **error)
{
  if (!zm_authority_record_detail (station, "server-certificate.issued",
                                   json_pack ("{s:s, s:s}", "serial",
                                              zm_certificate_get_serial (certificate), "subject",
                                              zm_certificate_get_subject (certificate)),
                                   error))
    return FALSE;

  zm_station_notify (station, "authority");
  return TRUE;
}

/* Takes members. */
static ZmCertificate *
sign_server (ZmStation       *station,
             const char      *media_directory,
             const ZmSecret  *root_passphrase,
             json_t          *members,
             GError         **error)
{
  g_autoptr(ZmCeremonyClient) ceremony =
    zm_ceremony_client_start (media_directory, root_passphrase, error);
  g_autoptr(json_t) answer = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  if (ceremony == NULL)
    {
      json_decref (members);
      return NULL;
    }
  answer = zm_ceremony_client_call (ceremony, "sign-server", members, error);
  if (answer == NULL)
    return NULL;
  certificate = read_certificate (answer, "certificate", error);

  return certificate != NULL && check_server (station, certificate, error) ?
         g_steal_pointer (&certificate) : NULL;
}

ZmCertificate *
zm_authority_sign_server (ZmStation       *station,
                          const char      *media_directory,
                          const ZmSecret  *root_passphrase,
                          const char      *csr_pem,
                          GError         **error)
{
  g_autoptr(ZmCertificate) certificate = NULL;

  if (!check_media (station, media_directory, error))
    return NULL;
  certificate = sign_server (station, media_directory, root_passphrase,
                             describe_server (csr_pem, NULL, NULL), error);

  return certificate != NULL && record_server (station, certificate, error) ?
         g_steal_pointer (&certificate) : NULL;
}

/* A key, which is made there when nobody has sent a request, is for nobody else's eyes. */
static gboolean
make_out_directory (const char  *directory,
                    gboolean     for_key,
                    GError     **error)
{
  return for_key ? zm_file_make_private_directory (directory, error)
                 : zm_file_make_directory (directory, error);
}

ZmCertificate *
zm_authority_server_certificate (ZmStation          *station,
                                 const char         *media_directory,
                                 const ZmSecret     *root_passphrase,
                                 const char         *csr_file,
                                 const char *const  *dns_names,
                                 const char         *out_directory,
                                 GError            **error)
{
  g_autofree char *csr_pem = NULL;
  g_autofree char *out = NULL;
  g_autofree char *path = NULL;
  g_autofree char *pem = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (media_directory != NULL && out_directory != NULL, NULL);

  if (zm_station_get_authority (station, error) == NULL)
    return NULL;
  if (csr_file != NULL && (csr_pem = read_csr (csr_file, error)) == NULL)
    return NULL;
  if (!check_media (station, media_directory, error) ||
      !make_out_directory (out_directory, csr_pem == NULL, error))
    return NULL;

  out = g_canonicalize_filename (out_directory, NULL);
  certificate = sign_server (station, media_directory, root_passphrase,
                             describe_server (csr_pem, dns_names, out), error);
  if (certificate == NULL)
    return NULL;

  path = g_build_filename (out, "server.pem", NULL);
  pem = zm_certificate_to_pem (certificate);
  return zm_file_write (path, pem, strlen (pem), 0644, error) &&
         record_server (station, certificate, error) ? g_steal_pointer (&certificate) : NULL;
}

/* --- Later on --- */

gboolean
zm_authority_renew (ZmStation       *station,
                    const char      *media_directory,
                    const ZmSecret  *root_passphrase,
                    GError         **error)
{
  const ZmStationAuthority *authority;
  ZmAuthorityPlan plan;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (media_directory != NULL, FALSE);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return FALSE;

  plan = (ZmAuthorityPlan) {
    .hospital = authority->policy.hospital,
    .identity_host = authority->policy.identity_host,
    .server_url = authority->server_url,
    .crl_url = authority->policy.crl_url,
    .device_days = authority->policy.device_days,
    .no_name_constraints = !authority->policy.name_constraints,
  };
  return zm_authority_create (station, &plan, media_directory, root_passphrase, error);
}

gboolean
zm_authority_renew_root_list (ZmStation       *station,
                              const char      *media_directory,
                              const ZmSecret  *root_passphrase,
                              GError         **error)
{
  const ZmStationAuthority *authority;
  g_autoptr(ZmCeremonyClient) ceremony = NULL;
  ZmSignerClient *signer;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (media_directory != NULL, FALSE);

  signer = zm_station_need_signer (station, error);
  authority = signer != NULL ? zm_station_get_authority (station, error) : NULL;
  if (authority == NULL || !zm_signer_client_check_role (signer, ZM_ROLE_ADMINISTRATOR, error) ||
      !check_media (station, media_directory, error))
    return FALSE;
  ceremony = zm_ceremony_client_start (media_directory, root_passphrase, error);
  if (ceremony == NULL || !publish_root_crl (station, ceremony, authority->root, error) ||
      !zm_authority_record_detail (station, "crl.imported",
                                   json_pack ("{s:s}", "issuer",
                                              zm_certificate_get_subject (authority->root)),
                                   error))
    return FALSE;

  zm_station_notify (station, "authority");
  return TRUE;
}
