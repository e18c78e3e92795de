#pragma once

#include "usb/usb-bus.h"

G_BEGIN_DECLS

/* The station's own way. Each gives seconds, without the opening of the device. */

double bench_station_push   (ZmUsbBus   *bus,
                             const char *port,
                             gsize       length,
                             guint       count);
double bench_station_tunnel (ZmUsbBus   *bus,
                             const char *port,
                             gboolean    up);

G_END_DECLS
