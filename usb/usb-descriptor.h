#pragma once

#include <glib.h>
#include <libusb.h>

G_BEGIN_DECLS

/* Whether a device's configuration has the tether's interface, and where its two pipes are. Pure
 * functions over what a stranger claims of itself. */

#define ZM_USB_DESCRIPTOR_CLASS    0xff
#define ZM_USB_DESCRIPTOR_SUBCLASS 0x5a
#define ZM_USB_DESCRIPTOR_PROTOCOL 0x01

typedef struct {
  guint8  interface;
  guint8  in;         /* address of the endpoint */
  guint8  out;
  guint16 in_packet;  /* bytes */
  guint16 out_packet;
} ZmUsbDescriptor;

/* There must be exactly one interface of that class, with setting 0 alone, exactly one bulk pipe in
 * each direction and packets of a size that USB knows. Sets check "usb.descriptor". */
gboolean zm_usb_descriptor_judge (const struct libusb_config_descriptor  *configuration,
                                  ZmUsbDescriptor                        *descriptor,
                                  GError                                **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same refusal, for a configuration that libusb cannot read. Returns FALSE. */
gboolean zm_usb_descriptor_refuse (const char  *seen,
                                   GError     **error);

G_END_DECLS
