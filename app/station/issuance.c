#include "app/station/issuance.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/store/certificate-record.h"

static ZmCertificate *
parse_answer (json_t  *answer,
              GError **error)
{
  const char *text = zm_json_get_string (answer, "certificate", ZM_REQUEST_MAX, "answer.json",
                                         error);
  g_autoptr(GBytes) der = NULL;

  if (text == NULL)
    return NULL;
  der = zm_base64_decode (text);
  if (der == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "answer.json", NULL, "strict base64",
                    "The signer’s answer cannot be read");
      return NULL;
    }

  return zm_certificate_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}

static gboolean
refuse_answer (const char  *seen,
               const char  *expected,
               GError     **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "issue.answer", seen, expected,
                "The signer answered with another certificate than was asked for");
  return FALSE;
}

/* The signer is not believed: another process may have taken its place. */
static gboolean
check_answer (const ZmIntentRecord   *intent,
              const ZmSessionRecord  *session,
              ZmCertificate          *certificate,
              GError                **error)
{
  const char *serial = zm_certificate_get_serial (certificate);
  const char *device_id = zm_certificate_get_device_id (certificate);
  const char *key = zm_certificate_get_key_hash (certificate);

  if (!g_str_equal (serial, intent->serial))
    return refuse_answer (serial, intent->serial, error);
  if (g_strcmp0 (device_id, session->device_id) != 0)
    return refuse_answer (device_id, session->device_id, error);
  if (g_strcmp0 (key, session->key_sha256) != 0)
    return refuse_answer (key, session->key_sha256, error);

  return zm_certificate_has_tbs (certificate, intent->tbs_der) ||
         refuse_answer ("other contents", "what the intent says", error);
}

/* The key is worthless: it makes a certificate of the TBS, which can then be read. */
gboolean
zm_issuance_check (const ZmIntentRecord   *intent,
                   const ZmSessionRecord  *session,
                   GError                **error)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, error);
  g_autoptr(ZmCertificate) draft = NULL;

  if (key == NULL)
    return FALSE;
  draft = zm_profile_sign (intent->tbs_der, key, NULL);
  if (draft == NULL)
    return refuse_answer ("other bytes", "a TBSCertificate", error);

  return check_answer (intent, session, draft, error);
}

ZmCertificate *
zm_issuance_sign (ZmStation              *station,
                  ZmIntentRecord         *intent,
                  const ZmSessionRecord  *session,
                  GError                **error)
{
  g_autofree char *tbs = zm_base64_encode (g_bytes_get_data (intent->tbs_der, NULL),
                                           g_bytes_get_size (intent->tbs_der));
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  g_autoptr(json_t) answer = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  if (authority == NULL)
    return NULL;
  answer = zm_station_call (station, ZM_REQUEST_ISSUE_SIGN,
                            json_pack ("{s:s}", "tbs", tbs), error);
  if (answer == NULL)
    return NULL;
  certificate = parse_answer (answer, error);
  if (certificate == NULL)
    return NULL;

  if (!check_answer (intent, session, certificate, error) ||
      !zm_profile_check (&authority->policy, ZM_PROFILE_DEVICE, certificate,
                         g_ptr_array_index (authority->chain, 0), error))
    return NULL;

  return g_steal_pointer (&certificate);
}

gboolean
zm_issuance_store (ZmStation       *station,
                   ZmIntentRecord  *intent,
                   ZmCertificate   *certificate,
                   const char      *device_id,
                   GError         **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  ZmDatabase *database = zm_station_get_database (station);
  g_autofree char *not_after = zm_instant_format (zm_certificate_get_not_after (certificate));
  ZmInstant now = zm_instant_now ();
  ZmCertificateRecord record = {
    .serial = intent->serial,
    .device_id = (char *) device_id,
    .session_id = intent->session_id,
    .kind = ZM_CERTIFICATE_DEVICE,
    .der = zm_certificate_get_der (certificate),
    .key_sha256 = (char *) zm_certificate_get_key_hash (certificate),
    .not_before = zm_certificate_get_not_before (certificate),
    .not_after = zm_certificate_get_not_after (certificate),
    .issued_at = now,
    .state = ZM_CERTIFICATE_ISSUED,
  };

  if (authority == NULL)
    return FALSE;

  record.issuer_sha256 =
    (char *) zm_certificate_get_sha256 (g_ptr_array_index (authority->chain, 0));
  return zm_certificate_record_insert (database, &record, error) &&
         zm_intent_record_resolve (database, intent->id, ZM_INTENT_SIGNED, now, error) &&
         zm_station_record (station,
                            &(ZmStationEvent) {
    .action = "certificate.issued",
    .outcome = ZM_AUDIT_SUCCESS,
    .device = device_id,
    .session = intent->session_id,
    .detail = json_pack ("{s:s, s:s, s:s}",
                         "serial", intent->serial,
                         "keySha256", record.key_sha256,
                         "notAfter", not_after),
  },
                            error);
}
