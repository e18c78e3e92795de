#include "usb/link.h"

#include "usb/virtual.h"

#include "app/base/error.h"

#include <sys/socket.h>

#define TIMEOUT 5000 /* ms; long enough that only a fault reaches it */

typedef struct {
  ZmLink      *link;
  ZmTransport *peer;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(ZmTransport) transport = NULL;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds), ==, 0);
  transport = zm_virtual_new (fds[0], "virtual:link");
  fixture->link = zm_link_new (transport);
  fixture->peer = zm_virtual_new (fds[1], "virtual:peer");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  zm_link_free (fixture->link);
  g_assert_finalize_object (fixture->peer);
}

static void
peer_sends (Fixture *fixture,
            guint32  sequence)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr(GBytes) frame = zm_frame_encode (ZM_FRAME_MESSAGE, sequence, body);

  g_assert_true (zm_transport_send (fixture->peer, frame, TIMEOUT, NULL, NULL));
}

static void
assert_receives (Fixture *fixture,
                 guint32  sequence)
{
  g_auto(ZmFrame) frame = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_link_receive (fixture->link, &frame, TIMEOUT, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (frame.sequence, ==, sequence);
  g_assert_cmpint (frame.kind, ==, ZM_FRAME_MESSAGE);
  g_assert_cmpuint (g_bytes_get_size (frame.body), ==, 2);
}

static void
assert_refuses (Fixture    *fixture,
                const char *check)
{
  g_auto(ZmFrame) frame = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_link_receive (fixture->link, &frame, TIMEOUT, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_null (frame.body);
}

static void
assert_sends (Fixture *fixture,
              guint32  sequence)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("[]", 2);
  g_autoptr(GBytes) bytes = NULL;
  g_auto(ZmFrame) frame = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_link_send (fixture->link, ZM_FRAME_TUNNEL, body, TIMEOUT, NULL, &error));
  g_assert_no_error (error);
  bytes = zm_transport_receive (fixture->peer, TIMEOUT, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (zm_frame_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &frame,
                                  &error));
  g_assert_cmpuint (frame.sequence, ==, sequence);
  g_assert_cmpint (frame.kind, ==, ZM_FRAME_TUNNEL);
}

static void
test_numbers_each_direction (Fixture       *fixture,
                             gconstpointer  data)
{
  assert_sends (fixture, 1);
  assert_sends (fixture, 2);
  peer_sends (fixture, 1);
  assert_receives (fixture, 1);
  peer_sends (fixture, 2);
  assert_receives (fixture, 2);
  assert_sends (fixture, 3);
}

static void
test_refuses_wrong_numbers (Fixture       *fixture,
                            gconstpointer  data)
{
  peer_sends (fixture, 2);
  assert_refuses (fixture, "frame.sequence");
  peer_sends (fixture, 1);
  assert_receives (fixture, 1);
  peer_sends (fixture, 1);
  assert_refuses (fixture, "frame.sequence");
  peer_sends (fixture, 3);
  assert_refuses (fixture, "frame.sequence");

  /* The peer can still be told what was wrong. */
  assert_sends (fixture, 1);
}

static void
test_refuses_what_is_no_frame (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr(GBytes) noise = g_bytes_new_static ("GET / HTTP/1.1\r\n\r\n", 18);

  g_assert_true (zm_transport_send (fixture->peer, noise, TIMEOUT, NULL, NULL));
  assert_refuses (fixture, "frame.magic");
}

static void
test_timeout_is_no_end (Fixture       *fixture,
                        gconstpointer  data)
{
  g_auto(ZmFrame) frame = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_link_receive (fixture->link, &frame, 0, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "tether.timeout");
  peer_sends (fixture, 1);
  assert_receives (fixture, 1);
}

/* A frame that did not go out would leave a gap in the numbers. */
static void
test_failed_send_closes (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree guint8 *zeros = g_malloc0 (ZM_FRAME_BODY_MAX);
  g_autoptr(GBytes) body = g_bytes_new (zeros, ZM_FRAME_BODY_MAX);
  g_autoptr(GError) error = NULL;
  guint sent = 0;

  while (zm_link_send (fixture->link, ZM_FRAME_MESSAGE, body, 20, NULL, &error))
    g_assert_cmpuint (++sent, <, 64);
  g_assert_cmpstr (zm_error_get_check (error), ==, "tether.timeout");
  assert_refuses (fixture, "tether.unplugged");
}

static void
test_cancelled_before_sending (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GBytes) body = g_bytes_new_static ("[]", 2);
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (zm_link_send (fixture->link, ZM_FRAME_MESSAGE, body, TIMEOUT, cancellable,
                                &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_sends (fixture, 1);
}

static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_cmpstr (zm_link_get_port (fixture->link), ==, "virtual:link");
  zm_link_close (fixture->link);
  assert_refuses (fixture, "tether.unplugged");
}

#define SENDERS 4
#define FRAMES  50

static gpointer
send_many (gpointer data)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("[]", 2);

  for (guint i = 0; i < FRAMES; i++)
    g_assert_true (zm_link_send (data, ZM_FRAME_TUNNEL, body, TIMEOUT, NULL, NULL));

  return NULL;
}

static void
test_many_senders (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(ZmLink) reader = zm_link_new (fixture->peer);
  GThread *threads[SENDERS];

  for (guint i = 0; i < SENDERS; i++)
    threads[i] = g_thread_new ("sender", send_many, fixture->link);
  for (guint i = 0; i < SENDERS * FRAMES; i++)
    {
      g_auto(ZmFrame) frame = { 0 };
      g_autoptr(GError) error = NULL;

      g_assert_true (zm_link_receive (reader, &frame, TIMEOUT, NULL, &error));
      g_assert_no_error (error);
    }
  for (guint i = 0; i < SENDERS; i++)
    g_thread_join (threads[i]);
}

#define ADD(name, function) g_test_add ("/link/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("numbers", test_numbers_each_direction);
  ADD ("wrong-numbers", test_refuses_wrong_numbers);
  ADD ("noise", test_refuses_what_is_no_frame);
  ADD ("timeout", test_timeout_is_no_end);
  ADD ("failed-send", test_failed_send_closes);
  ADD ("cancelled-send", test_cancelled_before_sending);
  ADD ("close", test_close);
  ADD ("many-senders", test_many_senders);

  return g_test_run ();
}
