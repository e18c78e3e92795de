#include "app/station/authority-private.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/pki/csr.h"
#include "app/pki/random.h"
#include "app/station/answer.h"
#include "app/station/audit-desk.h"
#include "app/store/crl-record.h"

#include <string.h>

#define DEVICE_DAYS  365
#define FIRST_KEY_ID "sk-1"
#define CANARY_KEY_FILE "canary.key"
#define CANARY_FILE     "canary.pem"
#define CANARY_CHAIN_MAX 4 /* the canary and up to three CAs */
#define CANARY_MAX      (8 * ZM_CERTIFICATE_MAX) /* bytes of PEM */
#define CANARY_LABEL "Revoked when it was issued: a server must refuse it"

gboolean
zm_authority_write_file (ZmStation   *station,
                         const char  *folder,
                         const char  *file,
                         const char  *text,
                         GError     **error)
{
  g_autofree char *path = g_build_filename (zm_station_get_directory (station), folder, file,
                                            NULL);

  return zm_file_write (path, text, strlen (text), 0600, error);
}

/* The name of this station's log in its checkpoints: kept for ever, even if an earlier attempt came
 * no further than the policy. */
static char *
choose_origin (ZmStation   *station,
               const char  *identity_host,
               GError     **error)
{
  g_autoptr(json_t) answer = zm_station_call (station, ZM_REQUEST_AUTHORITY_SHOW, NULL, error);
  const char *known =
    json_string_value (json_object_get (json_object_get (answer, "policy"), "origin"));
  guint32 number;

  if (answer == NULL)
    return NULL;
  if (known != NULL)
    return g_strdup (known);

  zm_random_bytes (&number, sizeof number);
  return g_strdup_printf ("%s/zmonitor/log-%08x", identity_host, number);
}

gboolean
zm_authority_set_policy (ZmStation              *station,
                         const ZmAuthorityPlan  *plan,
                         GError                **error)
{
  g_autofree char *origin = choose_origin (station, plan->identity_host, error);
  g_autoptr(json_t) answer = NULL;
  json_t *members;

  if (origin == NULL)
    return FALSE;

  members = json_object ();
  zm_json_set_string (members, "hospital", plan->hospital);
  zm_json_set_string (members, "identityHost", plan->identity_host);
  zm_json_set_string (members, "serverUrl", plan->server_url);
  zm_json_set_string (members, "crlUrl", plan->crl_url);
  zm_json_set_string (members, "origin", origin);
  json_object_set_new (members, "deviceDays",
                       json_integer (plan->device_days > 0 ? plan->device_days : DEVICE_DAYS));
  json_object_set_new (members, "nameConstraints", json_boolean (!plan->no_name_constraints));

  answer = zm_station_call (station, ZM_REQUEST_POLICY_SET, members, error);
  zm_station_forget_authority (station);
  return answer != NULL;
}

static ZmCsr *
read_request (const json_t  *answer,
              const char    *member,
              GError       **error)
{
  g_autoptr(GBytes) der = zm_answer_get_bytes (answer, member, ZM_CSR_MAX, error);

  if (der == NULL)
    return NULL;

  return zm_csr_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}

gboolean
zm_authority_make_requests (ZmStation  *station,
                            ZmCsr     **intermediate,
                            ZmCsr     **station_csr,
                            GError    **error)
{
  g_autoptr(json_t) answer = zm_station_call (station, ZM_REQUEST_AUTHORITY_REQUESTS, NULL, error);
  g_autoptr(ZmCsr) first = NULL;
  g_autoptr(ZmCsr) second = NULL;

  if (answer == NULL)
    return FALSE;
  first = read_request (answer, "intermediate", error);
  if (first == NULL)
    return FALSE;
  second = read_request (answer, "station", error);
  if (second == NULL)
    return FALSE;

  *intermediate = g_steal_pointer (&first);
  *station_csr = g_steal_pointer (&second);
  return TRUE;
}

gboolean
zm_authority_keep_certificate (ZmStation          *station,
                               ZmCertificateKind   kind,
                               ZmCertificate      *certificate,
                               ZmCertificate      *issuer,
                               GError            **error)
{
  g_autoptr(GError) local = NULL;
  ZmCertificateRecord record = {
    .serial = (char *) zm_certificate_get_serial (certificate),
    .issuer_sha256 = (char *) zm_certificate_get_sha256 (issuer),
    .kind = kind,
    .der = zm_certificate_get_der (certificate),
    .key_sha256 = (char *) zm_certificate_get_key_hash (certificate),
    .not_before = zm_certificate_get_not_before (certificate),
    .not_after = zm_certificate_get_not_after (certificate),
    .issued_at = zm_instant_now (),
    .state = ZM_CERTIFICATE_ACTIVE,
  };

  if (kind == ZM_CERTIFICATE_CANARY)
    {
      record.state = ZM_CERTIFICATE_REVOKED;
      record.revoked_at = record.issued_at;
      record.revocation_reason = (char *) zm_crl_reason_name (ZM_REASON_CESSATION_OF_OPERATION);
    }
  if (zm_certificate_record_insert (zm_station_get_database (station), &record, &local) ||
      zm_error_matches (local, ZM_ERROR_CONFLICT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

ZmCertificate *
zm_authority_find_issuer (ZmCertificate *root,
                          GPtrArray     *chain,
                          const char    *name)
{
  for (guint i = 0; i < chain->len; i++)
    {
      if (g_str_equal (zm_certificate_get_subject (chain->pdata[i]), name))
        return chain->pdata[i];
    }

  return g_str_equal (zm_certificate_get_subject (root), name) ? root : NULL;
}

static gboolean
keep_all (ZmStation      *station,
          ZmCertificate  *root,
          GPtrArray      *chain,
          ZmCertificate  *station_certificate,
          GError        **error)
{
  ZmCertificate *issuer;

  if (!zm_authority_keep_certificate (station, ZM_CERTIFICATE_ROOT, root, root, error))
    return FALSE;

  for (guint i = 0; i < chain->len; i++)
    {
      issuer = i + 1 < chain->len ? chain->pdata[i + 1] : root;
      if (!zm_authority_keep_certificate (station, ZM_CERTIFICATE_INTERMEDIATE, chain->pdata[i],
                                          issuer, error))
        return FALSE;
    }

  issuer = zm_authority_find_issuer (root, chain,
                                     zm_certificate_get_issuer (station_certificate));
  return zm_authority_keep_certificate (station, ZM_CERTIFICATE_STATION, station_certificate,
                                        issuer != NULL ? issuer : root, error);
}

static gboolean
write_all (ZmStation      *station,
           ZmCertificate  *root,
           GPtrArray      *chain,
           ZmCertificate  *station_certificate,
           GError        **error)
{
  g_autofree char *root_pem = zm_certificate_to_pem (root);
  g_autofree char *station_pem = zm_certificate_to_pem (station_certificate);
  g_autofree char *chain_pem =
    zm_certificate_list_to_pem ((ZmCertificate *const *) chain->pdata, chain->len);

  return zm_authority_write_file (station, "certificates", "root.pem", root_pem, error) &&
         zm_authority_write_file (station, "certificates", "chain.pem", chain_pem, error) &&
         zm_authority_write_file (station, "certificates", "station.pem", station_pem, error);
}

static gboolean
send_install (ZmStation      *station,
              ZmCertificate  *root,
              GPtrArray      *chain,
              ZmCertificate  *station_certificate,
              GError        **error)
{
  g_autofree char *root_pem = zm_certificate_to_pem (root);
  g_autofree char *station_pem = zm_certificate_to_pem (station_certificate);
  g_autoptr(json_t) answer = NULL;
  json_t *list = json_array ();

  for (guint i = 0; i < chain->len; i++)
    {
      g_autofree char *pem = zm_certificate_to_pem (chain->pdata[i]);

      json_array_append_new (list, json_string (pem));
    }
  answer = zm_station_call (station, ZM_REQUEST_AUTHORITY_INSTALL,
                            json_pack ("{s:s, s:o, s:s}", "root", root_pem, "chain", list,
                                       "station", station_pem),
                            error);
  zm_station_forget_authority (station);

  return answer != NULL;
}

gboolean
zm_authority_install (ZmStation      *station,
                      ZmCertificate  *root,
                      GPtrArray      *chain,
                      ZmCertificate  *station_certificate,
                      GError        **error)
{
  return send_install (station, root, chain, station_certificate, error) &&
         keep_all (station, root, chain, station_certificate, error) &&
         write_all (station, root, chain, station_certificate, error);
}

gboolean
zm_authority_publish_crl (ZmStation      *station,
                          ZmCrl          *crl,
                          ZmCertificate  *issuer,
                          const char     *file,
                          GError        **error)
{
  g_autofree char *path = g_build_filename (zm_station_get_directory (station), "crl", file, NULL);
  GBytes *der = zm_crl_get_der (crl);
  g_autoptr(GError) local = NULL;
  const ZmCrlRecord record = {
    .issuer_sha256 = (char *) zm_certificate_get_sha256 (issuer),
    .number = (gint64) zm_crl_get_number (crl),
    .der = der,
    .this_update = zm_crl_get_this_update (crl),
    .next_update = zm_crl_get_next_update (crl),
  };

  if (!zm_file_write (path, g_bytes_get_data (der, NULL), g_bytes_get_size (der), 0644, error))
    return FALSE;
  /* A number that is there already is the same list once more: nobody else signs for this CA. */
  if (zm_crl_record_insert (zm_station_get_database (station), &record, &local) ||
      zm_error_matches (local, ZM_ERROR_CONFLICT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
zm_authority_record_detail (ZmStation   *station,
                            const char  *action,
                            json_t      *detail,
                            GError     **error)
{
  const ZmStationEvent event = { .action = action, .detail = detail };

  return zm_station_record_alone (station, &event, error);
}

static gboolean
add_first_key (ZmStation  *station,
               GError    **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  g_autoptr(json_t) answer = NULL;

  if (authority == NULL)
    return FALSE;
  if (json_array_size (json_object_get (authority->answer, "keyIds")) > 0)
    return TRUE;

  answer = zm_station_call (station, ZM_REQUEST_SERVER_KEY_ADD,
                            json_pack ("{s:s, s:s}", "keyId", FIRST_KEY_ID, "mode", "derived"),
                            error);
  zm_station_forget_authority (station);

  return answer != NULL &&
         zm_authority_record_detail (station, "server-key.added",
                                     json_pack ("{s:s, s:s}", "keyId", FIRST_KEY_ID, "mode",
                                                "derived"),
                                     error);
}

static ZmCertificate *
request_canary (ZmStation  *station,
                ZmKey      *key,
                GError    **error)
{
  g_autoptr(ZmCsr) csr = zm_csr_create_device (key, ZM_PROFILE_CANARY_ID, CANARY_LABEL, error);
  g_autoptr(json_t) answer = NULL;
  g_autoptr(GBytes) der = NULL;
  g_autofree char *text = NULL;

  if (csr == NULL)
    return NULL;
  text = zm_base64_encode (g_bytes_get_data (zm_csr_get_der (csr), NULL),
                           g_bytes_get_size (zm_csr_get_der (csr)));
  answer = zm_station_call (station, ZM_REQUEST_CANARY_ISSUE, json_pack ("{s:s}", "csr", text),
                            error);
  if (answer == NULL)
    return NULL;
  der = zm_answer_get_bytes (answer, "certificate", ZM_CERTIFICATE_MAX, error);
  if (der == NULL)
    return NULL;

  return zm_certificate_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}

static char *
canary_path (ZmStation  *station,
             const char *file)
{
  return g_build_filename (zm_station_get_directory (station), "canary", file, NULL);
}

/* Of an attempt that came no further than its key, and whose certificate the signer may have on
 * record: NULL if there is none. */
static ZmKey *
find_unfinished_canary (ZmStation *station)
{
  g_autofree char *key_path = canary_path (station, CANARY_KEY_FILE);
  g_autofree char *leaf_path = canary_path (station, CANARY_FILE);
  g_autoptr(GBytes) pem = zm_file_read (leaf_path, CANARY_MAX, NULL);
  g_autoptr(ZmSecret) secret = zm_file_read_secret (key_path, CANARY_MAX, NULL);
  g_autoptr(ZmKey) key = NULL;
  g_autoptr(GPtrArray) chain = NULL;

  if (secret != NULL)
    key = zm_key_new_from_pem ((const char *) zm_secret_peek (secret), zm_secret_length (secret),
                               NULL, NULL);
  if (key == NULL)
    return NULL;
  if (pem != NULL)
    chain = zm_certificate_list_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem),
                                          CANARY_CHAIN_MAX, NULL);
  if (chain != NULL && chain->len > 0 &&
      g_str_equal (zm_certificate_get_key_hash (chain->pdata[0]),
                   zm_public_key_get_hash (zm_key_get_public (key))))
    return NULL;

  return g_steal_pointer (&key);
}

/* The key is worthless by design: its certificate is born revoked. It is kept before the signer is
 * asked, so that no certificate is lost with it. */
static ZmKey *
make_canary_key (ZmStation  *station,
                 GError    **error)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, error);
  g_autoptr(ZmSecret) secret = NULL;
  g_autofree char *pem = NULL;

  if (key == NULL)
    return NULL;

  secret = zm_key_to_plain_pem (key);
  pem = g_strndup ((const char *) zm_secret_peek (secret), zm_secret_length (secret));
  if (!zm_authority_write_file (station, "canary", CANARY_KEY_FILE, pem, error))
    return NULL;

  return g_steal_pointer (&key);
}

static gboolean
write_canary (ZmStation                 *station,
              ZmCertificate             *certificate,
              const ZmStationAuthority  *authority,
              GError                   **error)
{
  g_autofree char *leaf_pem = zm_certificate_to_pem (certificate);
  g_autofree char *chain_pem =
    zm_certificate_list_to_pem ((ZmCertificate *const *) authority->chain->pdata,
                                authority->chain->len);
  g_autofree char *pem = g_strconcat (leaf_pem, chain_pem, NULL);

  return zm_authority_write_file (station, "canary", CANARY_FILE, pem, error);
}

static gboolean
issue_canary (ZmStation  *station,
              GError    **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  g_autoptr(ZmKey) key = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  if (authority == NULL)
    return FALSE;
  key = find_unfinished_canary (station);
  if (key == NULL)
    key = make_canary_key (station, error);
  if (key == NULL)
    return FALSE;
  certificate = request_canary (station, key, error);

  return certificate != NULL &&
         zm_authority_keep_certificate (station, ZM_CERTIFICATE_CANARY, certificate,
                                        authority->chain->pdata[0], error) &&
         zm_authority_record_detail (station, "canary.issued",
                                     json_pack ("{s:s}", "serial",
                                                zm_certificate_get_serial (certificate)),
                                     error) &&
         write_canary (station, certificate, authority, error);
}

gboolean
zm_authority_record (ZmStation   *station,
                     const char  *action,
                     GError     **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  ZmCertificate *intermediate;

  if (authority == NULL)
    return FALSE;
  intermediate = authority->chain->pdata[0];

  return zm_authority_record_detail (station, action,
                                     json_pack ("{s:s, s:s, s:s}", "hospital",
                                                authority->policy.hospital, "rootSha256",
                                                zm_certificate_get_sha256 (authority->root),
                                                "intermediateSerial",
                                                zm_certificate_get_serial (intermediate)),
                                     error);
}

/* For whoever judges the log while no signer answers. */
static gboolean
write_verifier_key (ZmStation  *station,
                    GError    **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  g_autofree char *line = NULL;

  if (authority == NULL)
    return FALSE;

  line = g_strconcat (authority->verifier_key, "\n", NULL);
  return zm_authority_write_file (station, "certificates", ZM_AUDIT_DESK_KEY_FILE, line, error);
}

gboolean
zm_authority_complete (ZmStation  *station,
                       GError    **error)
{
  g_autoptr(ZmCrl) crl = NULL;

  if (!write_verifier_key (station, error) || !add_first_key (station, error) ||
      !issue_canary (station, error))
    return FALSE;
  crl = zm_authority_issue_crl (station, error);

  return crl != NULL && zm_station_checkpoint (station, error);
}
