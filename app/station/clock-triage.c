#include "config.h"

#include "app/station/clock-triage.h"

#include <glib/gi18n-lib.h>

gboolean
zm_clock_triage_is_unsafe (ZmInstant device_time,
                           ZmInstant station_time)
{
  return device_time < station_time - ZM_CLOCK_SLOW_MAX ||
         device_time > station_time + ZM_CLOCK_FAST_MAX;
}

static ZmTick *
make_tick (const char *name,
           const char *title,
           ZmInstant   time,
           ZmInstant   station_time)
{
  g_autofree char *seen = NULL;
  g_autofree char *expected = zm_instant_format (station_time);

  if (time == 0)
    return zm_tick_new (name, title, ZM_TICK_UNKNOWN, NULL, NULL);

  seen = zm_instant_format (time);
  return zm_tick_new (name, title,
                      zm_clock_triage_is_unsafe (time, station_time) ? ZM_TICK_BAD : ZM_TICK_GOOD,
                      seen, expected);
}

GPtrArray *
zm_clock_triage_judge (ZmInstant device_time,
                       ZmInstant station_time,
                       ZmInstant server_time)
{
  GPtrArray *ticks = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (ticks, make_tick ("device", _("Device’s clock"), device_time, station_time));
  g_ptr_array_add (ticks, make_tick ("station", _("Station’s clock"), station_time,
                                     station_time));
  g_ptr_array_add (ticks, make_tick ("server", _("Server’s clock"), server_time, station_time));

  return ticks;
}
