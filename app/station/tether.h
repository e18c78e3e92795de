#pragma once

#include "app/station/station.h"
#include "usb/transport.h"

G_BEGIN_DECLS

/* Where a device is plugged in, as an address says: "virtual:SOCKET", or "usb:1-2.3". */

/* Opens the cable; blocks, for worker threads. Check "tether.address" for an address of no kind
 * that is known here; otherwise those of the transport. */
ZmTransport *zm_tether_open (ZmStation     *station,
                             const char    *address,
                             GCancellable  *cancellable,
                             GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
