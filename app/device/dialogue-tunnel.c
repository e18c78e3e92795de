#include "app/device/dialogue-private.h"

#include "app/base/error.h"
#include "app/pki/tls-client.h"
#include "app/protocol/tunnel-pump.h"

#include <errno.h>
#include <sys/socket.h>

#define SETTLE_TIME 5000 /* ms: for the station's last word on a channel */

/* One exchange under way. The dialogue's thread receives, one thread speaks TLS into one end of a
 * pair of sockets, one carries between the other end and the tether. */
typedef struct {
  ZmDialogue           *self;
  const ZmReachRequest *request;
  ZmTunnelPump         *pump;
  GSocket              *tls_end;
  GSocket              *pump_end;
  GCancellable         *give_up; /* for the pump */
  GCancellable         *stop;    /* for the dialogue's thread: there is nothing more to come */
  int                   pumped;  /* atomic: the pump has ended */
  GBytes               *answer;
  GError               *failure;
} Exchange;

static void
clear_exchange (Exchange *exchange)
{
  g_clear_pointer (&exchange->pump, zm_tunnel_pump_free);
  g_clear_object (&exchange->tls_end);
  g_clear_object (&exchange->pump_end);
  g_clear_object (&exchange->give_up);
  g_clear_object (&exchange->stop);
  g_clear_pointer (&exchange->answer, g_bytes_unref);
  g_clear_error (&exchange->failure);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Exchange, clear_exchange)

/* Whichever of both comes last: the pump's end, or the station's close. */
static void
check_end (Exchange *exchange)
{
  if (g_atomic_int_get (&exchange->pumped) &&
      zm_conversation_is_tunnel_idle (exchange->self->conversation))
    g_cancellable_cancel (exchange->stop);
}

static gboolean
take_step (gpointer         data,
           const ZmTunnel  *step,
           GError         **error)
{
  Exchange *exchange = data;

  zm_tunnel_pump_take (exchange->pump, step);
  check_end (exchange);

  return TRUE;
}

static gpointer
run_pump (gpointer data)
{
  Exchange *exchange = data;
  guint time = exchange->request->timeout + SETTLE_TIME;
  g_autoptr(GError) failure = NULL;

  if (!zm_tunnel_pump_run (exchange->pump, exchange->pump_end,
                           g_get_monotonic_time () + time * G_GINT64_CONSTANT (1000),
                           exchange->give_up, &failure))
    g_debug ("The tunnel ended early: %s", failure->message);
  g_socket_shutdown (exchange->pump_end, TRUE, TRUE, NULL);
  g_atomic_int_set (&exchange->pumped, TRUE);
  check_end (exchange);

  return NULL;
}

static gpointer
run_tls (gpointer data)
{
  Exchange *exchange = data;
  const ZmReachRequest *request = exchange->request;

  exchange->answer = zm_tls_client_exchange_on (request->config, exchange->tls_end,
                                                zm_reach_get_name (request), request->request,
                                                request->max, request->timeout,
                                                exchange->self->context->cancellable,
                                                request->facts, &exchange->failure);
  g_socket_shutdown (exchange->tls_end, TRUE, TRUE, NULL);

  return NULL;
}

static gboolean
make_sockets (Exchange  *exchange,
              GError   **error)
{
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tls.connect", g_strerror (errno), NULL,
                    "The device cannot connect anywhere");
      return FALSE;
    }

  exchange->tls_end = g_socket_new_from_fd (fds[0], NULL);
  exchange->pump_end = g_socket_new_from_fd (fds[1], NULL);
  g_assert (exchange->tls_end != NULL && exchange->pump_end != NULL);
  g_socket_set_blocking (exchange->tls_end, FALSE);
  return TRUE;
}

static gboolean
open_channel (Exchange  *exchange,
              GError   **error)
{
  ZmDialogue *self = exchange->self;
  g_autoptr(GError) failure = NULL;

  if (zm_conversation_send_tunnel (self->conversation,
                                   &(ZmTunnel) { self->channel + 1, ZM_TUNNEL_OPEN, 0, NULL },
                                   &failure))
    {
      self->channel++;
      exchange->pump = zm_tunnel_pump_new (self->conversation, self->channel);
      return TRUE;
    }

  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tls.connect", zm_error_get_check (failure),
                "an open tunnel", "The station carries nothing more for this device");
  return FALSE;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/* The station says nothing else meanwhile. */
static void
receive_until_end (Exchange  *exchange,
                   GError   **error)
{
  ZmConversation *conversation = exchange->self->conversation;
  guint time = exchange->request->timeout + SETTLE_TIME;
  g_autoptr(ZmMessage) message = zm_conversation_receive (conversation, time, exchange->stop,
                                                          error);
  g_autoptr(GError) breach = NULL;

  if (message == NULL)
    return;

  zm_error_set (&breach, ZM_ERROR_CONFLICT, "message.unexpected",
                zm_message_type_name (zm_message_get_type (message)), "tunnel frames",
                "The station asked for something else during the test");
  zm_conversation_close (conversation, breach);
  g_propagate_error (error, g_steal_pointer (&breach));
}

static void
run_exchange (Exchange  *exchange,
              GError   **error)
{
  GCancellable *cancellable = exchange->self->context->cancellable;
  gulong handler = 0;
  GThread *pump;
  GThread *tls;

  zm_conversation_set_tunnel (exchange->self->conversation, take_step, exchange);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), exchange->stop, NULL);
  pump = g_thread_new ("tunnel", run_pump, exchange);
  tls = g_thread_new ("tls", run_tls, exchange);

  receive_until_end (exchange, error);

  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  g_cancellable_cancel (exchange->give_up);
  g_thread_join (pump);
  g_thread_join (tls);
  zm_conversation_set_tunnel (exchange->self->conversation, NULL, NULL);
}

static gboolean
is_unreached (Exchange *exchange)
{
  return zm_tunnel_pump_get_received (exchange->pump) == 0 &&
         g_str_equal (zm_error_get_check (exchange->failure), "tls.closed");
}

GBytes *
zm_dialogue_exchange (gpointer               data,
                      const ZmReachRequest  *request,
                      GError               **error)
{
  g_auto(Exchange) exchange = { .self = data, .request = request };
  g_autoptr(GError) end = NULL;

  exchange.give_up = g_cancellable_new ();
  exchange.stop = g_cancellable_new ();
  if (!make_sockets (&exchange, error) || !open_channel (&exchange, error))
    return NULL;

  run_exchange (&exchange, &end);
  if (exchange.answer != NULL)
    return g_steal_pointer (&exchange.answer);

  /* The cable, or the station itself, is what went wrong. */
  if (zm_conversation_get_phase (exchange.self->conversation) == ZM_PHASE_CLOSED)
    g_propagate_error (error, g_steal_pointer (&end));
  else if (is_unreached (&exchange))
    zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tls.connect", "nothing came through the tether",
                  "a server that answers",
                  "The station cannot reach the server, or the server hung up");
  else
    g_propagate_error (error, g_steal_pointer (&exchange.failure));
  return NULL;
}
