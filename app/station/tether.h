#pragma once

#include "app/station/station.h"
#include "usb/transport.h"

G_BEGIN_DECLS

/* Where a device is plugged in, as an address says: "virtual:SOCKET", "usb:1-2.3", or "usb" for
 * the only device that is plugged in. */

#define ZM_TETHER_USB     "usb"
#define ZM_TETHER_VIRTUAL "virtual"

/* The place that address means just now, as "virtual:SOCKET" or "usb:1-2.3". Checks
 * "tether.address" (of no kind that is known here), "port.name", "port.forbidden" (as station.conf
 * says), and for "usb" alone "usb.absent" and "usb.several". */
char        *zm_tether_resolve (ZmStation     *station,
                                const char    *address,
                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* How the port at a resolved address is called where a cable has a name: as its transport will, but
 * before anybody has opened it. Borrowed from address. */
const char  *zm_tether_get_port  (const char    *address);
/* What the device at a resolved address says it is before anybody has spoken with it (its USB serial
 * number), or NULL. */
char        *zm_tether_get_claim (ZmStation     *station,
                                  const char    *address);
/* Opens the cable at a resolved address; blocks, for worker threads. Sets the checks of the
 * transport. */
ZmTransport *zm_tether_open    (ZmStation     *station,
                                const char    *address,
                                GCancellable  *cancellable,
                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
