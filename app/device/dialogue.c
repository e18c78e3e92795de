#include "app/device/dialogue-private.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/random.h"

#include <string.h>

#define PROTOCOL 1

gboolean
zm_dialogue_say (ZmDialogue     *self,
                 ZmMessageType   type,
                 json_t         *members,
                 GError        **error)
{
  ZmMessage *message = zm_message_new (type, members, error);

  return message != NULL &&
         zm_conversation_send (self->conversation, message, self->context->cancellable, error);
}

static void
set_hex (json_t       *object,
         const char   *member,
         const guint8 *data,
         gsize         length)
{
  g_autofree char *hex = zm_hex_encode (data, length);

  zm_json_set_string (object, member, hex);
}

static void
set_base64 (json_t     *object,
            const char *member,
            GBytes     *bytes)
{
  g_autofree char *text = zm_base64_encode (g_bytes_get_data (bytes, NULL),
                                            g_bytes_get_size (bytes));

  zm_json_set_string (object, member, text);
}

static void
set_time (ZmDialogue *self,
          json_t     *object)
{
  g_autofree char *text = zm_instant_format (zm_device_clock_now (self->device->clock));

  zm_json_set_string (object, "time", text);
}

/* A session that was interrupted after its identity came into use goes on with that key. */
static void
choose_key (ZmDialogue *self)
{
  ZmDeviceIdentity *identity = self->device->identity;
  gboolean resumed = identity != NULL && g_strcmp0 (identity->session_id, self->session) == 0;

  self->key = zm_key_ref (resumed ? identity->key : self->device->pending->key);
  self->csr = zm_csr_ref (resumed ? identity->csr : self->device->pending->csr);
}

static json_t *
describe_self (ZmDialogue *self)
{
  const ZmDeviceState *state = self->device->state;
  const ZmDeviceIdentity *identity = self->device->identity;
  json_t *members = json_object ();

  json_object_set_new (members, "protocol", json_integer (PROTOCOL));
  zm_json_set_string (members, "deviceId", state->factory->device_id);
  set_hex (members, "keyHash", self->pairing.key_hash, sizeof self->pairing.key_hash);
  set_hex (members, "deviceNonce", self->pairing.device_nonce,
           sizeof self->pairing.device_nonce);
  set_hex (members, "ticketNonce", self->offer->ticket.nonce, sizeof self->offer->ticket.nonce);
  set_time (self, members);
  zm_json_set_string (members, "state", identity != NULL ? "active" : "new");
  if (identity != NULL)
    zm_json_set_string (members, "certificateSerial", zm_device_identity_get_serial (identity));
  zm_json_set_string (members, "model", state->model);
  zm_json_set_string (members, "serialNumber", state->serial_number);
  zm_json_set_string (members, "firmware", state->firmware);

  return members;
}

static gboolean
answer_hello (ZmDialogue       *self,
              const ZmMessage  *message,
              GError          **error)
{
  gint64 protocol = zm_message_get_integer (message, "protocol");
  g_autofree char *seen = g_strdup_printf ("%" G_GINT64_FORMAT, protocol);

  if (protocol != PROTOCOL)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "message.protocol", seen, "1",
                    "The device does not speak this version of the protocol");
      return FALSE;
    }

  self->session = g_strdup (zm_message_get_string (message, "session"));
  zm_device_log_place (self->device->log, zm_conversation_get_port (self->conversation),
                       self->session);
  zm_message_get_bytes (message, "commitment", self->commitment, sizeof self->commitment);
  choose_key (self);
  self->pairing.device_id = self->device->state->factory->device_id;
  memcpy (self->pairing.key_hash, zm_public_key_get_sha256 (zm_key_get_public (self->key)),
          ZM_SHA256_LENGTH);
  zm_random_bytes (self->pairing.device_nonce, sizeof self->pairing.device_nonce);

  return zm_dialogue_say (self, ZM_MESSAGE_IDENTITY, describe_self (self), error);
}

/* The station must have chosen its nonce before it saw ours, or it could have chosen the number. */
static gboolean
check_commitment (ZmDialogue  *self,
                  GError     **error)
{
  guint8 commitment[ZM_SHA256_LENGTH];

  zm_pairing_commit (self->pairing.station_nonce, commitment);
  if (zm_digest_equal (commitment, self->commitment, sizeof commitment))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "pairing.commitment", NULL, NULL,
                "The station's nonce is not the one that it committed to");
  return FALSE;
}

static gboolean
answer_reveal (ZmDialogue       *self,
               const ZmMessage  *message,
               GError          **error)
{
  char number[ZM_PAIRING_NUMBER_DIGITS + 1];
  guint8 proof[ZM_SHA256_LENGTH];
  json_t *members;

  zm_message_get_bytes (message, "stationNonce", self->pairing.station_nonce,
                        sizeof self->pairing.station_nonce);
  if (!check_commitment (self, error))
    return FALSE;

  zm_pairing_number (&self->pairing, number);
  zm_screen_show_number (self->context->screen, number);
  zm_pairing_code_proof (&self->pairing, self->offer->ticket.pairing_code, proof);
  members = json_object ();
  set_hex (members, "proof", proof, sizeof proof);
  if (!zm_dialogue_say (self, ZM_MESSAGE_CODE_PROOF, members, error))
    return FALSE;

  zm_screen_show_state (self->context->screen, "paired");
  return zm_device_log_append (self->device->log, "pairing.number-shown", NULL, NULL, error);
}

static gboolean
answer_request_csr (ZmDialogue       *self,
                    const ZmMessage  *message,
                    GError          **error)
{
  GBytes *der = zm_csr_get_der (self->csr);
  g_autoptr(GBytes) possession = NULL;
  g_autoptr(GBytes) signature = NULL;
  guint8 digest[ZM_SHA256_LENGTH];
  json_t *members;

  zm_digest_sha256 (g_bytes_get_data (der, NULL), g_bytes_get_size (der), digest);
  possession = zm_pairing_possession (&self->pairing, self->session, digest);
  signature = zm_key_sign (self->key, g_bytes_get_data (possession, NULL),
                           g_bytes_get_size (possession), error);
  if (signature == NULL ||
      !zm_device_log_append (self->device->log, "csr.sent", NULL,
                             json_pack ("{s:s}", "csrSha256", zm_csr_get_sha256 (self->csr)),
                             error))
    return FALSE;

  self->end.code_spent = TRUE;
  members = json_object ();
  set_base64 (members, "csr", der);
  set_base64 (members, "possession", signature);
  return zm_dialogue_say (self, ZM_MESSAGE_CSR, members, error);
}

static gboolean
answer_set_clock (ZmDialogue       *self,
                  const ZmMessage  *message,
                  GError          **error)
{
  g_autofree char *before = zm_instant_format (zm_device_clock_now (self->device->clock));
  const char *time = zm_message_get_string (message, "time");
  g_autoptr(GError) failure = NULL;
  json_t *members = json_object ();
  ZmInstant instant = 0;
  gboolean ok;

  ok = zm_instant_parse (time, &instant) &&
       zm_device_clock_set (self->device->clock, instant, &failure);
  zm_device_log_note (self->device->log, "clock.set", failure,
                      json_pack ("{s:s, s:s}", "before", before, "asked", time));
  set_time (self, members);
  zm_json_set_string (members, "outcome", ok ? "success" : "failure");

  return zm_dialogue_say (self, ZM_MESSAGE_CLOCK, members, error);
}

static const struct {
  ZmMessageType type;
  gboolean    (*answer) (ZmDialogue         *self,
                         const ZmMessage  *message,
                         GError          **error);
} answers[] = {
  { ZM_MESSAGE_HELLO, answer_hello },
  { ZM_MESSAGE_REVEAL, answer_reveal },
  { ZM_MESSAGE_REQUEST_CSR, answer_request_csr },
  { ZM_MESSAGE_SET_CLOCK, answer_set_clock },
  { ZM_MESSAGE_CRLS, zm_dialogue_take_crls },
  { ZM_MESSAGE_INSTALL, zm_dialogue_install },
  { ZM_MESSAGE_TEST, zm_dialogue_test },
  { ZM_MESSAGE_IDENTIFY, zm_dialogue_identify },
};

static gboolean
answer (ZmDialogue       *self,
        const ZmMessage  *message,
        GError          **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      if (answers[i].type == zm_message_get_type (message))
        return answers[i].answer (self, message, error);
    }

  g_return_val_if_reached (FALSE);
}

static gboolean
converse (ZmDialogue  *self,
          GError     **error)
{
  for (;;)
    {
      g_autoptr(ZmMessage) message = NULL;

      message = zm_conversation_receive (self->conversation, G_MAXUINT,
                                         self->context->cancellable, error);
      if (message == NULL || !answer (self, message, error))
        return FALSE;
    }
}

/* The cable was pulled or the station said goodbye: every conversation ends so. */
static gboolean
is_goodbye (const GError *error)
{
  const char *check = zm_error_get_check (error);

  return strcmp (check, "tether.closed") == 0 || strcmp (check, "tether.unplugged") == 0;
}

/* A station revokes what it issued for a session that it ends with a refusal, and a key of a revoked
 * certificate never comes back. If it only interrupts, the session can be resumed with the key. */
static gboolean
is_key_spent (const ZmDialogue *self,
              const GError     *failure)
{
  const char *check = zm_error_get_check (failure);

  return strcmp (check, "csr.key-revoked") == 0 || strcmp (check, "csr.key-reused") == 0 ||
         (self->delivered && zm_error_matches (failure, ZM_ERROR_REFUSED));
}

static void
clear (ZmDialogue *self)
{
  zm_device_log_place (self->device->log, NULL, NULL);
  g_clear_pointer (&self->conversation, zm_conversation_free);
  g_clear_pointer (&self->key, zm_key_unref);
  g_clear_pointer (&self->csr, zm_csr_unref);
  g_clear_pointer (&self->crls, g_ptr_array_unref);
  g_clear_pointer (&self->session, g_free);
}

gboolean
zm_dialogue_run (const ZmDialogueContext  *context,
                 const ZmOffer            *offer,
                 ZmLink                   *link,
                 ZmDialogueEnd            *end,
                 GError                  **error)
{
  ZmDialogue self = { .context = context, .device = context->device, .offer = offer };
  g_autoptr(GError) failure = NULL;
  gboolean goodbye;

  self.conversation = zm_conversation_new (link, ZM_SENDER_DEVICE);
  self.crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
  zm_device_log_place (self.device->log, zm_conversation_get_port (self.conversation), NULL);
  zm_screen_show_state (context->screen, "connected");
  if (converse (&self, &failure))
    g_assert_not_reached ();

  goodbye = is_goodbye (failure);
  zm_conversation_close (self.conversation, goodbye ? NULL : failure);
  if (!goodbye)
    zm_device_log_note (self.device->log, "conversation.ended", failure, NULL);
  self.end.key_spent = self.key == self.device->pending->key && is_key_spent (&self, failure);
  *end = self.end;
  clear (&self);
  if (!goodbye)
    g_propagate_error (error, g_steal_pointer (&failure));

  return goodbye;
}
