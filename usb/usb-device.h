#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What is known of a device at a USB port, for a list on a screen. Does not change: after a stay at
 * the port another object takes its place. Properties of the same names, all read-only; speed is
 * text there. */

#define ZM_TYPE_USB_DEVICE (zm_usb_device_get_type ())
G_DECLARE_FINAL_TYPE (ZmUsbDevice, zm_usb_device, ZM, USB_DEVICE, GObject)

/* speed: "low", "full", "high", "super", "super-plus", or NULL; it is not copied. problem may be
 * NULL, and is copied. */
ZmUsbDevice  *zm_usb_device_new         (const char    *port,
                                         const char    *serial,
                                         const char    *speed,
                                         const GError  *problem);

/* The bus and the ports on the way, as the kernel writes it: "1-2.3". */
const char   *zm_usb_device_get_port    (ZmUsbDevice   *self);
/* The deviceId that the device claims as its serial number; NULL without one, or when what it says
 * is none. Proves nothing. */
const char   *zm_usb_device_get_serial  (ZmUsbDevice   *self);
const char   *zm_usb_device_get_speed   (ZmUsbDevice   *self);
/* Why it cannot be opened, as far as that is known without trying, or NULL. */
const GError *zm_usb_device_get_problem (ZmUsbDevice   *self);

/* By port, as zm_usb_port_compare; for GPtrArray and the like. */
int           zm_usb_device_compare     (gconstpointer  a,
                                         gconstpointer  b);

G_END_DECLS
