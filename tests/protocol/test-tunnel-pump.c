#include "app/base/error.h"
#include "app/protocol/tunnel-channel.h"
#include "app/protocol/tunnel-pump.h"
#include "tests/protocol/pair.h"

#include <string.h>
#include <sys/socket.h>

#define WHOLE ZM_TUNNEL_CHANNEL_BYTES_MAX
#define LONG  (20 * G_USEC_PER_SEC)

/* One side of the tether: its conversation, which receives in a thread of its own, and a pump in
 * another one between it and a socket, whose other end is the test's. */
typedef struct {
  ZmConversation *conversation;
  ZmTunnelPump   *pump;
  GSocket        *inner;
  GSocket        *outer;
  GCancellable   *stop;
  gint64          time; /* µs that it may take */
  GThread        *receiver;
  GThread        *runner;
  gboolean        ok;
  GError         *error;
} Side;

typedef struct {
  Pair pair;
  Side station;
  Side device;
} Fixture;

static GSocket *
take_socket (int fd)
{
  GSocket *socket = g_socket_new_from_fd (fd, NULL);

  g_socket_set_timeout (socket, 20);
  return socket;
}

static gboolean
take_step (gpointer         data,
           const ZmTunnel  *step,
           GError         **error)
{
  Side *side = data;

  if (side->pump != NULL)
    zm_tunnel_pump_take (side->pump, step);
  return TRUE;
}

static gpointer
receive (gpointer data)
{
  Side *side = data;
  g_autoptr(ZmMessage) message = zm_conversation_receive (side->conversation, G_MAXUINT, side->stop,
                                                          NULL);

  g_assert_null (message);
  return NULL;
}

static void
side_set_up (Side           *side,
             ZmConversation *conversation)
{
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  side->conversation = conversation;
  side->inner = take_socket (fds[0]);
  side->outer = take_socket (fds[1]);
  side->stop = g_cancellable_new ();
  side->pump = zm_tunnel_pump_new (conversation, 1);
  side->time = LONG;
  zm_conversation_set_tunnel (conversation, take_step, side);
  side->receiver = g_thread_new ("receive", receive, side);
}

static void
side_tear_down (Side *side)
{
  g_cancellable_cancel (side->stop);
  g_thread_join (side->receiver);
  g_clear_object (&side->stop);
  g_clear_object (&side->inner);
  g_clear_object (&side->outer);
  g_clear_error (&side->error);
  zm_tunnel_pump_free (side->pump);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  pair_set_up (&fixture->pair, NULL);
  side_set_up (&fixture->station, fixture->pair.station);
  side_set_up (&fixture->device, fixture->pair.device);
  g_assert_true (zm_conversation_send_tunnel (fixture->pair.device,
                                              &(ZmTunnel) { 1, ZM_TUNNEL_OPEN, 0, NULL }, NULL));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  side_tear_down (&fixture->station);
  side_tear_down (&fixture->device);
  pair_tear_down (&fixture->pair, NULL);
}

/* The station may not have heard of the channel yet. */
static void
await_open (Side *side)
{
  while (zm_conversation_is_tunnel_idle (side->conversation))
    g_usleep (1000);
}

static gpointer
run (gpointer data)
{
  Side *side = data;

  await_open (side);
  side->ok = zm_tunnel_pump_run (side->pump, side->inner, g_get_monotonic_time () + side->time,
                                 side->stop, &side->error);
  g_socket_shutdown (side->inner, TRUE, TRUE, NULL);
  return NULL;
}

static void
start (Side *side)
{
  side->runner = g_thread_new ("run", run, side);
}

static void
finish (Side       *side,
        const char *check)
{
  g_thread_join (side->runner);
  if (check == NULL)
    g_assert_no_error (side->error);
  else
    g_assert_cmpstr (zm_error_get_check (side->error), ==, check);
  g_assert_true (side->ok == (check == NULL));
}

typedef struct {
  GSocket *socket;
  gsize    length;
} Load;

static gpointer
write_load (gpointer data)
{
  const Load *load = data;
  g_autofree guint8 *bytes = g_malloc (load->length);

  for (gsize i = 0; i < load->length; i++)
    bytes[i] = (guint8) (i * 31 + (i >> 8));
  for (gsize at = 0; at < load->length;)
    {
      gssize count = g_socket_send (load->socket, (const char *) bytes + at, load->length - at,
                                    NULL, NULL);

      if (count <= 0)
        break;
      at += (gsize) count;
    }
  g_socket_shutdown (load->socket, FALSE, TRUE, NULL);

  return NULL;
}

/* Until the end; gives how much came. */
static gsize
read_load (GSocket *socket)
{
  gsize length = 0;
  guint8 chunk[4096];
  gssize count;

  while ((count = g_socket_receive (socket, (char *) chunk, sizeof chunk, NULL, NULL)) > 0)
    {
      for (gssize i = 0; i < count; i++, length++)
        g_assert_cmpuint (chunk[i], ==, (guint8) (length * 31 + (length >> 8)));
    }
  g_assert_cmpint (count, ==, 0);

  return length;
}

/* All that a channel carries, from one end to the other. */
static void
carry (Side *from,
       Side *to)
{
  Load load = { from->outer, WHOLE };
  gint64 begin = g_get_monotonic_time ();
  GThread *writer;
  gint64 took;

  start (from);
  start (to);
  writer = g_thread_new ("write", write_load, &load);
  g_assert_cmpuint (read_load (to->outer), ==, WHOLE);
  took = g_get_monotonic_time () - begin;
  g_thread_join (writer);
  finish (from, NULL);
  finish (to, NULL);
  g_assert_cmpuint (zm_tunnel_pump_get_sent (from->pump), ==, WHOLE);
  g_assert_cmpuint (zm_tunnel_pump_get_received (to->pump), ==, WHOLE);
  g_test_message ("1 MiB in %.1f ms: %.0f MiB/s", (double) took / 1e3, 1e6 / (double) took);
}

static void
test_to_station (Fixture       *fixture,
                 gconstpointer  unused)
{
  carry (&fixture->device, &fixture->station);
}

static void
test_to_device (Fixture       *fixture,
                gconstpointer  unused)
{
  carry (&fixture->station, &fixture->device);
}

/* A byte more than a channel carries does not go, and our side closes. */
static void
test_too_much (Fixture       *fixture,
               gconstpointer  unused)
{
  Load load = { fixture->station.outer, WHOLE + 1 };
  GThread *writer;

  start (&fixture->device);
  start (&fixture->station);
  writer = g_thread_new ("write", write_load, &load);
  g_assert_cmpuint (read_load (fixture->device.outer), ==, WHOLE);
  g_thread_join (writer);
  finish (&fixture->station, "tunnel.size");
  finish (&fixture->device, NULL);
  g_assert_true (zm_tunnel_pump_is_left (fixture->device.pump));
}

/* Nobody reads at the far end: what waits here is no more than was granted. */
static void
test_no_reader (Fixture       *fixture,
                gconstpointer  unused)
{
  Load load = { fixture->station.outer, WHOLE };
  Side *device = &fixture->device;
  GThread *writer;

  fixture->station.time = G_USEC_PER_SEC / 2;
  start (&fixture->station);
  writer = g_thread_new ("write", write_load, &load);
  finish (&fixture->station, "tunnel.time");
  g_socket_shutdown (fixture->station.inner, TRUE, TRUE, NULL);
  g_thread_join (writer);
  g_assert_cmpuint (zm_tunnel_pump_get_sent (fixture->station.pump), ==, ZM_TUNNEL_INITIAL_CREDIT);
  while (!zm_tunnel_pump_is_left (device->pump))
    g_usleep (1000);
  g_assert_cmpuint (zm_tunnel_pump_get_received (device->pump), ==, ZM_TUNNEL_INITIAL_CREDIT);

  /* What had come is passed on all the same. */
  start (device);
  g_assert_cmpuint (read_load (device->outer), ==, ZM_TUNNEL_INITIAL_CREDIT);
  finish (device, NULL);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  unused)
{
  start (&fixture->station);
  await_open (&fixture->station);
  g_cancellable_cancel (fixture->station.stop);
  finish (&fixture->station, "system.io");
  while (!zm_tunnel_pump_is_left (fixture->device.pump))
    g_usleep (1000);
}

/* Who answers and hangs up at once is heard, however much we still have for it. */
static void
test_hangs_up (Fixture       *fixture,
               gconstpointer  unused)
{
  Load load = { fixture->device.outer, WHOLE };
  char answer[8] = { 0 };
  GThread *writer;

  g_assert_cmpint (g_socket_send (fixture->station.outer, "alert", 5, NULL, NULL), ==, 5);
  g_socket_close (fixture->station.outer, NULL);
  start (&fixture->device);
  start (&fixture->station);
  writer = g_thread_new ("write", write_load, &load);
  g_assert_cmpint (g_socket_receive (fixture->device.outer, answer, sizeof answer, NULL, NULL), ==,
                   5);
  g_assert_cmpstr (answer, ==, "alert");
  finish (&fixture->station, NULL);
  finish (&fixture->device, NULL);
  g_thread_join (writer);
  g_assert_true (zm_conversation_is_tunnel_idle (fixture->pair.device));
}

static void
add (const char *path,
     void      (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/tunnel-pump/to-station", test_to_station);
  add ("/tunnel-pump/to-device", test_to_device);
  add ("/tunnel-pump/too-much", test_too_much);
  add ("/tunnel-pump/no-reader", test_no_reader);
  add ("/tunnel-pump/cancelled", test_cancelled);
  add ("/tunnel-pump/hangs-up", test_hangs_up);

  return g_test_run ();
}
