#include "app/station/provisioning.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "app/pki/random.h"
#include "app/station/authority.h"
#include "app/station/refusal.h"
#include "app/station/retry.h"
#include "app/station/session-post.h"
#include "app/station/step.h"
#include "app/station/tether.h"
#include "app/store/certificate-record.h"
#include "app/store/transaction.h"

#include <string.h>

#define LATEST (G_GINT64_CONSTANT (253402300799) * ZM_INSTANT_SECOND) /* 9999-12-31T23:59:59Z */

static ZmProvisioning *
allocate (ZmStation  *station,
          const char *address)
{
  ZmProvisioning *self = g_new0 (ZmProvisioning, 1);

  self->station = g_object_ref (station);
  self->address = g_strdup (address);
  self->facts.nonce_echoed = -1;
  self->facts.code_proved = -1;
  self->facts.possession_proved = -1;
  self->facts.number_confirmed = -1;

  return self;
}

ZmProvisioning *
zm_provisioning_new (ZmStation  *station,
                     const char *address,
                     const char *ticket,
                     const char *code)
{
  ZmProvisioning *self = allocate (station, address);

  self->session_id = zm_random_uuid ();
  self->ticket_text = g_strdup (ticket);
  self->typed_code = g_strdup (code);

  return self;
}

static gboolean
check_resumable (const ZmSessionRecord  *record,
                 GError                **error)
{
  if (!zm_session_record_state_is_open (record->state))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "session.ended",
                    zm_session_record_state_name (record->state), "an open session",
                    "This session has ended");
      return FALSE;
    }
  if (record->state == ZM_SESSION_PAIRED)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "session.code-needed",
                    zm_session_record_state_name (record->state), "a session with a CSR on record",
                    "This session ended before the CSR: pair the device again");
      return FALSE;
    }

  return TRUE;
}

ZmProvisioning *
zm_provisioning_new_resumed (ZmStation   *station,
                             const char  *session_id,
                             const char  *address,
                             GError     **error)
{
  g_autoptr(ZmSessionRecord) record =
    zm_session_record_get (zm_station_get_database (station), session_id, error);
  ZmProvisioning *self;

  if (record == NULL || !check_resumable (record, error))
    return NULL;

  self = allocate (station, address);
  self->session_id = g_strdup (session_id);
  self->record = g_steal_pointer (&record);

  return self;
}

void
zm_provisioning_free (ZmProvisioning *self)
{
  g_clear_pointer (&self->conversation, zm_conversation_free);
  g_clear_pointer (&self->ticket, zm_ticket_free);
  g_clear_pointer (&self->device, zm_device_record_free);
  g_clear_pointer (&self->record, zm_session_record_free);
  g_clear_pointer (&self->csr, zm_csr_unref);
  g_free (self->address);
  g_free (self->ticket_text);
  g_free (self->typed_code);
  g_free (self->way);
  g_free (self->session_id);
  g_free (self->ticket_key_hash);
  g_free (self->code);
  g_free (self->device_id);
  g_free (self->key_hash);
  g_free (self->port);
  g_free (self->device_serial);
  g_free (self->csr_names);
  g_object_unref (self->station);
  g_free (self);
}

gboolean
zm_provisioning_record (ZmProvisioning  *self,
                        const char      *action,
                        ZmAuditOutcome   outcome,
                        json_t          *detail,
                        GError         **error)
{
  return zm_station_record_alone (self->station,
                                  &(ZmStationEvent) {
    .action = action,
    .outcome = outcome,
    .device = self->device_id,
    .session = self->session_id,
    .port = self->port,
    .detail = detail,
  },
                                  error);
}

/* Somebody else may have abandoned or continued the session meanwhile: what is stored wins. */
static gboolean
check_not_moved (ZmProvisioning  *self,
                 GError         **error)
{
  g_autoptr(ZmSessionRecord) stored =
    zm_session_record_get (zm_station_get_database (self->station), self->session_id, error);

  if (stored == NULL)
    return FALSE;
  if (stored->state == self->record->state)
    return TRUE;

  zm_error_set (error, ZM_ERROR_CONFLICT, "session.moved",
                zm_session_record_state_name (stored->state),
                zm_session_record_state_name (self->record->state),
                "Somebody else has gone on with this session, or ended it");
  return FALSE;
}

gboolean
zm_provisioning_advance (ZmProvisioning  *self,
                         ZmSessionState   state,
                         json_t          *detail,
                         GError         **error)
{
  g_autofree char *action = g_strconcat ("session.", zm_session_record_state_name (state), NULL);

  if (!zm_session_state_may_follow (self->record->state, state))
    {
      zm_error_set (error, ZM_ERROR_INTERNAL, "session.state",
                    zm_session_record_state_name (self->record->state),
                    zm_session_record_state_name (state), "The session cannot go on like this");
      json_decref (detail);
      return FALSE;
    }
  if (!check_not_moved (self, error))
    {
      json_decref (detail);
      return FALSE;
    }

  self->record->state = state;
  self->record->updated_at = zm_instant_now ();

  return zm_session_record_update (zm_station_get_database (self->station), self->record,
                                   error) &&
         zm_provisioning_record (self, action,
                                 state == ZM_SESSION_FAILED ? ZM_AUDIT_FAILURE :
                                 ZM_AUDIT_SUCCESS,
                                 detail, error);
}

void
zm_provisioning_show_guard (ZmProvisioning *self)
{
  g_autoptr(GPtrArray) ticks = zm_guard_judge (&self->facts);

  zm_session_post_rows (self->session, "guard", ticks);
}

static void
show_certificate (ZmProvisioning *self)
{
  g_autoptr(ZmCertificateRecord) record = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;
  g_autofree char *not_after = NULL;
  g_autofree char *pem = NULL;

  if (self->record->serial == NULL)
    return;
  record = zm_certificate_record_get (zm_station_get_database (self->station),
                                      self->record->serial, NULL);
  if (record == NULL)
    return;
  certificate = zm_certificate_new_from_der (g_bytes_get_data (record->der, NULL),
                                             g_bytes_get_size (record->der), NULL);
  if (certificate == NULL)
    return;

  pem = zm_certificate_to_pem (certificate);
  not_after = zm_instant_format (record->not_after);
  zm_session_post_text (self->session, "certificate", pem);
  zm_session_post_text (self->session, "not-after", not_after);
  zm_session_post_text (self->session, "serial", record->serial);
}

gboolean
zm_provisioning_take_device_time (ZmProvisioning *self,
                                  const char     *text)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!zm_instant_parse (text, &self->device_time))
    return FALSE;

  self->device_time_at = g_get_monotonic_time ();
  return TRUE;
}

/* A person who thinks for ten minutes does not make the device's clock ten minutes slow. */
ZmInstant
zm_provisioning_get_device_time (ZmProvisioning *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return MIN (self->device_time + g_get_monotonic_time () - self->device_time_at, LATEST);
}

static ZmSessionStage
stage_of (ZmSessionState state)
{
  switch (state)
    {
    case ZM_SESSION_PAIRED:
    case ZM_SESSION_REQUESTED:
      return ZM_STAGE_CHECK;
    case ZM_SESSION_APPROVED:
    case ZM_SESSION_ISSUED:
      return ZM_STAGE_CERTIFICATE;
    case ZM_SESSION_DELIVERED:
      return ZM_STAGE_DELIVER;
    case ZM_SESSION_INSTALLED:
      return ZM_STAGE_TEST;
    case ZM_SESSION_VERIFIED:
    case ZM_SESSION_FAILED:
    case ZM_SESSION_ABANDONED:
    default:
      return ZM_STAGE_DONE;
    }
}

void
zm_provisioning_announce (ZmProvisioning *self)
{
  zm_session_post_text (self->session, "session-id", self->session_id);
  zm_session_post_state (self->session, self->record->state);
  if (self->record->state != ZM_SESSION_FAILED)
    zm_session_post_stage (self->session, stage_of (self->record->state));
  zm_session_post_progress (self->session, zm_session_record_state_name (self->record->state));
  if (self->record->state == ZM_SESSION_ISSUED)
    show_certificate (self);
  zm_station_notify (self->station, "sessions");
}

typedef gboolean (*Step) (ZmProvisioning *self, GError **error);

static Step
step_from (ZmSessionState state)
{
  switch (state)
    {
    case ZM_SESSION_PAIRED:
      return zm_step_request;
    case ZM_SESSION_REQUESTED:
      return zm_step_approve;
    case ZM_SESSION_APPROVED:
      return zm_step_issue;
    case ZM_SESSION_ISSUED:
    case ZM_SESSION_DELIVERED:
    case ZM_SESSION_INSTALLED:
      return zm_step_deliver;
    case ZM_SESSION_VERIFIED:
    case ZM_SESSION_FAILED:
    case ZM_SESSION_ABANDONED:
    default:
      return NULL;
    }
}

/* "usb" means the device that is there when the run begins, and that one only. */
static gboolean
take_tether (ZmProvisioning  *self,
             GError         **error)
{
  char *address = zm_tether_resolve (self->station, self->address, error);

  if (address == NULL)
    return FALSE;

  g_free (self->address);
  self->address = address;
  g_free (self->port);
  self->port = strlen (address) <= ZM_AUDIT_TEXT_MAX ? g_strdup (zm_tether_get_port (address))
                                                     : NULL;
  self->tether_lease = zm_lease_take_tether (zm_station_get_directory (self->station), address,
                                             error);

  return self->tether_lease != NULL;
}

static gboolean
run_steps (ZmProvisioning  *self,
           GError         **error)
{
  Step step;

  if (!zm_station_check_operator (self->station, error) || !take_tether (self, error) ||
      !zm_step_connect (self, error))
    return FALSE;
  zm_session_post_progress (self->session, "connected");
  if (self->record != NULL)
    show_certificate (self);
  if (self->record == NULL ? !zm_step_pair (self, error) : !zm_step_rejoin (self, error))
    return FALSE;

  while ((step = step_from (self->record->state)) != NULL)
    {
      ZmSessionState before = self->record->state;

      if (!step (self, error))
        return FALSE;
      if (self->record->state != before)
        zm_provisioning_announce (self);
    }

  return zm_station_checkpoint (self->station, error);
}

static gboolean
store_failure (ZmProvisioning  *self,
               const GError    *failure,
               GError         **error)
{
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (self->station), error);
  ZmSessionRecord *record = self->record;
  g_autofree char *message = zm_text_escape (failure->message, -1);
  json_t *detail;

  if (transaction == NULL)
    return FALSE;

  g_free (record->failed_step);
  g_free (record->failure_check);
  g_free (record->failure_message);
  record->failed_step = g_strdup (zm_session_record_state_name (record->state));
  record->failure_check = g_strdup (zm_error_get_check (failure));
  record->failure_message = g_strdup (message);
  detail = json_pack ("{s:s, s:s}", "step", record->failed_step, "message", message);
  zm_refusal_describe (failure, detail);
  if (!zm_provisioning_advance (self, ZM_SESSION_FAILED, detail, error) ||
      !zm_transaction_commit (transaction, error))
    return FALSE;

  zm_error_set_on_record (failure);
  return TRUE;
}

/* A certificate that was issued for a session that failed must not be good anywhere. */
static gboolean
end_failed (ZmProvisioning  *self,
            const GError    *failure,
            GError         **error)
{
  if (!store_failure (self, failure, error))
    return FALSE;

  zm_provisioning_announce (self);
  return self->record->serial == NULL ||
         zm_authority_revoke (self->station, self->record->serial,
                              ZM_REASON_CESSATION_OF_OPERATION, error);
}

/* What the tray shows of a session that stands: the step that it reached, and the reason. */
static json_t *
describe_stop (ZmProvisioning *self,
               const GError   *failure)
{
  g_autofree char *message = zm_text_escape (failure->message, -1);

  return json_pack ("{s:s*, s:s}", "step",
                    self->record != NULL ? zm_session_record_state_name (self->record->state)
                                         : NULL,
                    "message", message);
}

static void
record_refusal (ZmProvisioning *self,
                const char     *action,
                const GError   *failure)
{
  zm_station_record_refusal (self->station,
                             &(ZmStationEvent) {
    .action = action,
    .outcome = zm_retry_is_interruption (failure) ? ZM_AUDIT_UNKNOWN : ZM_AUDIT_FAILURE,
    .device = self->record != NULL ? self->record->device_id
                                           : self->device_id,
    .session = self->session_id,
    .port = self->port,
    .detail = describe_stop (self, failure),
  },
                             failure);
}

/* What a step left in memory may be ahead of what its transaction stored. */
static gboolean
reload_record (ZmProvisioning  *self,
               GError         **error)
{
  ZmSessionRecord *stored =
    zm_session_record_get (zm_station_get_database (self->station), self->session_id, error);

  if (stored == NULL)
    return FALSE;

  zm_session_record_free (self->record);
  self->record = stored;
  return TRUE;
}

static void
settle_failure (ZmProvisioning *self,
                const GError   *failure)
{
  g_autoptr(GError) second = NULL;

  if (self->record == NULL)
    {
      record_refusal (self, "pairing.refused", failure);
      return;
    }
  if (!reload_record (self, &second))
    {
      g_warning ("The session %s could not be read again: %s", self->session_id, second->message);
      return;
    }
  /* Verified already: what failed came after it and undoes nothing. */
  if (!zm_session_record_state_is_open (self->record->state))
    {
      record_refusal (self, "session.aftermath", failure);
      return;
    }
  /* Another device on the cable says nothing about the session that was to be resumed, and not why
   * that one stands. */
  if (!self->joined)
    {
      record_refusal (self, "session.not-joined", failure);
      zm_station_notify (self->station, "sessions");
      return;
    }
  if (zm_retry_is_interruption (failure))
    {
      record_refusal (self, "session.interrupted", failure);
      zm_station_notify (self->station, "sessions");
      return;
    }
  if (!end_failed (self, failure, &second) || !zm_station_checkpoint (self->station, &second))
    g_warning ("The end of session %s is not fully on record: %s", self->session_id,
               second->message);
}

gboolean
zm_provisioning_run (ZmProvisioning  *self,
                     ZmSession       *session,
                     GCancellable    *cancellable,
                     GError         **error)
{
  g_autoptr(GError) failure = NULL;

  self->session = session;
  self->cancellable = cancellable;
  zm_session_post_stage (session, ZM_STAGE_PAIR);

  if (!run_steps (self, &failure))
    settle_failure (self, failure);
  if (self->conversation != NULL)
    zm_conversation_close (self->conversation, failure);
  g_clear_pointer (&self->conversation, zm_conversation_free);
  g_clear_pointer (&self->device_lease, zm_lease_free);
  g_clear_pointer (&self->tether_lease, zm_lease_free);
  self->session = NULL;
  self->cancellable = NULL;

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return error == NULL || *error == NULL;
}
