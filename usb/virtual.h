#pragma once

#include "usb/transport.h"

G_BEGIN_DECLS

/* The tether without USB, for training and tests: a Unix socket of type SOCK_SEQPACKET, one
 * packet a frame. The device listens (usb/virtual-listener.h), the station connects, and closing
 * is pulling the cable: what was sent before still arrives. */

#define ZM_TYPE_VIRTUAL (zm_virtual_get_type ())
G_DECLARE_FINAL_TYPE (ZmVirtual, zm_virtual, ZM, VIRTUAL, GObject)

/* Takes a connected socket over; port is its name for people. */
ZmTransport *zm_virtual_new     (int           fd,
                                 const char   *port);
/* Sets check "tether.address", or "tether.connect" when nobody listens there. */
ZmTransport *zm_virtual_connect (const char   *path,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
