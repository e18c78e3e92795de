#pragma once

#include "usb/listener.h"

G_BEGIN_DECLS

/* The device's end of a virtual tether: a socket of mode 0600 at a path, which is where the cable
 * goes in. A lock file beside it (path.lock, which stays) says whether somebody listens, so that
 * a socket left behind by a crash is no obstacle and a living one is never replaced. */

#define ZM_TYPE_VIRTUAL_LISTENER (zm_virtual_listener_get_type ())
G_DECLARE_FINAL_TYPE (ZmVirtualListener, zm_virtual_listener, ZM, VIRTUAL_LISTENER, GObject)

/* The socket goes with the last reference. Sets check "tether.address", "tether.in-use" or
 * "tether.listen". */
ZmListener *zm_virtual_listener_new (const char  *path,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
