#include "usb/usb-bus.h"

#include "tests/usb/mock-usb.h"
#include "usb/frame.h"

#include "app/base/error.h"

#include <errno.h>

#define TIMEOUT 10000 /* ms; long enough that only a fault reaches it */

typedef struct {
  MockUsb       *mock;
  MockUsbDevice *device;
  ZmUsbBus      *bus;
  ZmTransport   *transport;
} Fixture;

static const ZmUsbId ids[] = { { MOCK_USB_VENDOR, MOCK_USB_PRODUCT } };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const MockUsbFacts usual = { .port = "1-1" };
  g_autoptr(GError) error = NULL;

  fixture->mock = mock_usb_new ();
  fixture->device = mock_usb_plug (fixture->mock, data != NULL ? data : &usual);
  fixture->bus = zm_usb_bus_new (ids, G_N_ELEMENTS (ids), &error);
  g_assert_no_error (error);
  fixture->transport = zm_usb_bus_open (fixture->bus, "1-1", NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->transport != NULL)
    g_assert_finalize_object (fixture->transport);
  if (fixture->device != NULL)
    mock_usb_assert_idle (fixture->device);
  g_assert_finalize_object (fixture->bus);
  mock_usb_free (fixture->mock);
}

static GBytes *
make_frame (gsize length)
{
  guint8 *data = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (i * 31 + i / 256);

  return g_bytes_new_take (data, length);
}

static void
assert_check (const GError *error,
              ZmErrorCode   code,
              const char   *check)
{
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_true (zm_error_matches (error, code));
}

static void
assert_carries (Fixture *fixture,
                gsize    length)
{
  g_autoptr(GBytes) frame = make_frame (length);
  g_autoptr(GBytes) there = NULL;
  g_autoptr(GBytes) back = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_transport_send (fixture->transport, frame, TIMEOUT, NULL, &error));
  g_assert_no_error (error);
  there = mock_usb_take (fixture->device, TIMEOUT);
  g_assert_nonnull (there);
  g_assert_true (g_bytes_equal (there, frame));

  mock_usb_send (fixture->device, frame);
  back = zm_transport_receive (fixture->transport, TIMEOUT, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (back, frame));
}

static void
test_sizes (Fixture       *fixture,
            gconstpointer  data)
{
  static const gsize sizes[] = {
    1, 16, 511, 512, 513, 1024, 65535, 65536, 65537, 131072, ZM_FRAME_MAX - 1, ZM_FRAME_MAX,
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    assert_carries (fixture, sizes[i]);
}

static void
test_receive_timeout (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_transport_receive (fixture->transport, 30, NULL, &error));
  assert_check (error, ZM_ERROR_UNAVAILABLE, "tether.timeout");
  assert_carries (fixture, 100);
}

static void
test_absent (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_usb_bus_open (fixture->bus, "1-2", NULL, &error));
  assert_check (error, ZM_ERROR_UNAVAILABLE, "usb.absent");
}

static void
test_busy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_usb_bus_open (fixture->bus, "1-1", NULL, &error));
  assert_check (error, ZM_ERROR_UNAVAILABLE, "usb.busy");
  assert_carries (fixture, 100);
}

#define ADD(name, facts, function) \
  g_test_add ("/usb-transport/" name, Fixture, facts, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("sizes", NULL, test_sizes);
  ADD ("absent", NULL, test_absent);
  ADD ("busy", NULL, test_busy);
  ADD ("receive-timeout", NULL, test_receive_timeout);

  return g_test_run ();
}
