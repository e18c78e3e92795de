#include "app/station/agreement.h"

#include "app/base/error.h"
#include "app/station/station-authority.h"
#include "app/store/certificate-record.h"
#include "app/store/intent-record.h"

typedef enum {
  CERTIFICATES,
  RECORDS,
  REVOCATIONS,
} What;

static char *
tell_count (What   what,
            gint64 count)
{
  switch (what)
    {
    case CERTIFICATES:
      return g_strdup_printf ("%" G_GINT64_FORMAT " certificates", count);
    case RECORDS:
      return g_strdup_printf ("%" G_GINT64_FORMAT " records", count);
    case REVOCATIONS:
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT " revocations", count);
    }
}

static gboolean
refuse (const char  *check,
        What         what,
        gint64       seen,
        gint64       expected,
        const char  *message,
        GError     **error)
{
  g_autofree char *seen_text = tell_count (what, seen);
  g_autofree char *expected_text = tell_count (what, expected);

  zm_error_set (error, ZM_ERROR_CORRUPT, check, seen_text, expected_text, "%s", message);
  return FALSE;
}

gboolean
zm_agreement_count (ZmStation          *station,
                    ZmAgreementCounts  *counts,
                    GError            **error)
{
  ZmDatabase *database;

  g_return_val_if_fail (ZM_IS_STATION (station) && counts != NULL, FALSE);

  database = zm_station_get_database (station);
  return zm_certificate_record_count (database, ZM_CERTIFICATE_DEVICE, &counts->known, error) &&
         zm_certificate_record_count_revoked (database, ZM_CERTIFICATE_DEVICE, &counts->revoked,
                                              error);
}

gboolean
zm_agreement_check_owner (ZmStation  *station,
                          GError    **error)
{
  const ZmStationAuthority *authority;
  g_autoptr(GPtrArray) known = NULL;
  const char *expected;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);

  known = zm_certificate_record_list_of_kind (zm_station_get_database (station),
                                              ZM_CERTIFICATE_INTERMEDIATE, error);
  if (known == NULL)
    return FALSE;
  if (known->len == 0)
    return TRUE;
  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return FALSE;

  expected = zm_certificate_get_key_hash (authority->chain->pdata[0]);
  for (guint i = 0; i < known->len; i++)
    {
      const ZmCertificateRecord *certificate = known->pdata[i];

      if (g_str_equal (certificate->key_sha256, expected))
        return TRUE;
    }

  zm_error_set (error, ZM_ERROR_REFUSED, "database.another",
                ((const ZmCertificateRecord *) known->pdata[0])->key_sha256, expected,
                "This database belongs to another station than the signer");
  return FALSE;
}

static gboolean
check_certificates (ZmStation  *station,
                    gint64      known_before,
                    gint64      signed_there,
                    GError    **error)
{
  /* In this order: an intent that ends meanwhile is counted twice rather than not at all. */
  g_autoptr(GPtrArray) open = zm_intent_record_list_open (zm_station_get_database (station), error);
  ZmAgreementCounts now;

  if (open == NULL || !zm_agreement_count (station, &now, error))
    return FALSE;
  if (signed_there < known_before)
    return refuse ("ledger.behind", CERTIFICATES, signed_there, known_before,
                   "The signer does not know all certificates that are on record", error);

  return signed_there <= now.known + open->len ||
         refuse ("database.older", CERTIFICATES, now.known, signed_there,
                 "The signer has signed certificates that are not on record", error);
}

/* The ledger revokes first, and the record follows. One that stands as revoked here alone is on no
 * list, and is never put on one either. */
static gboolean
check_revocations (gint64   revoked_before,
                   gint64   revoked_there,
                   GError **error)
{
  return revoked_before <= revoked_there ||
         refuse ("database.revocations", REVOCATIONS, revoked_before, revoked_there,
                 "More certificates are revoked on record than the signer knows of", error);
}

static gboolean
check_log (ZmStation     *station,
           const json_t  *status,
           GError       **error)
{
  const json_t *last = json_object_get (status, "checkpoint");
  gint64 covered = 0;
  g_autofree char *hash = NULL;
  gint64 size;

  if (last != NULL &&
      !zm_json_get_integer (last, "size", 0, G_MAXINT64, &covered, "answer.json", error))
    return FALSE;
  if (!zm_audit_log_get_head (zm_station_get_audit_log (station), &size, &hash, error))
    return FALSE;

  return size >= covered ||
         refuse ("database.older", RECORDS, size, covered,
                 "The audit log is shorter than it was at its last checkpoint", error);
}

gboolean
zm_agreement_check (ZmStation                *station,
                    const ZmAgreementCounts  *before,
                    const json_t             *status,
                    GError                  **error)
{
  gint64 signed_there;
  gint64 revoked_there;

  g_return_val_if_fail (ZM_IS_STATION (station) && before != NULL, FALSE);

  return zm_agreement_check_owner (station, error) &&
         zm_json_get_integer (status, "signed", 0, G_MAXINT32, &signed_there, "answer.json",
                              error) &&
         zm_json_get_integer (status, "revoked", 0, G_MAXINT32, &revoked_there, "answer.json",
                              error) &&
         check_certificates (station, before->known, signed_there, error) &&
         check_revocations (before->revoked, revoked_there, error) &&
         check_log (station, status, error);
}
