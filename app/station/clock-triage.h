#pragma once

#include "app/base/instant.h"
#include "app/station/tick.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Clocks side by side, and what would come of their difference (design section 6). Pure. */

/* A certificate's notBefore lies five minutes back, so a clock that is slower by less does no
 * harm; nor does one that is faster by less than a day of a life of months. */
#define ZM_CLOCK_SLOW_MAX (5 * ZM_INSTANT_MINUTE)
#define ZM_CLOCK_FAST_MAX (ZM_INSTANT_DAY)

/* Elements ZmTick: "device", "station", "server"; server_time 0: not known yet. */
GPtrArray *zm_clock_triage_judge     (ZmInstant  device_time,
                                      ZmInstant  station_time,
                                      ZmInstant  server_time);
gboolean   zm_clock_triage_is_unsafe (ZmInstant  device_time,
                                      ZmInstant  station_time);

G_END_DECLS
