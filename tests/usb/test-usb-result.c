#include "usb/usb-result.h"

#include "app/base/error.h"

static void
test_errors (void)
{
  static const struct {
    enum libusb_error  result;
    ZmErrorCode        code;
    const char        *check;
    const char        *seen;
  } cases[] = {
    { LIBUSB_ERROR_NO_DEVICE, ZM_ERROR_UNAVAILABLE, "tether.unplugged", "1-2" },
    { LIBUSB_ERROR_ACCESS, ZM_ERROR_IO, "usb.access", "1-2" },
    { LIBUSB_ERROR_BUSY, ZM_ERROR_UNAVAILABLE, "usb.busy", "1-2" },
    { LIBUSB_ERROR_NO_MEM, ZM_ERROR_UNAVAILABLE, "usb.memory", "1-2" },
    { LIBUSB_ERROR_IO, ZM_ERROR_IO, "usb.io", "LIBUSB_ERROR_IO" },
    { LIBUSB_ERROR_INVALID_PARAM, ZM_ERROR_IO, "usb.io", "LIBUSB_ERROR_INVALID_PARAM" },
    { LIBUSB_ERROR_NOT_FOUND, ZM_ERROR_IO, "usb.io", "LIBUSB_ERROR_NOT_FOUND" },
    { LIBUSB_ERROR_TIMEOUT, ZM_ERROR_IO, "usb.io", "LIBUSB_ERROR_TIMEOUT" },
    { LIBUSB_ERROR_OVERFLOW, ZM_ERROR_IO, "usb.io", "LIBUSB_ERROR_OVERFLOW" },
    { LIBUSB_ERROR_PIPE, ZM_ERROR_IO, "usb.io", "LIBUSB_ERROR_PIPE" },
    { LIBUSB_ERROR_INTERRUPTED, ZM_ERROR_IO, "usb.io", "LIBUSB_ERROR_INTERRUPTED" },
    { LIBUSB_ERROR_NOT_SUPPORTED, ZM_ERROR_IO, "usb.io", "LIBUSB_ERROR_NOT_SUPPORTED" },
    { LIBUSB_ERROR_OTHER, ZM_ERROR_IO, "usb.io", "LIBUSB_ERROR_OTHER" },
    { -77, ZM_ERROR_IO, "usb.io", "LIBUSB_ERROR_OTHER" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (zm_usb_result_set (cases[i].result, "1-2", &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
      g_assert_cmpstr (zm_error_get_seen (error), ==, cases[i].seen);
      g_assert_true (zm_error_matches (error, cases[i].code));
    }
}

static void
test_ends (void)
{
  static const struct {
    enum libusb_transfer_status  status;
    ZmUsbResult                  result;
    const char                  *name;
  } cases[] = {
    { LIBUSB_TRANSFER_COMPLETED, ZM_USB_RESULT_DONE, "LIBUSB_TRANSFER_COMPLETED" },
    { LIBUSB_TRANSFER_CANCELLED, ZM_USB_RESULT_CANCELLED, "LIBUSB_TRANSFER_CANCELLED" },
    { LIBUSB_TRANSFER_NO_DEVICE, ZM_USB_RESULT_GONE, "LIBUSB_TRANSFER_NO_DEVICE" },
    { LIBUSB_TRANSFER_ERROR, ZM_USB_RESULT_BROKEN, "LIBUSB_TRANSFER_ERROR" },
    { LIBUSB_TRANSFER_TIMED_OUT, ZM_USB_RESULT_BROKEN, "LIBUSB_TRANSFER_TIMED_OUT" },
    { LIBUSB_TRANSFER_STALL, ZM_USB_RESULT_BROKEN, "LIBUSB_TRANSFER_STALL" },
    { LIBUSB_TRANSFER_OVERFLOW, ZM_USB_RESULT_BROKEN, "LIBUSB_TRANSFER_OVERFLOW" },
    { 99, ZM_USB_RESULT_BROKEN, "LIBUSB_TRANSFER_ERROR" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (zm_usb_result_judge (cases[i].status), ==, cases[i].result);
      g_assert_cmpstr (zm_usb_result_name (cases[i].status), ==, cases[i].name);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/usb-result/errors", test_errors);
  g_test_add_func ("/usb-result/ends", test_ends);

  return g_test_run ();
}
