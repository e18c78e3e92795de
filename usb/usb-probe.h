#pragma once

#include "usb/usb-device.h"
#include "usb/usb-stay.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Looks at a device that has arrived: its descriptors, whether it can be opened, its serial number.
 * Blocks for some seconds when the device answers nothing. Claims nothing, so that it disturbs nobody
 * who is using the device. */
ZmUsbDevice *zm_usb_probe_run (ZmUsbStay    *stay,
                               GCancellable *cancellable);

G_END_DECLS
