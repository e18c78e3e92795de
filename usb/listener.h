#pragma once

#include "usb/transport.h"

G_BEGIN_DECLS

/* The device's end of a tether, from the moment that a cable can be put in: a socket or a USB
 * gadget. It gives one transport for each conversation that a station begins. */

#define ZM_TYPE_LISTENER (zm_listener_get_type ())
G_DECLARE_INTERFACE (ZmListener, zm_listener, ZM, LISTENER, GObject)

struct _ZmListenerInterface {
  GTypeInterface parent;

  ZmTransport *(*accept) (ZmListener    *self,
                          int            timeout,
                          GCancellable  *cancellable,
                          GError       **error);
};

/* Waits for a station. One thread at a time; the time-out and cancellation are those of a
 * transport, and what was accepted may outlive the listener. Other errors: "tether.listen", after
 * which no station can come any more. */
ZmTransport *zm_listener_accept (ZmListener    *self,
                                 int            timeout,
                                 GCancellable  *cancellable,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
