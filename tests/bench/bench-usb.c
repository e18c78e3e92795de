/* The station's end of a bench against bench-device at the other end of the one cable that is there:
 * the station's own way and a bare libusb loop by turns.
 *
 *   bench-usb ROUNDS
 *
 * Prints one line a measurement: its name, and the seconds of the station's way, of the loop with one
 * transfer at a time, and of the loop with as many in flight as the station has. */

#include "tests/bench/bench-bare.h"
#include "tests/bench/bench-order.h"
#include "tests/bench/bench-station.h"

#include <stdio.h>

#define LARGEST 88000 /* bytes of the message with the largest payload */
#define USUAL   8000  /* … and of one with a usual one */
#define PUSHES  20

static const ZmUsbId ids[] = { { 0x1209, 0x0001 } };

static char *
find_port (ZmUsbBus *bus)
{
  gint64 deadline = g_get_monotonic_time () + BENCH_TIMEOUT * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < deadline)
    {
      g_autoptr(GPtrArray) devices = zm_usb_bus_list (bus);

      if (devices->len > 0)
        return g_strdup (zm_usb_device_get_port (g_ptr_array_index (devices, 0)));
      g_usleep (20 * G_TIME_SPAN_MILLISECOND);
    }
  g_error ("Nothing is plugged in");
}

static void
tell (const char *name,
      double      ours,
      double      bare,
      double      queued)
{
  g_print ("%s %.6f %.6f %.6f\n", name, ours, bare, queued);
}

static void
measure_push (ZmUsbBus   *bus,
              const char *port,
              const char *name,
              gsize       length)
{
  double ours = bench_station_push (bus, port, length, PUSHES);
  double bare = bench_bare_push (length, PUSHES, 1);

  tell (name, ours, bare, bench_bare_push (length, PUSHES, BENCH_BARE_DEPTH));
}

static void
measure_tunnel (ZmUsbBus   *bus,
                const char *port,
                const char *name,
                gboolean    up)
{
  double ours = bench_station_tunnel (bus, port, up);
  double bare = up ? bench_bare_up (1) : bench_bare_down (1);

  tell (name, ours, bare, up ? bench_bare_up (BENCH_BARE_DEPTH) : bench_bare_down (BENCH_BARE_DEPTH));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmUsbBus) bus = NULL;
  g_autofree char *port = NULL;
  int rounds;

  g_assert_cmpint (argc, ==, 2);
  rounds = (int) g_ascii_strtoll (argv[1], NULL, 10);
  setvbuf (stdout, NULL, _IOLBF, 0);
  bus = zm_usb_bus_new (ids, G_N_ELEMENTS (ids), &error);
  g_assert_no_error (error);
  port = find_port (bus);
  for (int i = 0; i < rounds; i++)
    {
      measure_push (bus, port, "push-largest", LARGEST);
      measure_push (bus, port, "push-usual", USUAL);
      measure_tunnel (bus, port, "tunnel-up", TRUE);
      measure_tunnel (bus, port, "tunnel-down", FALSE);
    }

  return 0;
}
