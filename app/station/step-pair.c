#include "app/station/step.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/station/code-desk.h"
#include "app/station/registry.h"
#include "app/station/session-post.h"
#include "app/store/transaction.h"

#include <string.h>

#define ANSWER_TIMEOUT 15000 /* ms */

static gboolean
ask_or_refuse (ZmProvisioning     *self,
               ZmSessionQuestion   question,
               const char         *check,
               const char         *seen,
               const char         *message,
               char              **text,
               GError            **error)
{
  gboolean yes;

  if (!zm_session_post_question (self->session, question, self->cancellable, &yes, text, error))
    return FALSE;
  if (!yes)
    zm_error_set (error, ZM_ERROR_REFUSED, check, seen, NULL, "%s", message);

  return yes;
}

static gboolean
register_device (ZmProvisioning  *self,
                 GError         **error)
{
  g_autofree char *label = NULL;

  if (!ask_or_refuse (self, ZM_QUESTION_REGISTER, "registry.unknown", self->device_id,
                      "The registry does not know this device", &label, error))
    return FALSE;

  return zm_registry_add (self->station,
                          &(ZmDeviceRecord) { .device_id = self->device_id,
                                              .label = label != NULL ? label : (char *) "" },
                          error);
}

static gboolean
load_device (ZmProvisioning  *self,
             GError         **error)
{
  ZmDatabase *database = zm_station_get_database (self->station);
  g_autoptr(GError) none = NULL;

  self->device = zm_device_record_get (database, self->device_id, &none);
  if (self->device == NULL && zm_error_matches (none, ZM_ERROR_NOT_FOUND))
    {
      if (!register_device (self, error))
        return FALSE;
      self->device = zm_device_record_get (database, self->device_id, error);
    }
  else if (self->device == NULL)
    g_propagate_error (error, g_steal_pointer (&none));

  return self->device != NULL;
}

static gboolean
judge_registry (ZmProvisioning  *self,
                GError         **error)
{
  if (!load_device (self, error))
    return FALSE;

  self->facts.record_device_id = self->device->device_id;
  zm_session_post_text (self->session, "device-label", self->device->label);
  zm_provisioning_show_guard (self);

  switch (self->device->state)
    {
    case ZM_DEVICE_REGISTERED:
      self->purpose = ZM_SESSION_PURPOSE_REGISTER;
      return TRUE;
    case ZM_DEVICE_ACTIVE:
      self->purpose = ZM_SESSION_PURPOSE_REKEY;
      return ask_or_refuse (self, ZM_QUESTION_REKEY, "registry.active", self->device_id,
                            "This device has a working certificate already", NULL, error);
    case ZM_DEVICE_RETIRED:
      self->purpose = ZM_SESSION_PURPOSE_TAKEOVER;
      return ask_or_refuse (self, ZM_QUESTION_TAKE_OVER, "registry.retired", self->device_id,
                            "This device was retired", NULL, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
prove_code (ZmProvisioning  *self,
            GError         **error)
{
  g_autoptr(ZmMessage) answer = NULL;
  g_autofree char *nonce = NULL;
  guint8 expected[ZM_SHA256_LENGTH];
  guint8 proof[ZM_SHA256_LENGTH];
  json_t *members = json_object ();
  ZmMessage *reveal;

  nonce = zm_hex_encode (self->pairing.station_nonce, sizeof self->pairing.station_nonce);
  zm_json_set_string (members, "stationNonce", nonce);
  reveal = zm_message_new (ZM_MESSAGE_REVEAL, members, error);
  if (reveal == NULL ||
      !zm_conversation_send (self->conversation, reveal, self->cancellable, error))
    return FALSE;

  answer = zm_conversation_expect (self->conversation, ZM_MESSAGE_CODE_PROOF, ANSWER_TIMEOUT,
                                   self->cancellable, error);
  if (answer == NULL)
    return FALSE;
  /* A session that is joined again is proved by its key: the device may show another code now. */
  if (self->record != NULL)
    return TRUE;

  zm_message_get_bytes (answer, "proof", proof, sizeof proof);
  zm_pairing_code_proof (&self->pairing, self->code, expected);
  self->facts.code_proved = zm_digest_equal (proof, expected, sizeof proof);
  zm_provisioning_show_guard (self);
  if (!self->facts.code_proved)
    return zm_code_desk_fail (self->station, self->code_id, self->device_id, self->port,
                              self->session_id, error);

  return TRUE;
}

static gboolean
compare_number (ZmProvisioning  *self,
                GError         **error)
{
  char number[ZM_PAIRING_NUMBER_DIGITS + 1];
  gboolean yes;

  zm_pairing_number (&self->pairing, number);
  zm_session_post_text (self->session, "number", number);
  if (!zm_session_post_question (self->session, ZM_QUESTION_NUMBER, self->cancellable, &yes, NULL, error))
    return FALSE;

  self->facts.number_confirmed = yes;
  zm_provisioning_show_guard (self);
  if (!yes)
    zm_error_set (error, ZM_ERROR_REFUSED, "guard.number", "another number on the device", number,
                  "The two numbers were not confirmed to be the same");

  return yes;
}

static ZmSessionRecord *
make_record (ZmProvisioning *self)
{
  ZmSessionRecord *record = g_new0 (ZmSessionRecord, 1);

  record->session_id = g_strdup (self->session_id);
  record->device_id = g_strdup (self->device_id);
  record->purpose = self->purpose;
  record->port = g_strdup (self->port);
  record->tether = g_strndup (self->address, strcspn (self->address, ":"));
  record->state = ZM_SESSION_PAIRED;
  record->number_confirmed = TRUE;
  record->device_nonce = zm_hex_encode (self->pairing.device_nonce,
                                        sizeof self->pairing.device_nonce);
  if (self->ticket != NULL)
    record->ticket_nonce = zm_hex_encode (self->ticket->nonce, sizeof self->ticket->nonce);
  record->key_sha256 = g_strdup (self->key_hash);
  record->operator = zm_signer_client_dup_operator (zm_station_get_signer (self->station));
  record->started_at = zm_instant_now ();
  record->updated_at = record->started_at;

  return record;
}

static gboolean
store_session (ZmProvisioning  *self,
               GError         **error)
{
  ZmDatabase *database = zm_station_get_database (self->station);
  g_autoptr(ZmSessionRecord) record = make_record (self);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);
  char number[ZM_PAIRING_NUMBER_DIGITS + 1];

  zm_pairing_number (&self->pairing, number);
  if (transaction == NULL || !zm_session_record_insert (database, record, error) ||
      !zm_provisioning_record (self, "session.paired", ZM_AUDIT_SUCCESS,
                               json_pack ("{s:s, s:s, s:s, s:s*}", "keySha256", self->key_hash,
                                          "number", number, "purpose",
                                          zm_session_record_purpose_name (self->purpose), "way",
                                          self->way),
                               error) ||
      !zm_transaction_commit (transaction, error))
    return FALSE;

  self->record = g_steal_pointer (&record);
  self->joined = TRUE;
  zm_provisioning_announce (self);
  return TRUE;
}

gboolean
zm_step_pair (ZmProvisioning  *self,
              GError         **error)
{
  return judge_registry (self, error) &&
         zm_code_desk_admit (self->station, self->device_id, self->port, self->session_id,
                             self->code, &self->code_id, error) &&
         prove_code (self, error) && compare_number (self, error) &&
         store_session (self, error);
}

gboolean
zm_step_rejoin (ZmProvisioning  *self,
                GError         **error)
{
  ZmDatabase *database = zm_station_get_database (self->station);

  self->device = zm_device_record_get (database, self->device_id, error);
  if (self->device == NULL || !prove_code (self, error))
    return FALSE;

  self->purpose = self->record->purpose;
  self->facts.record_device_id = self->device->device_id;
  self->facts.code_proved = TRUE;
  self->facts.number_confirmed = self->record->number_confirmed;
  /* Its nonce was echoed when the session began; the device shows no ticket any more. */
  self->facts.ticket_device_id = NULL;
  zm_session_post_text (self->session, "device-label", self->device->label);
  if (!zm_step_request (self, error))
    return FALSE;

  self->joined = TRUE;
  zm_provisioning_announce (self);
  return TRUE;
}
