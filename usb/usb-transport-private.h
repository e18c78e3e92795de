#pragma once

#include "usb/usb-descriptor.h"
#include "usb/usb-inbox.h"
#include "usb/usb-result.h"
#include "usb/usb-transport.h"

G_BEGIN_DECLS

/* Both directions of the transport. "Locked" functions want the stay's lock held. */

#define ZM_USB_TRANSPORT_PIECE (64 * 1024) /* bytes; whole packets of every speed */
#define ZM_USB_TRANSPORT_IN    4           /* transfers that wait for the device, 256 KiB */
#define ZM_USB_TRANSPORT_OUT   4           /* pieces of a frame at a time */

struct _ZmUsbTransport {
  GObject                 parent_instance;

  GObject                *keeper;
  ZmUsbStay              *stay;
  libusb_device_handle   *handle;
  ZmUsbDescriptor         pipes;
  struct libusb_transfer *in[ZM_USB_TRANSPORT_IN];

  /* Under the stay's lock. */
  ZmUsbInbox             *inbox;
  GQueue                  parked;    /* transfers in, for which there was no room */
  guint                   flying;    /* transfers in, with libusb */
  guint                   sending;   /* calls of send */
  gboolean                deaf;      /* a transfer in has failed: what comes after it is void */
  gboolean                closed;
  gboolean                torn;      /* a frame went out in part */
  const char             *failure;   /* libusb's word for what ended it, or NULL */
  gboolean                gone;      /* … which says that the device is gone */
  gint64                  over;      /* when that, or its leaving, was first seen, or 0 */
};

/* Each of the locked ones: what was wrong is remembered, and everybody wakes. */
void     zm_usb_transport_fail_locked    (ZmUsbTransport               *self,
                                          const char                   *word,
                                          gboolean                      gone);
/* Whether it can still be used. If not, ready says whether the reason is certain by now, and moment
 * when it will be at the latest. */
gboolean zm_usb_transport_check_locked   (ZmUsbTransport               *self,
                                          gboolean                     *ready,
                                          gint64                       *moment);
/* Returns FALSE. */
gboolean zm_usb_transport_set_over_locked (ZmUsbTransport              *self,
                                           GError                     **error);
/* Has the cancellable wake whoever waits for the stay; without the lock held. */
gulong   zm_usb_transport_watch          (ZmUsbTransport               *self,
                                          GCancellable                 *cancellable);

gboolean zm_usb_transport_send           (ZmTransport                  *transport,
                                          GBytes                       *frame,
                                          int                           timeout,
                                          GCancellable                 *cancellable,
                                          GError                      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
