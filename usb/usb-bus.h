#pragma once

#include "usb/transport.h"
#include "usb/usb-device.h"
#include "usb/usb-id.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The devices on this desk's USB that are of our kinds: a GListModel of ZmUsbDevice in the order of
 * their ports, which changes in the main context that it was made in. Where no main loop turns, ask
 * for the list instead. A transport keeps its bus. */

#define ZM_TYPE_USB_BUS (zm_usb_bus_get_type ())
G_DECLARE_FINAL_TYPE (ZmUsbBus, zm_usb_bus, ZM, USB_BUS, GObject)

/* ids is the list of what is allowed; nothing else is ever opened. Blocks until each device that is
 * there now has been looked at: a few seconds if one answers nothing, five at most. Sets check "usb.start". */
ZmUsbBus    *zm_usb_bus_new  (const ZmUsbId  *ids,
                              gsize           n_ids,
                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* What is there now; any thread. */
GPtrArray   *zm_usb_bus_list (ZmUsbBus       *self);
/* Blocks; any worker thread. port is "1-2.3". Checks:
 *
 *   "usb.absent"        UNAVAILABLE  nothing of ours is at that port
 *   "usb.access"        IO           this user may not; said after a second, since the system gives
 *                                    the right a moment after the arrival
 *   "usb.busy"          UNAVAILABLE  another program or a driver has it, or this one already
 *   "usb.descriptor"    INVALID      it does not describe the tether's interface as it should
 *   "usb.memory"        UNAVAILABLE  the kernel's memory for USB is used up
 *   "usb.io", "tether.io"  IO        anything else that the system says
 *   "tether.unplugged"  UNAVAILABLE  it left meanwhile */
ZmTransport *zm_usb_bus_open (ZmUsbBus       *self,
                              const char     *port,
                              GCancellable   *cancellable,
                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
