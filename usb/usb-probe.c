#include "usb/usb-probe.h"

#include "usb/usb-handle.h"

#include "app/base/device-id.h"

/* NULL for a speed that this libusb does not know, or the kernel does not. */
static const char *
name_speed (enum libusb_speed speed)
{
  switch (speed)
    {
    case LIBUSB_SPEED_LOW:
      return "low";
    case LIBUSB_SPEED_FULL:
      return "full";
    case LIBUSB_SPEED_HIGH:
      return "high";
    case LIBUSB_SPEED_SUPER:
      return "super";
    case LIBUSB_SPEED_SUPER_PLUS:
      return "super-plus";
    case LIBUSB_SPEED_UNKNOWN:
      return NULL;
    }

  return NULL;
}

/* libusb turns what is not ASCII into question marks, which no device id has. */
static char *
read_serial (ZmUsbStay            *stay,
             libusb_device_handle *handle)
{
  struct libusb_device_descriptor facts;
  char text[ZM_DEVICE_ID_MAX + 2];
  int length;

  if (libusb_get_device_descriptor (stay->device, &facts) != LIBUSB_SUCCESS ||
      facts.iSerialNumber == 0)
    return NULL;
  length = libusb_get_string_descriptor_ascii (handle, facts.iSerialNumber, (guint8 *) text,
                                               sizeof text);
  if (length <= 0 || !zm_device_id_is_valid (text, length))
    return NULL;

  return g_strndup (text, (gsize) length);
}

ZmUsbDevice *
zm_usb_probe_run (ZmUsbStay    *stay,
                  GCancellable *cancellable)
{
  const char *speed;
  ZmUsbDescriptor descriptor;
  g_autoptr(GError) problem = NULL;
  g_autofree char *serial = NULL;
  libusb_device_handle *handle;

  g_return_val_if_fail (stay != NULL, NULL);

  speed = name_speed (libusb_get_device_speed (stay->device));
  if (!zm_usb_handle_describe (stay, &descriptor, &problem))
    return zm_usb_device_new (stay->port, NULL, speed, problem);

  handle = zm_usb_handle_open (stay, cancellable, &problem);
  if (handle != NULL)
    {
      serial = read_serial (stay, handle);
      libusb_close (handle);
    }

  return zm_usb_device_new (stay->port, serial, speed, problem);
}
