#include "tests/bench/bench-tunnel.h"

#include "tests/bench/bench-order.h"

#include "app/protocol/conversation-private.h"
#include "app/protocol/tunnel-pump.h"

#include <sys/socket.h>
#include <unistd.h>

#define CHANNEL 1

typedef struct {
  ZmConversation *conversation;
  ZmTunnelPump   *pump;
  int             outer; /* the socket that stands for the world behind the tunnel */
  gboolean        gives;

  GMutex          lock;
  GCond           changed;
  gboolean        opened;
  gboolean        left;
} End;

static gboolean
take_step (gpointer         data,
           const ZmTunnel  *step,
           GError         **error)
{
  End *end = data;

  zm_tunnel_pump_take (end->pump, step);
  if (step->op != ZM_TUNNEL_OPEN && step->op != ZM_TUNNEL_CLOSE)
    return TRUE;

  g_mutex_lock (&end->lock);
  end->opened = TRUE;
  end->left = step->op == ZM_TUNNEL_CLOSE;
  g_cond_broadcast (&end->changed);
  g_mutex_unlock (&end->lock);
  return TRUE;
}

static gpointer
receive (gpointer data)
{
  End *end = data;
  g_autoptr(ZmMessage) message = zm_conversation_receive (end->conversation, G_MAXUINT, NULL, NULL);

  g_assert_null (message);
  return NULL;
}

/* As fast as the socket goes. */
static gpointer
stand_behind (gpointer data)
{
  End *end = data;
  g_autofree guint8 *buffer = g_malloc0 (BENCH_TUNNEL_STEP);
  gsize moved = 0;
  gssize count = 1;

  while (count > 0 && moved < BENCH_TUNNEL_BYTES)
    {
      gsize part = MIN (BENCH_TUNNEL_STEP, BENCH_TUNNEL_BYTES - moved);

      count = end->gives ? send (end->outer, buffer, part, MSG_NOSIGNAL)
                         : recv (end->outer, buffer, part, 0);
      moved += (gsize) MAX (count, 0);
    }
  g_assert_cmpuint (moved, ==, BENCH_TUNNEL_BYTES);
  if (end->gives)
    shutdown (end->outer, SHUT_WR);

  return NULL;
}

static void
wait_for (End            *end,
          const gboolean *flag)
{
  g_mutex_lock (&end->lock);
  while (!*flag)
    g_cond_wait (&end->changed, &end->lock);
  g_mutex_unlock (&end->lock);
}

static void
pass (End      *end,
      GSocket  *inner,
      ZmSender  side)
{
  g_autoptr(GError) error = NULL;
  GThread *world = g_thread_new ("world", stand_behind, end);

  if (side == ZM_SENDER_DEVICE)
    g_assert_true (zm_conversation_send_tunnel (end->conversation,
                                                &(ZmTunnel) { CHANNEL, ZM_TUNNEL_OPEN, 0, NULL },
                                                &error));
  else
    wait_for (end, &end->opened);
  if (!zm_tunnel_pump_run (end->pump, inner, zm_wait_deadline (BENCH_TIMEOUT), NULL, &error))
    g_error ("tunnel: %s", error->message);
  wait_for (end, &end->left);
  g_thread_join (world);
}

double
bench_tunnel_run (ZmLink   *link,
                  ZmSender  side,
                  ZmSender  giver)
{
  End end = { .gives = side == giver };
  g_autoptr(GSocket) inner = NULL;
  GThread *receiver;
  gint64 begun;
  double seconds;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  inner = g_socket_new_from_fd (fds[0], NULL);
  end.outer = fds[1];
  end.conversation = zm_conversation_new (link, side);
  /* Where a CSR has come; the messages before it are no part of this. */
  end.conversation->phase = ZM_PHASE_REQUESTED;
  end.pump = zm_tunnel_pump_new (end.conversation, CHANNEL);
  zm_conversation_set_tunnel (end.conversation, take_step, &end);

  begun = g_get_monotonic_time ();
  receiver = g_thread_new ("receive", receive, &end);
  pass (&end, inner, side);
  seconds = (double) (g_get_monotonic_time () - begun) / G_TIME_SPAN_SECOND;

  if (side == ZM_SENDER_STATION)
    zm_link_close (link);
  g_thread_join (receiver);
  zm_tunnel_pump_free (end.pump);
  zm_conversation_free (end.conversation);
  close (end.outer);

  return seconds;
}
