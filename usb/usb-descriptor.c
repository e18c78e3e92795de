#include "usb/usb-descriptor.h"

#include "app/base/error.h"

#define INTERFACE_MAX 31 /* the kernel numbers claimed interfaces in 32 bits */
#define ENDPOINTS     2

static gboolean
refuse (const char  *seen,
        const char  *expected,
        GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, "usb.descriptor", seen, expected,
                "The device does not describe the tether’s interface as it should");
  return FALSE;
}

static gboolean
refuse_number (const char  *what,
               guint        seen,
               const char  *expected,
               GError     **error)
{
  g_autofree char *text = g_strdup_printf ("%s: %u", what, seen);

  return refuse (text, expected, error);
}

static gboolean
is_ours (const struct libusb_interface_descriptor *setting)
{
  return setting->bInterfaceClass == ZM_USB_DESCRIPTOR_CLASS &&
         setting->bInterfaceSubClass == ZM_USB_DESCRIPTOR_SUBCLASS &&
         setting->bInterfaceProtocol == ZM_USB_DESCRIPTOR_PROTOCOL;
}

/* Any setting counts: an interface that is ours in its second setting only is a riddle too. */
static gboolean
has_ours (const struct libusb_interface *interface)
{
  for (int i = 0; i < interface->num_altsetting; i++)
    if (is_ours (&interface->altsetting[i]))
      return TRUE;

  return FALSE;
}

static const struct libusb_interface *
find_interface (const struct libusb_config_descriptor  *configuration,
                GError                                **error)
{
  const struct libusb_interface *found = NULL;
  guint count = 0;

  for (int i = 0; i < configuration->bNumInterfaces; i++)
    if (has_ours (&configuration->interface[i]))
      {
        found = &configuration->interface[i];
        count++;
      }
  if (count == 1)
    return found;

  refuse_number ("interfaces of class ff/5a/01", count, "one", error);
  return NULL;
}

static gboolean
check_setting (const struct libusb_interface  *interface,
               GError                        **error)
{
  const struct libusb_interface_descriptor *setting = &interface->altsetting[0];

  if (interface->num_altsetting != 1)
    return refuse_number ("settings", (guint) interface->num_altsetting, "one", error);
  if (setting->bAlternateSetting != 0)
    return refuse_number ("setting", setting->bAlternateSetting, "0", error);
  if (setting->bInterfaceNumber > INTERFACE_MAX)
    return refuse_number ("number of the interface", setting->bInterfaceNumber, "at most 31", error);
  if (setting->bNumEndpoints != ENDPOINTS)
    return refuse_number ("endpoints", setting->bNumEndpoints, "two", error);
  /* libusb keeps the number when the description breaks off before the endpoints. */
  if (setting->endpoint == NULL)
    return refuse ("an end before the endpoints", "two endpoints", error);

  return TRUE;
}

/* Full, high and SuperSpeed; the bits above the size are for other kinds of transfer. */
static gboolean
is_packet_size (guint16 size)
{
  return size == 8 || size == 16 || size == 32 || size == 64 || size == 512 || size == 1024;
}

static gboolean
check_endpoint (const struct libusb_endpoint_descriptor  *endpoint,
                GError                                  **error)
{
  guint8 reserved = endpoint->bEndpointAddress &
                    (guint8) ~(LIBUSB_ENDPOINT_ADDRESS_MASK | LIBUSB_ENDPOINT_DIR_MASK);

  if (reserved != 0 || (endpoint->bEndpointAddress & LIBUSB_ENDPOINT_ADDRESS_MASK) == 0)
    return refuse_number ("address of an endpoint", endpoint->bEndpointAddress, "1 to 15, with or without 128", error);
  if (endpoint->bmAttributes != LIBUSB_ENDPOINT_TRANSFER_TYPE_BULK)
    return refuse_number ("kind of an endpoint", endpoint->bmAttributes, "2 (bulk)", error);
  if (!is_packet_size (endpoint->wMaxPacketSize))
    return refuse_number ("bytes in a packet", endpoint->wMaxPacketSize,
                          "8, 16, 32, 64, 512 or 1024", error);

  return TRUE;
}

static gboolean
is_in (const struct libusb_endpoint_descriptor *endpoint)
{
  return (endpoint->bEndpointAddress & LIBUSB_ENDPOINT_DIR_MASK) == LIBUSB_ENDPOINT_IN;
}

gboolean
zm_usb_descriptor_judge (const struct libusb_config_descriptor  *configuration,
                         ZmUsbDescriptor                        *descriptor,
                         GError                                **error)
{
  const struct libusb_interface *interface;
  const struct libusb_endpoint_descriptor *in;
  const struct libusb_endpoint_descriptor *out;

  g_return_val_if_fail (configuration != NULL, FALSE);
  g_return_val_if_fail (descriptor != NULL, FALSE);

  interface = find_interface (configuration, error);
  if (interface == NULL || !check_setting (interface, error))
    return FALSE;
  in = &interface->altsetting[0].endpoint[0];
  out = &interface->altsetting[0].endpoint[1];
  if (!check_endpoint (in, error) || !check_endpoint (out, error))
    return FALSE;
  if (is_in (in) == is_in (out))
    return refuse ("both endpoints in one direction", "one in, one out", error);

  *descriptor = (ZmUsbDescriptor) {
    .interface = interface->altsetting[0].bInterfaceNumber,
    .in = is_in (in) ? in->bEndpointAddress : out->bEndpointAddress,
    .out = is_in (in) ? out->bEndpointAddress : in->bEndpointAddress,
    .in_packet = is_in (in) ? in->wMaxPacketSize : out->wMaxPacketSize,
    .out_packet = is_in (in) ? out->wMaxPacketSize : in->wMaxPacketSize,
  };

  return TRUE;
}

gboolean
zm_usb_descriptor_refuse (const char  *seen,
                          GError     **error)
{
  return refuse (seen, "one interface of class ff/5a/01", error);
}
