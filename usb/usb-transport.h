#pragma once

#include "usb/transport.h"
#include "usb/usb-stay.h"

G_BEGIN_DECLS

/* The tether over USB, the host's side. A frame is a transfer that ends with a short packet or an
 * empty one; it goes out and comes in as pieces of at most 64 KiB, several at a time. What the device
 * says beyond a few frames waits in the device until somebody receives. */

#define ZM_TYPE_USB_TRANSPORT (zm_usb_transport_get_type ())
G_DECLARE_FINAL_TYPE (ZmUsbTransport, zm_usb_transport, ZM, USB_TRANSPORT, GObject)

/* Blocks. keeper is kept as long as the transport: it tells the stay when the device has left.
 * Sets the checks of zm_usb_bus_open. */
ZmTransport *zm_usb_transport_open (ZmUsbStay     *stay,
                                    GObject       *keeper,
                                    GCancellable  *cancellable,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
