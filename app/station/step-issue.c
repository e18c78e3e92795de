#include "app/station/step.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/station/issuance.h"
#include "app/station/session-post.h"
#include "app/store/intent-record.h"
#include "app/store/transaction.h"

static json_t *
prepare (ZmProvisioning  *self,
         GError         **error)
{
  GBytes *der = zm_csr_get_der (self->csr);
  g_autofree char *csr = zm_base64_encode (g_bytes_get_data (der, NULL), g_bytes_get_size (der));

  return zm_station_call (self->station, ZM_REQUEST_ISSUE_PREPARE,
                          json_pack ("{s:s, s:s, s:s, s:s}", "csr", csr,
                                     "deviceId", self->device->device_id,
                                     "deviceLabel", self->device->label,
                                     "session", self->session_id),
                          error);
}

/* Asking again after a crash gives the same TBS, whose intent may stand already. */
static ZmIntentRecord *
find_intent (ZmProvisioning  *self,
             const char      *serial,
             GError         **error)
{
  g_autoptr(GError) none = NULL;
  ZmIntentRecord *intent = zm_intent_record_get (zm_station_get_database (self->station), serial,
                                                 &none);

  if (intent == NULL && !zm_error_matches (none, ZM_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&none));

  return intent;
}

static ZmIntentRecord *
make_intent (ZmProvisioning  *self,
             json_t          *prepared,
             GError         **error)
{
  g_autoptr(ZmIntentRecord) intent = g_new0 (ZmIntentRecord, 1);
  const char *tbs = zm_json_get_string (prepared, "tbs", ZM_REQUEST_MAX, "answer.json", error);
  const char *serial;

  if (tbs == NULL)
    return NULL;
  serial = zm_json_get_string (prepared, "serial", ZM_SERIAL_DIGITS, "answer.json", error);
  if (serial == NULL)
    return NULL;

  intent->tbs_der = zm_base64_decode (tbs);
  if (intent->tbs_der == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "answer.json", NULL, "strict base64",
                    "The signer’s answer cannot be read");
      return NULL;
    }
  intent->session_id = g_strdup (self->session_id);
  intent->serial = g_strdup (serial);
  intent->tbs_sha256 = zm_digest_sha256_hex (g_bytes_get_data (intent->tbs_der, NULL),
                                             g_bytes_get_size (intent->tbs_der));
  intent->created_at = zm_instant_now ();

  return g_steal_pointer (&intent);
}

static gboolean
store_intent (ZmProvisioning  *self,
              ZmIntentRecord  *intent,
              GError         **error)
{
  ZmDatabase *database = zm_station_get_database (self->station);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);

  return transaction != NULL && zm_intent_record_insert (database, intent, error) &&
         zm_provisioning_record (self, "certificate.intended", ZM_AUDIT_SUCCESS,
                                 json_pack ("{s:s, s:s}", "serial", intent->serial,
                                            "tbsSha256", intent->tbs_sha256),
                                 error) &&
         zm_transaction_commit (transaction, error);
}

static ZmIntentRecord *
intend (ZmProvisioning  *self,
        GError         **error)
{
  g_autoptr(json_t) prepared = prepare (self, error);
  g_autoptr(ZmIntentRecord) intent = NULL;
  g_autoptr(ZmIntentRecord) found = NULL;
  g_autoptr(GError) failure = NULL;

  if (prepared == NULL)
    return NULL;
  intent = make_intent (self, prepared, error);
  if (intent == NULL || !zm_issuance_check (intent, self->record, error))
    return NULL;
  found = find_intent (self, intent->serial, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (found != NULL)
    return g_steal_pointer (&found);

  return store_intent (self, intent, error) ? g_steal_pointer (&intent) : NULL;
}

static gboolean
store_certificate (ZmProvisioning  *self,
                   ZmIntentRecord  *intent,
                   ZmCertificate   *certificate,
                   GError         **error)
{
  g_autofree char *not_after = zm_instant_format (zm_certificate_get_not_after (certificate));
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (self->station), error);

  if (transaction == NULL)
    return FALSE;

  g_free (self->record->serial);
  self->record->serial = g_strdup (intent->serial);

  return zm_issuance_store (self->station, intent, certificate, self->device->device_id, error) &&
         zm_provisioning_advance (self, ZM_SESSION_ISSUED,
                                  json_pack ("{s:s, s:s}", "serial", intent->serial,
                                             "notAfter", not_after),
                                  error) &&
         zm_transaction_commit (transaction, error);
}

gboolean
zm_step_issue (ZmProvisioning  *self,
               GError         **error)
{
  g_autoptr(ZmIntentRecord) intent = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  /* Nothing is issued that a log which is not the one of before would record. */
  if (!zm_station_checkpoint (self->station, error))
    return FALSE;
  intent = intend (self, error);
  if (intent == NULL)
    return FALSE;
  certificate = zm_issuance_sign (self->station, intent, self->record, error);
  if (certificate == NULL || !store_certificate (self, intent, certificate, error))
    return FALSE;

  return zm_station_checkpoint (self->station, error);
}
