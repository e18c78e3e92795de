#include "config.h"

#include "app/station/step.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/random.h"
#include "app/station/authority.h"
#include "app/station/device-test.h"
#include "app/station/session-post.h"
#include "app/station/tunnel-carrier.h"
#include "app/store/transaction.h"

#include <glib/gi18n-lib.h>

#define ANSWER_TIMEOUT  15000  /* ms */
#define INSTALL_TIMEOUT 180000 /* ms for the whole installation with the device's own TLS test */
#define N_STEPS         6

/* The device's six steps in the order of design section 9. */
static const struct {
  const char *name;
  const char *title;
} steps[N_STEPS] = {
  { "signatures", N_("Signatures checked") },
  { "window-and-identity", N_("Validity and identity checked") },
  { "files", N_("Files written") },
  { "configuration", N_("Configuration updated") },
  { "mutual-tls", N_("Mutual TLS with the new identity") },
  { "audit", N_("Recorded in the device’s log") },
};

/* What is known of one delivery while its reports come in. */
typedef struct {
  ZmTickState   outcomes[N_STEPS];
  char         *failures[N_STEPS];
  ZmDeviceTest  test;
  GError       *not_installed; /* what the device gave as its reason at the end */
  gsize         n_steps;       /* reported so far */
  gint64        deadline;      /* monotonic µs: of the whole installation */
} Delivery;

static void
clear_delivery (Delivery *delivery)
{
  for (gsize i = 0; i < N_STEPS; i++)
    g_free (delivery->failures[i]);
  zm_device_test_clear (&delivery->test);
  g_clear_error (&delivery->not_installed);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Delivery, clear_delivery)

static void
show_steps (ZmProvisioning *self,
            Delivery       *delivery)
{
  g_autoptr(GPtrArray) ticks = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < N_STEPS; i++)
    g_ptr_array_add (ticks, zm_tick_new (steps[i].name, _(steps[i].title), delivery->outcomes[i],
                                         delivery->failures[i], NULL));

  zm_session_post_rows (self->session, "steps", ticks);
}

static gboolean
send_crls (ZmProvisioning  *self,
           GError         **error)
{
  g_autoptr(GPtrArray) crls = zm_authority_load_crls (self->station, error);
  g_autoptr(ZmMessage) answer = NULL;
  json_t *array = json_array ();
  ZmMessage *message;

  if (crls == NULL)
    {
      json_decref (array);
      return FALSE;
    }
  for (guint i = 0; i < crls->len; i++)
    {
      GBytes *der = zm_crl_get_der (g_ptr_array_index (crls, i));
      g_autofree char *text = zm_base64_encode (g_bytes_get_data (der, NULL),
                                                g_bytes_get_size (der));

      json_array_append_new (array, json_string (text));
    }

  message = zm_message_new (ZM_MESSAGE_CRLS, json_pack ("{s:o}", "crls", array), error);
  if (message == NULL ||
      !zm_conversation_send (self->conversation, message, self->cancellable, error))
    return FALSE;

  answer = zm_conversation_expect (self->conversation, ZM_MESSAGE_CRLS_STORED, ANSWER_TIMEOUT,
                                   self->cancellable, error);
  return answer != NULL;
}

static char *
compose_payload (ZmProvisioning  *self,
                 GError         **error)
{
  const char *code = self->record->pairing_code != NULL ? self->record->pairing_code : "";
  g_autoptr(json_t) answer = NULL;
  const char *payload;

  answer = zm_station_call (self->station, ZM_REQUEST_PAYLOAD_COMPOSE,
                            json_pack ("{s:s, s:s, s:s}", "session", self->session_id,
                                       "serial", self->record->serial,
                                       "pairingCode", code),
                            error);
  if (answer == NULL)
    return NULL;

  payload = zm_json_get_string (answer, "payload", ZM_REQUEST_MAX, "answer.json", error);
  return g_strdup (payload);
}

static gboolean
store_state (ZmProvisioning  *self,
             ZmSessionState   state,
             GError         **error)
{
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (self->station), error);

  if (transaction == NULL || !zm_provisioning_advance (self, state, NULL, error) ||
      !zm_transaction_commit (transaction, error))
    return FALSE;

  zm_provisioning_announce (self);
  return TRUE;
}

static gboolean
send_payload (ZmProvisioning  *self,
              Delivery        *delivery,
              GError         **error)
{
  g_autofree char *payload = compose_payload (self, error);
  ZmMessage *message;

  if (payload == NULL)
    return FALSE;

  message = zm_message_new (ZM_MESSAGE_INSTALL,
                            json_pack ("{s:s, s:s}", "payload", payload,
                                       "testNonce", delivery->test.nonce),
                            error);
  return message != NULL &&
         zm_conversation_send (self->conversation, message, self->cancellable, error) &&
         store_state (self, ZM_SESSION_DELIVERED, error);
}

static gboolean
ask_for_test (ZmProvisioning  *self,
              Delivery        *delivery,
              GError         **error)
{
  ZmMessage *message = zm_message_new (ZM_MESSAGE_TEST,
                                       json_pack ("{s:s}", "testNonce", delivery->test.nonce),
                                       error);

  return message != NULL &&
         zm_conversation_send (self->conversation, message, self->cancellable, error);
}

static ZmTickState
parse_outcome (const char *outcome)
{
  if (g_strcmp0 (outcome, "success") == 0)
    return ZM_TICK_GOOD;

  return g_strcmp0 (outcome, "failure") == 0 ? ZM_TICK_BAD : ZM_TICK_UNKNOWN;
}

static gboolean
refuse_turn (const ZmMessage  *message,
             const char       *expected,
             GError          **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, "message.unexpected",
                zm_message_type_name (zm_message_get_type (message)), expected,
                "The device sent a message out of turn");
  return FALSE;
}

/* One after the other, each once, and none after one that did not succeed. */
static gboolean
check_turn (const Delivery   *delivery,
            const ZmMessage  *message,
            GError          **error)
{
  gsize next = delivery->n_steps;

  if (next < N_STEPS && zm_message_get_integer (message, "step") == (gint64) next + 1 &&
      g_str_equal (zm_message_get_string (message, "name"), steps[next].name) &&
      (next == 0 || delivery->outcomes[next - 1] == ZM_TICK_GOOD))
    return TRUE;

  return refuse_turn (message, next < N_STEPS ? steps[next].name : "installed", error);
}

/* The files and the configuration of the next slot are in place with step 4. */
static gboolean
take_step (ZmProvisioning   *self,
           Delivery         *delivery,
           const ZmMessage  *message,
           GError          **error)
{
  gsize step = delivery->n_steps;
  const char *check = zm_message_get_string (message, "check");

  if (!check_turn (delivery, message, error))
    return FALSE;

  delivery->n_steps++;
  delivery->outcomes[step] = parse_outcome (zm_message_get_string (message, "outcome"));
  g_free (delivery->failures[step]);
  delivery->failures[step] = g_strdup (check);
  show_steps (self, delivery);

  if (!zm_provisioning_record (self, "device.step",
                               delivery->outcomes[step] == ZM_TICK_GOOD ? ZM_AUDIT_SUCCESS :
                               delivery->outcomes[step] == ZM_TICK_BAD ? ZM_AUDIT_FAILURE :
                               ZM_AUDIT_UNKNOWN,
                               json_pack ("{s:i, s:s, s:s*}", "step", (int) step + 1,
                                          "name", steps[step].name, "check", check),
                               error))
    return FALSE;

  return step != 3 || delivery->outcomes[step] != ZM_TICK_GOOD ||
         self->record->state != ZM_SESSION_DELIVERED ||
         store_state (self, ZM_SESSION_INSTALLED, error);
}

static guint
remaining_time (const Delivery *delivery)
{
  return (guint) (MAX (0, delivery->deadline - g_get_monotonic_time ()) / 1000);
}

/* The test is step 5, and is reported before that step is. */
static gboolean
take_test (Delivery         *delivery,
           const ZmMessage  *message,
           GError          **error)
{
  if (delivery->test.reported || delivery->n_steps != 4 ||
      delivery->outcomes[3] != ZM_TICK_GOOD)
    return refuse_turn (message, "one test, after the configuration", error);

  zm_device_test_take (&delivery->test, message);
  return TRUE;
}

static gboolean
take_report (ZmProvisioning   *self,
             Delivery         *delivery,
             const ZmMessage  *message,
             gboolean         *ended,
             GError          **error)
{
  switch ((int) zm_message_get_type (message))
    {
    case ZM_MESSAGE_STEP:
      return take_step (self, delivery, message, error);
    case ZM_MESSAGE_TESTED:
      return take_test (delivery, message, error);
    case ZM_MESSAGE_INSTALLED:
      (void) !zm_device_test_check_installed (message, self->record->serial,
                                              &delivery->not_installed);
      *ended = TRUE;
      return TRUE;
    default:
      return refuse_turn (message, "step, tested or installed", error);
    }
}

/* Until the device says that it has ended, with success or without. */
static gboolean
follow_installation (ZmProvisioning  *self,
                     Delivery        *delivery,
                     GError         **error)
{
  gboolean ended = FALSE;

  while (!ended)
    {
      g_autoptr(ZmMessage) message =
        zm_conversation_receive (self->conversation, remaining_time (delivery),
                                 self->cancellable, error);

      if (message == NULL || !take_report (self, delivery, message, &ended, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
follow_test (ZmProvisioning  *self,
             Delivery        *delivery,
             GError         **error)
{
  g_autoptr(ZmMessage) message =
    zm_conversation_expect (self->conversation, ZM_MESSAGE_TESTED, INSTALL_TIMEOUT,
                            self->cancellable, error);

  if (message == NULL)
    return FALSE;

  zm_device_test_take (&delivery->test, message);
  return TRUE;
}

static gboolean
install_or_test (ZmProvisioning  *self,
                 Delivery        *delivery,
                 GError         **error)
{
  /* The device switched to it before the session was interrupted. */
  if (g_strcmp0 (self->device_serial, self->record->serial) == 0)
    {
      if (self->record->state == ZM_SESSION_ISSUED &&
          !store_state (self, ZM_SESSION_DELIVERED, error))
        return FALSE;
      if (self->record->state == ZM_SESSION_DELIVERED &&
          !store_state (self, ZM_SESSION_INSTALLED, error))
        return FALSE;
      return ask_for_test (self, delivery, error) && follow_test (self, delivery, error);
    }

  return send_crls (self, error) && send_payload (self, delivery, error) &&
         follow_installation (self, delivery, error);
}

gboolean
zm_step_deliver (ZmProvisioning  *self,
                 GError         **error)
{
  g_autoptr(ZmTunnelCarrier) carrier = zm_tunnel_carrier_new (self, error);
  g_auto(Delivery) delivery = { 0 };
  guint8 nonce[16];

  if (carrier == NULL)
    return FALSE;

  zm_random_bytes (nonce, sizeof nonce);
  delivery.test.nonce = zm_hex_encode (nonce, sizeof nonce);
  delivery.deadline = g_get_monotonic_time () + INSTALL_TIMEOUT * G_GINT64_CONSTANT (1000);
  zm_session_post_stage (self->session, ZM_STAGE_DELIVER);
  show_steps (self, &delivery);
  if (!install_or_test (self, &delivery, error))
    return FALSE;

  zm_session_post_stage (self->session, ZM_STAGE_TEST);
  if (delivery.not_installed == NULL && self->record->state != ZM_SESSION_INSTALLED)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "device.steps",
                    zm_session_record_state_name (self->record->state), "installed",
                    "The device says that it is done, but did not report its steps");
      return FALSE;
    }
  /* A test that failed is the better reason: it is also what is put on record. */
  if (delivery.not_installed != NULL &&
      (!delivery.test.reported || delivery.test.outcome == ZM_TICK_GOOD))
    {
      g_propagate_error (error, g_steal_pointer (&delivery.not_installed));
      return FALSE;
    }

  return zm_device_test_judge (&delivery.test, self, error);
}
