#include "tests/bench/bench-station.h"

#include "tests/bench/bench-order.h"
#include "tests/bench/bench-tunnel.h"

#include <string.h>

static ZmLink *
begin (ZmUsbBus   *bus,
       const char *port)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmTransport) transport = zm_usb_bus_open (bus, port, NULL, &error);

  g_assert_no_error (error);
  return zm_link_new (transport);
}

static void
say (ZmLink *link,
     GBytes *body)
{
  g_autoptr(GError) error = NULL;

  if (!zm_link_send (link, ZM_FRAME_MESSAGE, body, BENCH_TIMEOUT, NULL, &error))
    g_error ("send: %s", error->message);
}

static void
order (ZmLink     *link,
       const char *text)
{
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));

  say (link, body);
}

static void
hear (ZmLink *link)
{
  g_autoptr(GError) error = NULL;
  g_auto(ZmFrame) frame = { 0 };

  if (!zm_link_receive (link, &frame, BENCH_TIMEOUT, NULL, &error))
    g_error ("receive: %s", error->message);
}

double
bench_station_push (ZmUsbBus   *bus,
                    const char *port,
                    gsize       length,
                    guint       count)
{
  g_autoptr(ZmLink) link = begin (bus, port);
  g_autofree char *text = g_strdup_printf (BENCH_PUSH " %u", count);
  g_autoptr(GBytes) body = g_bytes_new_take (g_malloc0 (length), length);
  gint64 begun = g_get_monotonic_time ();

  order (link, text);
  for (guint i = 0; i < count; i++)
    {
      say (link, body);
      hear (link);
    }

  return (double) (g_get_monotonic_time () - begun) / G_TIME_SPAN_SECOND;
}

double
bench_station_tunnel (ZmUsbBus   *bus,
                      const char *port,
                      gboolean    up)
{
  ZmLink *link = begin (bus, port);

  order (link, up ? BENCH_TUNNEL_UP : BENCH_TUNNEL_DOWN);
  return bench_tunnel_run (link, ZM_SENDER_STATION, up ? ZM_SENDER_DEVICE : ZM_SENDER_STATION);
}
