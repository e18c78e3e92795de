#include "app/station/recovery.h"

#include "app/base/error.h"
#include "app/station/agreement.h"
#include "app/station/anchor.h"
#include "app/station/authority.h"
#include "app/station/issuance.h"
#include "app/station/lease.h"
#include "app/store/certificate-record.h"
#include "app/store/session-record.h"
#include "app/store/transaction.h"

/* The certificate of an intent whose session has not got it: the session continues from there. */
static gboolean
store_signed (ZmStation        *station,
              ZmIntentRecord   *intent,
              ZmCertificate    *certificate,
              ZmSessionRecord  *session,
              GError          **error)
{
  ZmDatabase *database = zm_station_get_database (station);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);

  if (transaction == NULL ||
      !zm_issuance_store (station, intent, certificate, session->device_id, error))
    return FALSE;

  g_free (session->serial);
  session->serial = g_strdup (intent->serial);
  if (session->state == ZM_SESSION_APPROVED)
    session->state = ZM_SESSION_ISSUED;
  session->updated_at = zm_instant_now ();

  return zm_session_record_update (database, session, error) &&
         zm_station_record (station,
                            &(ZmStationEvent) {
    .action = "intent.settled",
    .outcome = ZM_AUDIT_SUCCESS,
    .device = session->device_id,
    .session = session->session_id,
    .detail = json_pack ("{s:s, s:s}", "serial", intent->serial,
                         "sessionState",
                         zm_session_record_state_name (session->state)),
  },
                            error) &&
         zm_transaction_commit (transaction, error);
}

/* What the signer will not sign any more it is told never to sign. One that it does not know (its
 * ledger is an older copy, or another process had taken its place) it cannot sign. */
static gboolean
request_cancel (ZmStation       *station,
                ZmIntentRecord  *intent,
                GError         **error)
{
  g_autoptr(GError) refusal = NULL;
  g_autoptr(json_t) answer = zm_station_call (station, ZM_REQUEST_ISSUE_CANCEL,
                                              json_pack ("{s:s}", "serial", intent->serial),
                                              &refusal);

  if (answer != NULL || zm_error_matches (refusal, ZM_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
cancel_intent (ZmStation       *station,
               ZmIntentRecord  *intent,
               const GError    *refusal,
               GError         **error)
{
  ZmDatabase *database = zm_station_get_database (station);
  g_autoptr(ZmTransaction) transaction = NULL;

  if (!request_cancel (station, intent, error))
    return FALSE;
  transaction = zm_transaction_begin (database, error);

  return transaction != NULL &&
         zm_intent_record_resolve (database, intent->id, ZM_INTENT_REVOKED, zm_instant_now (),
                                   error) &&
         zm_station_record (station,
                            &(ZmStationEvent) {
    .action = "intent.cancelled",
    .outcome = ZM_AUDIT_SUCCESS,
    .session = intent->session_id,
    .detail = json_pack ("{s:s, s:s}", "serial", intent->serial,
                         "check", zm_error_get_check (refusal)),
  },
                            error) &&
         zm_transaction_commit (transaction, error);
}

/* Whoever holds the device is at work, and settles what is the device's. *lease is NULL then. */
static gboolean
find_idle (ZmStation   *station,
           const char  *device_id,
           ZmLease    **lease,
           GError     **error)
{
  g_autoptr(GError) taken = NULL;

  *lease = zm_lease_take_device (zm_station_get_directory (station), device_id, &taken);
  if (*lease != NULL || zm_error_matches (taken, ZM_ERROR_CONFLICT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&taken));
  return FALSE;
}

static gboolean
settle_intent (ZmStation       *station,
               ZmIntentRecord  *intent,
               guint           *settled,
               GError         **error)
{
  ZmDatabase *database = zm_station_get_database (station);
  g_autoptr(ZmSessionRecord) session = zm_session_record_get (database, intent->session_id, error);
  g_autoptr(ZmLease) lease = NULL;
  g_autoptr(ZmIntentRecord) present = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;
  g_autoptr(GError) refusal = NULL;

  if (session == NULL || !find_idle (station, session->device_id, &lease, error))
    return FALSE;
  if (lease == NULL)
    return TRUE;
  /* Its owner may have ended between the list and the lease, and the session have gone on. */
  present = zm_intent_record_get (database, intent->serial, error);
  if (present == NULL)
    return FALSE;
  if (present->result != ZM_INTENT_OPEN)
    return TRUE;

  *settled += 1;
  certificate = zm_issuance_sign (station, intent, session, &refusal);
  if (certificate == NULL && zm_error_matches (refusal, ZM_ERROR_REFUSED))
    return cancel_intent (station, intent, refusal, error);
  if (certificate == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  return store_signed (station, intent, certificate, session, error);
}

static gboolean
settle_intents (ZmStation  *station,
                guint      *settled,
                GError    **error)
{
  g_autoptr(GPtrArray) open =
    zm_intent_record_list_open (zm_station_get_database (station), error);

  if (open == NULL)
    return FALSE;
  for (guint i = 0; i < open->len; i++)
    {
      if (!settle_intent (station, g_ptr_array_index (open, i), settled, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
revoke_idle (ZmStation                  *station,
             const ZmCertificateRecord  *certificate,
             ZmReason                    reason,
             guint                      *settled,
             GError                    **error)
{
  g_autoptr(ZmLease) lease = NULL;

  if (!find_idle (station, certificate->device_id, &lease, error))
    return FALSE;
  if (lease == NULL)
    return TRUE;

  *settled += 1;
  return zm_authority_revoke (station, certificate->serial, reason, error);
}

/* A session may have ended with its last breath: between that and the revocation lay a crash. */
static gboolean
revoke_left_over (ZmStation  *station,
                  guint      *settled,
                  GError    **error)
{
  g_autoptr(GPtrArray) left_over =
    zm_certificate_record_list_left_over (zm_station_get_database (station), error);

  if (left_over == NULL)
    return FALSE;
  for (guint i = 0; i < left_over->len; i++)
    {
      if (!revoke_idle (station, left_over->pdata[i], ZM_REASON_CESSATION_OF_OPERATION, settled,
                        error))
        return FALSE;
    }

  return TRUE;
}

/* The newest certificate in use stands first; one that is in use as well is one that it was to
 * supersede. */
static gboolean
supersede_left_over (ZmStation  *station,
                     guint      *settled,
                     GError    **error)
{
  g_autoptr(GPtrArray) doubled =
    zm_certificate_record_list_doubled (zm_station_get_database (station), error);
  g_autoptr(GHashTable) in_use = g_hash_table_new (g_str_hash, g_str_equal);

  if (doubled == NULL)
    return FALSE;
  for (guint i = 0; i < doubled->len; i++)
    {
      const ZmCertificateRecord *certificate = doubled->pdata[i];

      if (!g_hash_table_add (in_use, certificate->device_id) &&
          !revoke_idle (station, certificate, ZM_REASON_SUPERSEDED, settled, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
zm_recovery_settle (ZmStation  *station,
                    guint      *settled,
                    GError    **error)
{
  guint count = 0;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);

  if (!settle_intents (station, &count, error) ||
      !zm_authority_settle_revocations (station, &count, error) ||
      !revoke_left_over (station, &count, error) ||
      !supersede_left_over (station, &count, error))
    return FALSE;

  if (settled != NULL)
    *settled = count;
  return TRUE;
}

gboolean
zm_recovery_begin (ZmStation  *station,
                   GError    **error)
{
  const ZmStationEvent event = { .action = "ledger.compared" };
  g_autoptr(GError) refusal = NULL;
  ZmSignerClient *signer;
  guint settled;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);

  signer = zm_station_get_signer (station);
  if (signer == NULL || zm_signer_client_get_role (signer) == ZM_ROLE_AUDITOR ||
      zm_station_get_authority (station, NULL) == NULL)
    return TRUE;
  if (!zm_agreement_check_owner (station, error))
    return FALSE;
  if (!zm_anchor_compare (station, &refusal))
    {
      zm_station_record_refusal (station, &event, refusal);
      return TRUE;
    }

  return zm_recovery_settle (station, &settled, error);
}
