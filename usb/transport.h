#pragma once

#include "app/base/wait.h"

G_BEGIN_DECLS

/* A cable with somebody at its other end: whole frames go in and out as bytes, in order or not at
 * all. Behind it stand USB, a USB gadget and a Unix socket; nobody above can tell which.
 *
 * Calls block and belong in a worker thread. One thread may send while another receives, and any
 * thread may close. Time-outs are in milliseconds, or ZM_TRANSPORT_FOREVER. A cancelled call gives
 * G_IO_ERROR_CANCELLED and leaves the transport usable. Other errors:
 *
 *   "tether.unplugged"  UNAVAILABLE  the peer or the cable is gone, or close was called; for good
 *   "tether.timeout"    UNAVAILABLE  nothing happened in time; the transport is usable
 *   "tether.size"       INVALID      the peer sent more than one frame may have
 *   "tether.io"         IO           the operating system said no, as does "system.wait" */

#define ZM_TRANSPORT_FOREVER ZM_WAIT_FOREVER

#define ZM_TYPE_TRANSPORT (zm_transport_get_type ())
G_DECLARE_INTERFACE (ZmTransport, zm_transport, ZM, TRANSPORT, GObject)

struct _ZmTransportInterface {
  GTypeInterface parent;

  gboolean    (*send)     (ZmTransport   *self,
                           GBytes        *frame,
                           int            timeout,
                           GCancellable  *cancellable,
                           GError       **error);
  GBytes     *(*receive)  (ZmTransport   *self,
                           int            timeout,
                           GCancellable  *cancellable,
                           GError       **error);
  void        (*close)    (ZmTransport   *self);
  gboolean    (*is_gone)  (ZmTransport   *self);
  const char *(*get_port) (ZmTransport   *self);
};

/* frame has 1 to ZM_FRAME_MAX bytes. */
gboolean    zm_transport_send     (ZmTransport   *self,
                                   GBytes        *frame,
                                   int            timeout,
                                   GCancellable  *cancellable,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Bytes of a stranger, at most ZM_FRAME_MAX of them. */
GBytes     *zm_transport_receive  (ZmTransport   *self,
                                   int            timeout,
                                   GCancellable  *cancellable,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Wakes whoever waits. May be called again. */
void        zm_transport_close    (ZmTransport   *self);
/* The peer or the cable is known to be gone, or close was called. Never blocks: for who waits for
 * something else meanwhile, such as a person. What the peer sent before it can still be received. */
gboolean    zm_transport_is_gone  (ZmTransport   *self);
/* What a person can tell ports apart by, and the audit log keeps: "1-2.3", "virtual:/path". */
const char *zm_transport_get_port (ZmTransport   *self);

G_END_DECLS
