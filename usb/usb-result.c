#include "usb/usb-result.h"

#include "usb/transport-private.h"

#include "app/base/error.h"

static gboolean
set_access (const char  *port,
            GError     **error)
{
  zm_error_set (error, ZM_ERROR_IO, "usb.access", port, "the right to write to the device’s node",
                "This user may not use the device at USB port %s", port);
  return FALSE;
}

static gboolean
set_busy (const char  *port,
          GError     **error)
{
  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "usb.busy", port, NULL,
                "Another program or a driver of the system uses the device at USB port %s", port);
  return FALSE;
}

static gboolean
set_memory (const char  *port,
            GError     **error)
{
  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "usb.memory", port, NULL,
                "The system’s memory for USB is used up");
  return FALSE;
}

static gboolean
set_other (enum libusb_error   result,
           const char         *port,
           GError            **error)
{
  zm_error_set (error, ZM_ERROR_IO, "usb.io", libusb_error_name (result), NULL,
                "The device at USB port %s cannot be used", port);
  return FALSE;
}

gboolean
zm_usb_result_set (int          result,
                   const char  *port,
                   GError     **error)
{
  enum libusb_error named = result;

  g_return_val_if_fail (result < 0, FALSE);
  g_return_val_if_fail (port != NULL, FALSE);

  switch (named)
    {
    case LIBUSB_ERROR_NO_DEVICE:
      return zm_transport_set_unplugged (port, error);
    case LIBUSB_ERROR_ACCESS:
      return set_access (port, error);
    case LIBUSB_ERROR_BUSY:
      return set_busy (port, error);
    case LIBUSB_ERROR_NO_MEM:
      return set_memory (port, error);
    case LIBUSB_SUCCESS:
    case LIBUSB_ERROR_IO:
    case LIBUSB_ERROR_INVALID_PARAM:
    case LIBUSB_ERROR_NOT_FOUND:
    case LIBUSB_ERROR_TIMEOUT:
    case LIBUSB_ERROR_OVERFLOW:
    case LIBUSB_ERROR_PIPE:
    case LIBUSB_ERROR_INTERRUPTED:
    case LIBUSB_ERROR_NOT_SUPPORTED:
    case LIBUSB_ERROR_OTHER:
      return set_other (named, port, error);
    }

  return set_other (LIBUSB_ERROR_OTHER, port, error);
}

ZmUsbResult
zm_usb_result_judge (enum libusb_transfer_status status)
{
  switch (status)
    {
    case LIBUSB_TRANSFER_COMPLETED:
      return ZM_USB_RESULT_DONE;
    case LIBUSB_TRANSFER_CANCELLED:
      return ZM_USB_RESULT_CANCELLED;
    case LIBUSB_TRANSFER_NO_DEVICE:
      return ZM_USB_RESULT_GONE;
    case LIBUSB_TRANSFER_ERROR:
    case LIBUSB_TRANSFER_TIMED_OUT:
    case LIBUSB_TRANSFER_STALL:
    case LIBUSB_TRANSFER_OVERFLOW:
      return ZM_USB_RESULT_BROKEN;
    }

  return ZM_USB_RESULT_BROKEN;
}

const char *
zm_usb_result_name (enum libusb_transfer_status status)
{
  switch (status)
    {
    case LIBUSB_TRANSFER_COMPLETED:
      return "LIBUSB_TRANSFER_COMPLETED";
    case LIBUSB_TRANSFER_CANCELLED:
      return "LIBUSB_TRANSFER_CANCELLED";
    case LIBUSB_TRANSFER_NO_DEVICE:
      return "LIBUSB_TRANSFER_NO_DEVICE";
    case LIBUSB_TRANSFER_ERROR:
      return "LIBUSB_TRANSFER_ERROR";
    case LIBUSB_TRANSFER_TIMED_OUT:
      return "LIBUSB_TRANSFER_TIMED_OUT";
    case LIBUSB_TRANSFER_STALL:
      return "LIBUSB_TRANSFER_STALL";
    case LIBUSB_TRANSFER_OVERFLOW:
      return "LIBUSB_TRANSFER_OVERFLOW";
    }

  return "LIBUSB_TRANSFER_ERROR";
}
