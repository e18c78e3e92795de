/* The device's end of a bench: does what the first frame of each conversation says (bench-order.h)
 * until it is ended.
 *
 *   bench-device DIRECTORY      a gadget in this functionfs
 *   bench-device virtual:PATH   a socket, for a cable that is mocked */

#include "tests/bench/bench-order.h"
#include "tests/bench/bench-tunnel.h"
#include "usb/gadget-listener.h"
#include "usb/virtual-listener.h"

#include <stdio.h>
#include <string.h>

static void
send_body (ZmLink *link,
           gsize   length)
{
  g_autofree guint8 *data = g_malloc0 (length);
  g_autoptr(GBytes) body = g_bytes_new_take (g_steal_pointer (&data), length);

  if (!zm_link_send (link, ZM_FRAME_MESSAGE, body, BENCH_TIMEOUT, NULL, NULL))
    g_debug ("The station has hung up");
}

static void
take_frames (ZmLink   *link,
             guint     count,
             gboolean  answers)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < count; i++)
    {
      g_auto(ZmFrame) frame = { 0 };

      if (!zm_link_receive (link, &frame, BENCH_TIMEOUT, NULL, &error))
        g_error ("frame %u of %u: %s", i, count, error->message);
      if (answers || i + 1 == count)
        send_body (link, 2);
    }
}

static void
wait_for_the_end (ZmLink *link)
{
  g_auto(ZmFrame) frame = { 0 };

  g_assert_false (zm_link_receive (link, &frame, ZM_TRANSPORT_FOREVER, NULL, NULL));
}

static void
obey (ZmLink     *link,
      const char *order)
{
  g_auto(GStrv) words = g_strsplit (order, " ", 2);
  guint count = (guint) g_ascii_strtoull (words[1] != NULL ? words[1] : "0", NULL, 10);

  if (strcmp (words[0], BENCH_PUSH) == 0 || strcmp (words[0], BENCH_SINK) == 0)
    {
      take_frames (link, count, strcmp (words[0], BENCH_PUSH) == 0);
      return;
    }
  g_assert_cmpstr (words[0], ==, BENCH_SOURCE);
  for (guint i = 0; i < count; i++)
    send_body (link, bench_order_get_step (i));
}

static void
converse (ZmTransport *transport)
{
  g_autoptr(ZmLink) link = zm_link_new (transport);
  g_auto(ZmFrame) frame = { 0 };
  g_autofree char *order = NULL;

  /* A station that only looks says nothing. */
  if (!zm_link_receive (link, &frame, ZM_TRANSPORT_FOREVER, NULL, NULL))
    return;
  order = g_strndup (g_bytes_get_data (frame.body, NULL), g_bytes_get_size (frame.body));
  if (strcmp (order, BENCH_TUNNEL_UP) == 0)
    {
      bench_tunnel_run (g_steal_pointer (&link), ZM_SENDER_DEVICE, ZM_SENDER_DEVICE);
      return;
    }
  if (strcmp (order, BENCH_TUNNEL_DOWN) == 0)
    {
      bench_tunnel_run (g_steal_pointer (&link), ZM_SENDER_DEVICE, ZM_SENDER_STATION);
      return;
    }
  obey (link, order);
  wait_for_the_end (link);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmListener) listener = NULL;

  g_assert_cmpint (argc, ==, 2);
  if (g_str_has_prefix (argv[1], "virtual:"))
    listener = zm_virtual_listener_new (argv[1] + strlen ("virtual:"), &error);
  else
    listener = zm_gadget_listener_new (argv[1], &error);
  g_assert_no_error (error);
  setvbuf (stdout, NULL, _IOLBF, 0);
  g_print ("listening\n");
  for (;;)
    {
      g_autoptr(ZmTransport) transport = zm_listener_accept (listener, ZM_TRANSPORT_FOREVER, NULL,
                                                             &error);

      g_assert_no_error (error);
      converse (transport);
    }

  return 0;
}
