#pragma once

#include "usb/usb-descriptor.h"
#include "usb/usb-stay.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A device, opened. Blocks, for a second at most where rights are missing. */

/* Right after a device's arrival the system may not have given us its node yet, so that a refusal
 * counts after a second only. Errors are those of zm_usb_result_set. */
libusb_device_handle *zm_usb_handle_open     (ZmUsbStay             *stay,
                                              GCancellable          *cancellable,
                                              GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Also sets check "usb.descriptor". Reads what the system keeps of the device. */
gboolean              zm_usb_handle_describe (ZmUsbStay             *stay,
                                              ZmUsbDescriptor       *descriptor,
                                              GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the interface ours alone, and begins a new conversation: the device drops what it had still
 * to say or had not heard yet. Closing the handle gives the interface back. */
gboolean              zm_usb_handle_claim    (libusb_device_handle  *handle,
                                              ZmUsbStay             *stay,
                                              guint8                 interface,
                                              GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
