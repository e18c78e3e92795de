#pragma once

#include "usb/frame.h"
#include "usb/transport.h"

G_BEGIN_DECLS

/* Frames over a transport, numbered from 1 in each direction: a frame that is lost, repeated or
 * out of order is found. Any thread may send or close; one thread at a time receives. Time-outs,
 * cancellation and errors are the transport's; what is added stands below. */
typedef struct _ZmLink ZmLink;

ZmLink     *zm_link_new      (ZmTransport   *transport);
/* Closes the transport. */
void        zm_link_free     (ZmLink        *self);

/* After a failure the link is closed, since nobody knows how much went out; a call that was
 * cancelled before it began is no failure. */
gboolean    zm_link_send     (ZmLink        *self,
                              ZmFrameKind    kind,
                              GBytes        *body,
                              int            timeout,
                              GCancellable  *cancellable,
                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Also gives the refusals of zm_frame_decode. After one of these, or "tether.size", an answer can
 * still be sent, but the peer cannot be trusted to speak this language: say so and close. */
gboolean    zm_link_receive  (ZmLink        *self,
                              ZmFrame       *frame,
                              int            timeout,
                              GCancellable  *cancellable,
                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void        zm_link_close    (ZmLink        *self);
/* As zm_transport_is_gone(). */
gboolean    zm_link_is_gone  (ZmLink        *self);
const char *zm_link_get_port (ZmLink        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmLink, zm_link_free)

G_END_DECLS
