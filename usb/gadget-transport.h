#pragma once

#include "usb/gadget-events.h"
#include "usb/transport.h"

G_BEGIN_DECLS

/* One conversation with a station over a gadget's two bulk endpoints (see usb/transport.h). A
 * frame ends with a transfer that is not full, which is an empty one where the length is a whole
 * number of packets. A send that was given up while its frame was going out ends the conversation,
 * since nobody could tell the rest from the next frame. */

#define ZM_TYPE_GADGET_TRANSPORT (zm_gadget_transport_get_type ())
G_DECLARE_FINAL_TYPE (ZmGadgetTransport, zm_gadget_transport, ZM, GADGET_TRANSPORT, GObject)

/* Sets check "tether.unplugged" if the conversation is over already, or "tether.io". */
ZmTransport *zm_gadget_transport_new (ZmGadgetEvents  *events,
                                      guint64          conversation,
                                      const char      *port,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
