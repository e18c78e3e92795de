#include "usb/usb-handle.h"

#include "usb/usb-result.h"

#define ACCESS_PATIENCE G_TIME_SPAN_SECOND
#define ACCESS_PAUSE    (50 * G_TIME_SPAN_MILLISECOND)

/* What vanishes under libusb's hands is not always called so by it. */
static gboolean
set_failure (ZmUsbStay  *stay,
             int         result,
             GError    **error)
{
  gboolean clear = result == LIBUSB_ERROR_ACCESS || result == LIBUSB_ERROR_BUSY ||
                   result == LIBUSB_ERROR_NO_DEVICE || result == LIBUSB_ERROR_NO_MEM;
  gboolean left = clear ? zm_usb_stay_has_left (stay) : zm_usb_stay_is_over (stay);

  return zm_usb_result_set (left ? LIBUSB_ERROR_NO_DEVICE : result, stay->port, error);
}

/* FALSE when there is no use in another try. */
static gboolean
wait_a_bit (ZmUsbStay    *stay,
            gint64        deadline,
            GCancellable *cancellable)
{
  gint64 until = MIN (g_get_monotonic_time () + ACCESS_PAUSE, deadline);
  gboolean left;

  g_mutex_lock (&stay->lock);
  while (!stay->left && zm_usb_stay_wait (stay, until))
    ;
  left = stay->left;
  g_mutex_unlock (&stay->lock);

  return !left && !g_cancellable_is_cancelled (cancellable) && g_get_monotonic_time () < deadline;
}

libusb_device_handle *
zm_usb_handle_open (ZmUsbStay     *stay,
                    GCancellable  *cancellable,
                    GError       **error)
{
  gint64 deadline = g_get_monotonic_time () + ACCESS_PATIENCE;
  libusb_device_handle *handle = NULL;
  int result;

  g_return_val_if_fail (stay != NULL, NULL);

  do
    result = libusb_open (stay->device, &handle);
  while (result == LIBUSB_ERROR_ACCESS && wait_a_bit (stay, deadline, cancellable));
  if (result == LIBUSB_SUCCESS)
    return handle;

  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    set_failure (stay, result, error);
  return NULL;
}

gboolean
zm_usb_handle_describe (ZmUsbStay        *stay,
                        ZmUsbDescriptor  *descriptor,
                        GError          **error)
{
  struct libusb_config_descriptor *configuration = NULL;
  gboolean good;
  int result;

  g_return_val_if_fail (stay != NULL, FALSE);

  result = libusb_get_active_config_descriptor (stay->device, &configuration);
  if (result == LIBUSB_ERROR_IO || result == LIBUSB_ERROR_NOT_FOUND)
    return zm_usb_descriptor_refuse ("no readable configuration", error);
  if (result != LIBUSB_SUCCESS)
    return zm_usb_result_set (result, stay->port, error);

  good = zm_usb_descriptor_judge (configuration, descriptor, error);
  libusb_free_config_descriptor (configuration);

  return good;
}

gboolean
zm_usb_handle_claim (libusb_device_handle  *handle,
                     ZmUsbStay             *stay,
                     guint8                 interface,
                     GError               **error)
{
  int result;

  g_return_val_if_fail (handle != NULL, FALSE);
  g_return_val_if_fail (stay != NULL, FALSE);

  result = libusb_claim_interface (handle, interface);
  if (result == LIBUSB_SUCCESS)
    result = libusb_set_interface_alt_setting (handle, interface, 0);

  return result == LIBUSB_SUCCESS || set_failure (stay, result, error);
}
