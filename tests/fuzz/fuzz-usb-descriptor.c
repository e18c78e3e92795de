#include "tests/fuzz/fuzz.h"
#include "usb/usb-descriptor.h"

#include <errno.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/usbdevice_fs.h>

/* A configuration descriptor, raw, by way of libusb's own parser. That one takes it from a file
 * descriptor, behind which it believes usbfs. */

/* libusb 1.0.26 leaks some bytes of what it refuses. */
void __lsan_disable (void) __attribute__ ((weak));
void __lsan_enable (void) __attribute__ ((weak));

static const guint8 head[18] = { 18, 1, 0, 2, 0, 0, 0, 64, 0x09, 0x12, 1, 0, 0, 1, 0, 0, 0, 1 };

/* libusb finds this one first: there is no usbfs. */
int
ioctl (int           fd,
       unsigned long request,
       ...)
{
  va_list arguments;

  if (request == USBDEVFS_CONNECTINFO)
    {
      struct usbdevfs_connectinfo *information;

      va_start (arguments, request);
      information = va_arg (arguments, struct usbdevfs_connectinfo *);
      va_end (arguments);
      *information = (struct usbdevfs_connectinfo) { .devnum = 2 };
      return 0;
    }

  errno = ENOTTY;
  return -1;
}

static libusb_context *
get_context (void)
{
  static libusb_context *context;

  if (context == NULL)
    {
      libusb_set_option (NULL, LIBUSB_OPTION_NO_DEVICE_DISCOVERY);
      g_assert_cmpint (libusb_init (&context), ==, LIBUSB_SUCCESS);
    }

  return context;
}

static struct libusb_config_descriptor *
parse (int fd)
{
  struct libusb_config_descriptor *configuration = NULL;
  libusb_device_handle *handle = NULL;

  if (libusb_wrap_sys_device (get_context (), fd, &handle) != LIBUSB_SUCCESS)
    return NULL;
  if (libusb_get_active_config_descriptor (libusb_get_device (handle), &configuration) !=
      LIBUSB_SUCCESS)
    configuration = NULL;
  libusb_close (handle);

  return configuration;
}

static void
judge (const struct libusb_config_descriptor *configuration)
{
  ZmUsbDescriptor untouched;
  ZmUsbDescriptor descriptor;
  g_autoptr(GError) error = NULL;
  gboolean accepted;

  memset (&untouched, 0x5a, sizeof untouched);
  descriptor = untouched;
  accepted = zm_usb_descriptor_judge (configuration, &descriptor, &error);
  fuzz_check (accepted, &error);
  if (!accepted)
    {
      g_assert_cmpmem (&descriptor, sizeof descriptor, &untouched, sizeof untouched);
      return;
    }

  g_assert_cmpuint (descriptor.interface, <, 32);
  g_assert_cmpuint (descriptor.in & 0xf0, ==, 0x80);
  g_assert_cmpuint (descriptor.out & 0xf0, ==, 0);
  g_assert_cmpuint (descriptor.in & 0x0f, >, 0);
  g_assert_cmpuint (descriptor.out & 0x0f, >, 0);
  g_assert_cmpuint (64 * 1024 % descriptor.in_packet, ==, 0);
  g_assert_cmpuint (64 * 1024 % descriptor.out_packet, ==, 0);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  int fd = memfd_create ("descriptors", MFD_CLOEXEC);
  struct libusb_config_descriptor *configuration;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, head, sizeof head), ==, sizeof head);
  g_assert_cmpint (write (fd, data, size), ==, size);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);

  if (__lsan_disable != NULL)
    __lsan_disable ();
  configuration = parse (fd);
  if (__lsan_enable != NULL)
    __lsan_enable ();
  if (configuration != NULL)
    judge (configuration);
  libusb_free_config_descriptor (configuration);
  close (fd);
}
