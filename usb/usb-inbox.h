#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Frames put together from a stranger's transfers, until somebody takes them. Its memory is bounded:
 * whoever fills it stops while there is no room. No lock of its own. */
typedef struct _ZmUsbInbox ZmUsbInbox;

/* A transfer that was begun while there was room may still be put. */
#define ZM_USB_INBOX_FRAMES 64

ZmUsbInbox *zm_usb_inbox_new      (void);
void        zm_usb_inbox_free     (ZmUsbInbox    *self);

/* The bytes of one transfer; ends: it was a short one, so that the frame is whole. */
void        zm_usb_inbox_put      (ZmUsbInbox    *self,
                                   const guint8  *data,
                                   gsize          length,
                                   gboolean       ends);
gboolean    zm_usb_inbox_has_room (ZmUsbInbox    *self);
/* FALSE: nothing is there. A frame that is NULL was larger than ZM_FRAME_MAX and is lost. */
gboolean    zm_usb_inbox_take     (ZmUsbInbox    *self,
                                   GBytes       **frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmUsbInbox, zm_usb_inbox_free)

G_END_DECLS
