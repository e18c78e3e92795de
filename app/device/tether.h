#pragma once

#include "usb/listener.h"

G_BEGIN_DECLS

/* Where the cable goes into this device, by its address: "virtual:SOCKET", or "gadget:DIRECTORY"
 * where a functionfs is mounted. Sets check "tether.address" for any other, or those of the
 * listener. */
ZmListener *zm_tether_listen (const char  *address,
                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
