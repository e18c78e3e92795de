#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a device says it is: idVendor and idProduct of its device descriptor (USB 2.0 section
 * 9.6.1). Anything can say so: it tells whom to look at, and is no proof of anything. */

#define ZM_USB_ID_TEST_VENDOR  0x1209 /* pid.codes: for prototypes and tests */
#define ZM_USB_ID_TEST_PRODUCT 0x0001

typedef struct {
  guint16 vendor;
  guint16 product;
} ZmUsbId;

/* "1209:0001", as lsusb writes it: four hex digits each. */
gboolean  zm_usb_id_parse  (const char     *text,
                            ZmUsbId        *id) G_GNUC_WARN_UNUSED_RESULT;
char     *zm_usb_id_format (const ZmUsbId  *id);

G_END_DECLS
