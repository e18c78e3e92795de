#pragma once

#include "usb/transport.h"

G_BEGIN_DECLS

/* The device's end of a virtual tether: a socket of mode 0600 at a path, which is where the cable
 * goes in. A lock file beside it (path.lock, which stays) says whether somebody listens, so that
 * a socket left behind by a crash is no obstacle and a living one is never replaced. */
typedef struct _ZmVirtualListener ZmVirtualListener;

/* Sets check "tether.address", "tether.in-use" or "tether.listen". */
ZmVirtualListener *zm_virtual_listener_new    (const char         *path,
                                               GError            **error)
                                               G_GNUC_WARN_UNUSED_RESULT;
/* Removes the socket; accepted transports live on. */
void               zm_virtual_listener_free   (ZmVirtualListener  *self);

/* Waits for a station; the time-out and cancellation are those of a transport. */
ZmTransport       *zm_virtual_listener_accept (ZmVirtualListener  *self,
                                               int                 timeout,
                                               GCancellable       *cancellable,
                                               GError            **error)
                                               G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmVirtualListener, zm_virtual_listener_free)

G_END_DECLS
