#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A bare libusb loop that moves the same bytes in transfers of the same size, in one thread, and knows
 * what is a frame only by its short packet. What it sends was made before the clock runs, and what it
 * receives is not looked at. depth is the number of transfers in flight in each direction. Each gives
 * seconds, without the opening of the device. */

#define BENCH_BARE_DEPTH 4 /* at most; as many as the station has */

double bench_bare_push (gsize length,
                        guint count,
                        guint depth);
double bench_bare_up   (guint depth);
double bench_bare_down (guint depth);

G_END_DECLS
