#pragma once

#include <glib.h>
#include <libusb.h>

G_BEGIN_DECLS

/* What libusb says, in our words: every value of its two enumerations is named once, so that the
 * compiler tells when a newer one has more. */

/* What a transfer's end means for the conversation. */
typedef enum {
  ZM_USB_RESULT_DONE,
  ZM_USB_RESULT_CANCELLED, /* because we asked for it */
  ZM_USB_RESULT_GONE,      /* the device is */
  ZM_USB_RESULT_BROKEN,    /* an error, or an unplugging that nobody has announced yet */
} ZmUsbResult;

/* Returns FALSE. result is a negative value of enum libusb_error. Checks:
 *
 *   "tether.unplugged"  UNAVAILABLE  the device is gone
 *   "usb.access"        IO           the system's rights say no
 *   "usb.busy"          UNAVAILABLE  another program, or a driver of the kernel, has it
 *   "usb.memory"        UNAVAILABLE  the kernel's memory for USB is used up
 *   "usb.io"            IO           anything else, named by libusb's word */
gboolean    zm_usb_result_set    (int           result,
                                  const char   *port,
                                  GError      **error);
ZmUsbResult zm_usb_result_judge  (enum libusb_transfer_status   status);
/* "LIBUSB_TRANSFER_STALL" */
const char *zm_usb_result_name   (enum libusb_transfer_status   status);

G_END_DECLS
