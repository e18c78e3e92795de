#pragma once

#include "usb/listener.h"

G_BEGIN_DECLS

/* The device's end of a real cable: a USB gadget in a mounted functionfs, which somebody else has
 * set up and binds to a controller (resources/gadget). Each time that a station chooses the
 * interface there is a new transport, and the one before is gone. */

#define ZM_TYPE_GADGET_LISTENER (zm_gadget_listener_get_type ())
G_DECLARE_FINAL_TYPE (ZmGadgetListener, zm_gadget_listener, ZM, GADGET_LISTENER, GObject)

/* From here on the gadget can be bound. Sets check "tether.in-use" or "tether.listen". */
ZmListener *zm_gadget_listener_new (const char  *directory,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
