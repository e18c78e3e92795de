#include "usb/usb-bus.h"

#include "tests/usb/mock-usb.h"

#include "app/base/error.h"

/* Devices with descriptors that were changed at random, through the kernel's listing, libusb's parser
 * and our judgement. In a program of its own: libusb 1.0.26 leaks some bytes of what it refuses. */

#define TIMEOUT 10000 /* ms; long enough that only a fault reaches it */
#define ROUNDS  20
#define DEVICES 20
#define HEAD    4 /* bytes of length and kind; a device that spoils these is not even listed */

static const ZmUsbId ids[] = { { MOCK_USB_VENDOR, MOCK_USB_PRODUCT } };

static GBytes *
spoil (GBytes *good)
{
  gsize length = g_bytes_get_size (good);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (good, NULL), length);

  for (gint32 i = g_test_rand_int_range (0, 4); i > 0; i--)
    bytes[g_test_rand_int_range (HEAD, (gint32) length)] = (guint8) g_test_rand_int ();
  if (g_test_rand_bit ())
    length = (gsize) g_test_rand_int_range (9, (gint32) length + 1);

  return g_bytes_new (bytes, length);
}

static void
await_devices (ZmUsbBus *bus,
               guint     count)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT * G_TIME_SPAN_MILLISECOND;
  guint seen;

  do
    {
      g_autoptr(GPtrArray) list = zm_usb_bus_list (bus);

      seen = list->len;
      if (seen != count)
        g_usleep (G_TIME_SPAN_MILLISECOND);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    } while (seen != count);
}

/* Whoever is shown without a problem can be opened. */
static guint
judge_all (ZmUsbBus *bus)
{
  g_autoptr(GPtrArray) list = zm_usb_bus_list (bus);
  guint good = 0;

  for (guint i = 0; i < list->len; i++)
    {
      ZmUsbDevice *device = list->pdata[i];
      const GError *problem = zm_usb_device_get_problem (device);
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmTransport) transport = zm_usb_bus_open (bus, zm_usb_device_get_port (device), NULL,
                                                          &error);

      g_assert_cmpstr (problem != NULL ? zm_error_get_check (problem) : NULL, ==,
                       error != NULL ? zm_error_get_check (error) : NULL);
      if (problem != NULL)
        g_assert_cmpstr (zm_error_get_check (problem), ==, "usb.descriptor");
      good += transport != NULL;
    }

  return good;
}

static void
test_spoiled (void)
{
  MockUsb *mock = mock_usb_new ();
  g_autoptr(GBytes) good = mock_usb_configuration (480);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmUsbBus) bus = zm_usb_bus_new (ids, G_N_ELEMENTS (ids), &error);
  guint opened = 0;

  g_assert_no_error (error);
  for (guint round = 0; round < ROUNDS; round++)
    {
      MockUsbDevice *devices[DEVICES];

      for (guint i = 0; i < DEVICES; i++)
        {
          g_autoptr(GBytes) configuration = spoil (good);
          g_autofree char *port = g_strdup_printf ("1-%u", i + 1);
          const MockUsbFacts facts = { .port = port, .configuration = configuration };

          devices[i] = mock_usb_plug (mock, &facts);
        }
      await_devices (bus, DEVICES);
      opened += judge_all (bus);
      for (guint i = 0; i < DEVICES; i++)
        mock_usb_unplug (devices[i]);
      await_devices (bus, 0);
    }
  g_test_message ("%u of %u were good enough", opened, ROUNDS * DEVICES);
  g_assert_cmpuint (opened, >, 0);
  g_assert_cmpuint (opened, <, ROUNDS * DEVICES);
  g_clear_object (&bus);
  mock_usb_free (mock);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/usb-spoiled/descriptors", test_spoiled);

  return g_test_run ();
}
