#include "usb/gadget-descriptors.h"

#include <linux/usb/functionfs.h>
#include <string.h>

#define INTERFACE_NAME "ZMonitor tether"
#define LANGUAGE       0x0409

#define IN_ADDRESS  (USB_DIR_IN | 1)
#define OUT_ADDRESS (USB_DIR_OUT | 2)

#define FULL_PACKET  64 /* bytes */
#define HIGH_PACKET  512
#define SUPER_PACKET 1024
/* Packets that may follow each other without a handshake, beside the first. */
#define SUPER_BURST  3

typedef struct {
  struct usb_interface_descriptor         interface;
  struct usb_endpoint_descriptor_no_audio in;
  struct usb_endpoint_descriptor_no_audio out;
} __attribute__ ((packed)) Speed;

typedef struct {
  struct usb_interface_descriptor         interface;
  struct usb_endpoint_descriptor_no_audio in;
  struct usb_ss_ep_comp_descriptor        in_companion;
  struct usb_endpoint_descriptor_no_audio out;
  struct usb_ss_ep_comp_descriptor        out_companion;
} __attribute__ ((packed)) SuperSpeed;

typedef struct {
  struct usb_functionfs_descs_head_v2 head;
  guint32                             full_count;
  guint32                             high_count;
  guint32                             super_count;
  Speed                               full;
  Speed                               high;
  SuperSpeed                          super;
} __attribute__ ((packed)) Descriptors;

typedef struct {
  struct usb_functionfs_strings_head head;
  guint16                            language;
  char                               name[sizeof INTERFACE_NAME];
} __attribute__ ((packed)) Strings;

static const struct usb_interface_descriptor interface = {
  .bLength = USB_DT_INTERFACE_SIZE,
  .bDescriptorType = USB_DT_INTERFACE,
  .bNumEndpoints = 2,
  .bInterfaceClass = ZM_GADGET_CLASS,
  .bInterfaceSubClass = ZM_GADGET_SUBCLASS,
  .bInterfaceProtocol = ZM_GADGET_PROTOCOL,
  .iInterface = 1,
};

static const struct usb_ss_ep_comp_descriptor companion = {
  .bLength = USB_DT_SS_EP_COMP_SIZE,
  .bDescriptorType = USB_DT_SS_ENDPOINT_COMP,
  .bMaxBurst = SUPER_BURST,
};

static struct usb_endpoint_descriptor_no_audio
make_endpoint (guint8  address,
               guint16 packet)
{
  return (struct usb_endpoint_descriptor_no_audio) {
           .bLength = USB_DT_ENDPOINT_SIZE,
           .bDescriptorType = USB_DT_ENDPOINT,
           .bEndpointAddress = address,
           .bmAttributes = USB_ENDPOINT_XFER_BULK,
           .wMaxPacketSize = GUINT16_TO_LE (packet),
  };
}

static Speed
make_speed (guint16 packet)
{
  return (Speed) {
           .interface = interface,
           .in = make_endpoint (IN_ADDRESS, packet),
           .out = make_endpoint (OUT_ADDRESS, packet),
  };
}

GBytes *
zm_gadget_descriptors_new (void)
{
  const Descriptors descriptors = {
    .head = {
      .magic = GUINT32_TO_LE (FUNCTIONFS_DESCRIPTORS_MAGIC_V2),
      .length = GUINT32_TO_LE (sizeof (Descriptors)),
      .flags = GUINT32_TO_LE (FUNCTIONFS_HAS_FS_DESC | FUNCTIONFS_HAS_HS_DESC |
                              FUNCTIONFS_HAS_SS_DESC),
    },
    .full_count = GUINT32_TO_LE (3),
    .high_count = GUINT32_TO_LE (3),
    .super_count = GUINT32_TO_LE (5),
    .full = make_speed (FULL_PACKET),
    .high = make_speed (HIGH_PACKET),
    .super = {
      .interface = interface,
      .in = make_endpoint (IN_ADDRESS, SUPER_PACKET),
      .in_companion = companion,
      .out = make_endpoint (OUT_ADDRESS, SUPER_PACKET),
      .out_companion = companion,
    },
  };

  return g_bytes_new (&descriptors, sizeof descriptors);
}

GBytes *
zm_gadget_descriptors_new_strings (void)
{
  const Strings strings = {
    .head = {
      .magic = GUINT32_TO_LE (FUNCTIONFS_STRINGS_MAGIC),
      .length = GUINT32_TO_LE (sizeof (Strings)),
      .str_count = GUINT32_TO_LE (1),
      .lang_count = GUINT32_TO_LE (1),
    },
    .language = GUINT16_TO_LE (LANGUAGE),
    .name = INTERFACE_NAME,
  };

  return g_bytes_new (&strings, sizeof strings);
}
