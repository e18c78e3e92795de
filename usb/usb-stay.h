#pragma once

#include "usb/usb-context.h"

G_BEGIN_DECLS

/* An unplugging often shows first as a failed call or transfer; the system announces it within this
 * time, in microseconds. */
#define ZM_USB_STAY_ANNOUNCEMENT (500 * G_TIME_SPAN_MILLISECOND)

/* One stay of a device at a port, from its arrival until it leaves. Its lock and its condition serve
 * all who use the device meanwhile, so that its leaving wakes each of them. libusb's callbacks take
 * the lock: nobody may open or close a handle while holding it. */
typedef struct {
  gatomicrefcount  references;
  ZmUsbContext    *context;
  libusb_device   *device;
  char            *port;     /* "1-2.3" */

  GMutex           lock;
  GCond            changed;
  gboolean         left;     /* under the lock */
} ZmUsbStay;

/* NULL for a root hub, which has no port. */
ZmUsbStay *zm_usb_stay_new      (ZmUsbContext  *context,
                                 libusb_device *device);
ZmUsbStay *zm_usb_stay_ref      (ZmUsbStay     *self);
void       zm_usb_stay_unref    (ZmUsbStay     *self);

void       zm_usb_stay_leave    (ZmUsbStay     *self);
gboolean   zm_usb_stay_has_left (ZmUsbStay     *self);
/* The same, after waiting for the announcement. */
gboolean   zm_usb_stay_is_over  (ZmUsbStay     *self);
/* With the lock held; FALSE at the deadline of zm_wait_deadline. */
gboolean   zm_usb_stay_wait     (ZmUsbStay     *self,
                                 gint64         deadline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmUsbStay, zm_usb_stay_unref)

G_END_DECLS
