#include "app/station/authority-private.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/station/answer.h"
#include "app/station/publication.h"
#include "app/store/crl-record.h"
#include "app/store/transaction.h"

#include <string.h>

#define RECORD_MAX 4096 /* bytes of a factory record */

gboolean
zm_authority_device_key (ZmStation   *station,
                         const char  *device_id,
                         const char  *out_file,
                         GError     **error)
{
  const ZmStationEvent event = { .action = "device-key.exported", .device = device_id };
  g_autoptr(json_t) answer = NULL;
  const char *record;
  gboolean ok;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (device_id != NULL && out_file != NULL, FALSE);

  if (!zm_device_id_check (device_id, error))
    return FALSE;
  if (g_file_test (out_file, G_FILE_TEST_EXISTS))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "file.exists", out_file, "a name that is free",
                    "There is something at “%s” already", out_file);
      return FALSE;
    }
  /* On record first: a key that left without a trace could not be called back. */
  if (!zm_station_record_alone (station, &event, error))
    return FALSE;

  answer = zm_station_call (station, ZM_REQUEST_FACTORY_RECORD,
                            json_pack ("{s:s}", "deviceId", device_id), error);
  if (answer == NULL)
    return FALSE;
  record = zm_answer_get_text (answer, "record", RECORD_MAX, error);
  if (record == NULL)
    return FALSE;

  ok = zm_file_create (out_file, record, strlen (record), 0600, error);
  explicit_bzero ((char *) record, strlen (record));
  zm_station_witness (station);
  return ok;
}

static ZmCrl *
load_crl (ZmStation      *station,
          ZmCertificate  *issuer,
          GError        **error)
{
  g_autoptr(ZmCrlRecord) record =
    zm_crl_record_get_newest (zm_station_get_database (station),
                              zm_certificate_get_sha256 (issuer), error);

  if (record == NULL)
    return NULL;

  return zm_crl_new_from_der (g_bytes_get_data (record->der, NULL),
                              g_bytes_get_size (record->der), error);
}

/* What was published last, by the database or by the file, whichever is the newer copy: a CRL of the
 * same number or an older one would be ignored, and the revocations in it with it. */
static guint64
find_published_number (ZmStation     *station,
                       ZmCertificate *issuer)
{
  g_autofree char *path = g_build_filename (zm_station_get_directory (station), "crl",
                                            ZM_AUTHORITY_CRL_INTERMEDIATE, NULL);
  g_autoptr(GBytes) content = zm_file_read (path, ZM_CRL_MAX, NULL);
  g_autoptr(ZmCrl) stored = load_crl (station, issuer, NULL);
  g_autoptr(ZmCrl) published = NULL;
  guint64 number = stored != NULL ? zm_crl_get_number (stored) : 0;

  if (content != NULL)
    published = zm_crl_new_from_der (g_bytes_get_data (content, NULL),
                                     g_bytes_get_size (content), NULL);
  if (published != NULL && zm_crl_verify (published, issuer, NULL))
    number = MAX (number, zm_crl_get_number (published));

  return number;
}

static ZmCrl *
request_crl (ZmStation      *station,
             ZmCertificate  *issuer,
             GError        **error)
{
  json_int_t above = (json_int_t) find_published_number (station, issuer);
  g_autoptr(json_t) answer = zm_station_call (station, ZM_REQUEST_CRL_ISSUE,
                                              json_pack ("{s:I}", "above", above), error);
  g_autoptr(GBytes) der = NULL;

  if (answer == NULL)
    return NULL;
  der = zm_answer_get_bytes (answer, "crl", ZM_CRL_MAX, error);
  if (der == NULL)
    return NULL;

  return zm_crl_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}

static gboolean
record_crl (ZmStation  *station,
            ZmCrl      *crl,
            GError    **error)
{
  g_autofree char *next_update = zm_instant_format (zm_crl_get_next_update (crl));
  gsize count;

  zm_crl_get_entries (crl, &count);
  return zm_authority_record_detail (station, "crl.issued",
                                     json_pack ("{s:I, s:I, s:s}", "number",
                                                (json_int_t) zm_crl_get_number (crl), "entries",
                                                (json_int_t) count, "nextUpdate", next_update),
                                     error);
}

ZmCrl *
zm_authority_issue_crl (ZmStation  *station,
                        GError    **error)
{
  const ZmStationAuthority *authority;
  g_autoptr(ZmCrl) crl = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return NULL;
  crl = request_crl (station, authority->chain->pdata[0], error);
  if (crl == NULL || !zm_crl_verify (crl, authority->chain->pdata[0], error))
    return NULL;

  /* Published before it is recorded: that a revocation works matters more than that it is told. */
  if (!zm_authority_publish_crl (station, crl, authority->chain->pdata[0],
                                 ZM_AUTHORITY_CRL_INTERMEDIATE, error) ||
      !record_crl (station, crl, error))
    return NULL;

  zm_station_notify (station, "authority");
  return g_steal_pointer (&crl);
}

static gboolean
add_crl (ZmStation      *station,
         ZmCertificate  *issuer,
         GPtrArray      *crls,
         GError        **error)
{
  g_autoptr(GError) local = NULL;
  ZmCrl *crl = load_crl (station, issuer, &local);

  if (crl != NULL)
    g_ptr_array_add (crls, crl);
  else if (!zm_error_matches (local, ZM_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

GPtrArray *
zm_authority_load_crls (ZmStation  *station,
                        GError    **error)
{
  const ZmStationAuthority *authority;
  g_autoptr(GPtrArray) crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return NULL;

  for (guint i = 0; i < authority->chain->len; i++)
    {
      if (!add_crl (station, authority->chain->pdata[i], crls, error))
        return NULL;
    }

  return add_crl (station, authority->root, crls, error) ? g_steal_pointer (&crls) : NULL;
}

static ZmCertificateRecord *
find_revocable (ZmStation   *station,
                const char  *serial,
                GError     **error)
{
  g_autofree char *parsed = zm_certificate_parse_serial (serial);
  g_autoptr(ZmCertificateRecord) record = NULL;

  if (parsed == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "certificate.serial", serial,
                    "hexadecimal digits, or dec: and decimal ones",
                    "This is not a serial number");
      return NULL;
    }
  record = zm_certificate_record_get (zm_station_get_database (station), parsed, error);
  if (record == NULL)
    return NULL;
  if (record->kind != ZM_CERTIFICATE_DEVICE && record->kind != ZM_CERTIFICATE_CANARY)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "certificate.issuer",
                    zm_certificate_record_kind_name (record->kind), "a device certificate",
                    "Only the CA above can revoke this certificate, in a ceremony");
      return NULL;
    }
  if (record->origin == ZM_CERTIFICATE_ADOPTED)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "certificate.adopted", record->serial,
                    "a certificate that was issued here",
                    "Only the CA that issued this certificate can revoke it");
      return NULL;
    }

  return g_steal_pointer (&record);
}

static gboolean
request_revocation (ZmStation   *station,
                    const char  *serial,
                    ZmReason     reason,
                    ZmInstant   *revoked_at,
                    GError     **error)
{
  g_autoptr(json_t) answer =
    zm_station_call (station, ZM_REQUEST_REVOKE,
                     json_pack ("{s:s, s:s}", "serial", serial, "reason",
                                zm_crl_reason_name (reason)),
                     error);
  const char *text;

  if (answer == NULL)
    return FALSE;
  text = zm_answer_get_text (answer, "revokedAt", 64, error);
  if (text == NULL)
    return FALSE;
  if (!zm_instant_parse (text, revoked_at))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "answer.json", text, "an instant (RFC 3339)",
                    "The signer gave no time of the revocation");
      return FALSE;
    }

  return TRUE;
}

static gboolean
record_revocation (ZmStation                  *station,
                   const ZmCertificateRecord  *record,
                   ZmReason                    reason,
                   GError                    **error)
{
  const ZmStationEvent event = {
    .action = "certificate.revoked",
    .device = record->device_id,
    .session = record->session_id,
    .detail = json_pack ("{s:s, s:s}", "serial", record->serial, "reason",
                         zm_crl_reason_name (reason)),
  };

  return zm_station_record (station, &event, error);
}

static gboolean
store_revocation (ZmStation                  *station,
                  const ZmCertificateRecord  *record,
                  ZmReason                    reason,
                  ZmInstant                   revoked_at,
                  GError                    **error)
{
  ZmDatabase *database = zm_station_get_database (station);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);

  return transaction != NULL &&
         zm_certificate_record_revoke (database, record->serial, record->issuer_sha256, revoked_at,
                                       zm_crl_reason_name (reason), error) &&
         record_revocation (station, record, reason, error) &&
         zm_transaction_commit (transaction, error);
}

/* An earlier attempt may have come no further than the database. */
static gboolean
is_published (ZmStation  *station,
              const char *serial)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, NULL);
  g_autoptr(ZmCrl) crl = NULL;

  if (authority == NULL)
    return FALSE;
  crl = load_crl (station, authority->chain->pdata[0], NULL);

  return crl != NULL && zm_crl_find (crl, serial) != NULL;
}

gboolean
zm_authority_revoke (ZmStation   *station,
                     const char  *serial,
                     ZmReason     reason,
                     GError     **error)
{
  g_autoptr(ZmCertificateRecord) record = NULL;
  g_autoptr(ZmCrl) crl = NULL;
  g_autoptr(GError) unstored = NULL;
  ZmInstant revoked_at;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (serial != NULL, FALSE);

  record = find_revocable (station, serial, error);
  if (record == NULL)
    return FALSE;
  if (record->state == ZM_CERTIFICATE_REVOKED && is_published (station, record->serial))
    return TRUE;
  if (!request_revocation (station, record->serial, reason, &revoked_at, error))
    return FALSE;

  /* The signer has it on record by now, so a full disk here must not keep the list back. */
  if (record->state != ZM_CERTIFICATE_REVOKED &&
      !store_revocation (station, record, reason, revoked_at, &unstored))
    g_debug ("The revocation is not stored: %s", unstored->message);
  crl = zm_authority_issue_crl (station, error);
  if (crl == NULL)
    return FALSE;
  /* Not there any more as one to be revoked: another process was faster. */
  if (unstored != NULL && !zm_error_matches (unstored, ZM_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&unstored));
      return FALSE;
    }

  return zm_station_checkpoint (station, error);
}

/* NULL without an error: the signer has issued none yet. */
static ZmCrl *
bring_crl_up_to_date (ZmStation  *station,
                      guint      *settled,
                      GError    **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  g_autoptr(json_t) status = NULL;
  const json_t *last;
  json_int_t number;
  g_autoptr(ZmCrl) crl = NULL;

  if (authority == NULL)
    return NULL;
  status = zm_station_call (station, ZM_REQUEST_STATUS, NULL, error);
  last = json_object_get (status, "crl");
  number = json_integer_value (json_object_get (last, "number"));
  if (number == 0)
    return NULL;

  crl = load_crl (station, authority->chain->pdata[0], NULL);
  if (crl != NULL && (json_int_t) zm_crl_get_number (crl) == number &&
      !json_is_true (json_object_get (last, "behind")))
    return g_steal_pointer (&crl);

  *settled += 1;
  return zm_authority_issue_crl (station, error);
}

static gboolean
adopt_revocation (ZmStation         *station,
                  const ZmCrlEntry  *entry,
                  guint             *settled,
                  GError           **error)
{
  g_autoptr(GError) unknown = NULL;
  g_autoptr(ZmCertificateRecord) record =
    zm_certificate_record_get (zm_station_get_database (station), entry->serial, &unknown);

  /* A canary's place is only kept by a founding that came to its end. */
  if (record == NULL && zm_error_matches (unknown, ZM_ERROR_NOT_FOUND))
    return TRUE;
  if (record == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&unknown));
      return FALSE;
    }
  if (record->state == ZM_CERTIFICATE_REVOKED)
    return TRUE;

  *settled += 1;
  return store_revocation (station, record, entry->reason, entry->at, error);
}

gboolean
zm_authority_settle_revocations (ZmStation  *station,
                                 guint      *settled,
                                 GError    **error)
{
  g_autoptr(GError) failure = NULL;
  g_autoptr(ZmCrl) crl = NULL;
  const ZmCrlEntry *entries;
  guint before;
  gsize count;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (settled != NULL, FALSE);

  before = *settled;
  crl = bring_crl_up_to_date (station, settled, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (crl == NULL)
    return TRUE;

  entries = zm_crl_get_entries (crl, &count);
  for (gsize i = 0; i < count; i++)
    {
      if (!adopt_revocation (station, &entries[i], settled, error))
        return FALSE;
    }

  return zm_publication_renew (station, error) &&
         (*settled == before || zm_station_checkpoint (station, error));
}
