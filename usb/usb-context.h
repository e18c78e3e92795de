#pragma once

#include <glib.h>
#include <libusb.h>

G_BEGIN_DECLS

/* libusb's context and the one thread that handles its events. That thread sleeps when nothing
 * happens. Whoever holds something of libusb's holds a reference; none may be dropped by libusb's
 * callbacks, since the last one waits for the thread. */
typedef struct _ZmUsbContext ZmUsbContext;

/* Sets check "usb.start". */
ZmUsbContext   *zm_usb_context_new   (GError       **error) G_GNUC_WARN_UNUSED_RESULT;
ZmUsbContext   *zm_usb_context_ref   (ZmUsbContext  *self);
void            zm_usb_context_unref (ZmUsbContext  *self);
/* Ends the thread: no callback runs any more, or will. Transfers no longer end. */
void            zm_usb_context_stop  (ZmUsbContext  *self);
libusb_context *zm_usb_context_get   (ZmUsbContext  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmUsbContext, zm_usb_context_unref)

G_END_DECLS
