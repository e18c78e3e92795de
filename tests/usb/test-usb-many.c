#include "usb/usb-bus.h"

#include "tests/usb/mock-usb.h"

#include "app/base/error.h"

#include <errno.h>
#include <malloc.h>
#include <time.h>

/* Many devices, and one device many times. */

#define TIMEOUT  10000 /* ms; long enough that only a fault reaches it */
#define CYCLES   1000
#define WARM_UP  200   /* cycles in which caches may still grow; the mock keeps 126 devices */
#define GROWTH   (100 * 1024) /* bytes; what umockdev itself keeps of a device */
#define SLACK    16           /* descriptors that umockdev is about to close */
#define MANY     16
#define ALLOWED  (16 * 1024 * 1024) /* bytes that usbfs has for all devices */

typedef struct {
  MockUsb  *mock;
  ZmUsbBus *bus;
} Fixture;

static const ZmUsbId ids[] = { { MOCK_USB_VENDOR, MOCK_USB_PRODUCT } };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->mock = mock_usb_new ();
  fixture->bus = zm_usb_bus_new (ids, G_N_ELEMENTS (ids), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->bus);
  mock_usb_free (fixture->mock);
}

static GBytes *
make_frame (gsize length)
{
  return g_bytes_new_take (g_malloc0 (length), length);
}

/* Until the bus knows of so many. */
static void
await_devices (Fixture *fixture,
               guint    count)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT * G_TIME_SPAN_MILLISECOND;
  guint seen;

  do
    {
      g_autoptr(GPtrArray) list = zm_usb_bus_list (fixture->bus);

      seen = list->len;
      if (seen != count)
        g_usleep (200);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    } while (seen != count);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_carries (ZmTransport   *transport,
                MockUsbDevice *device)
{
  g_autoptr(GBytes) frame = make_frame (1000);
  g_autoptr(GBytes) there = NULL;
  g_autoptr(GBytes) back = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_transport_send (transport, frame, TIMEOUT, NULL, &error));
  g_assert_no_error (error);
  there = mock_usb_take (device, TIMEOUT);
  g_assert_nonnull (there);
  mock_usb_send (device, there);
  back = zm_transport_receive (transport, TIMEOUT, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (frame, back));
}

static void
assert_unplugged (ZmTransport *transport)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) frame = zm_transport_receive (transport, TIMEOUT, NULL, &error);

  g_assert_null (frame);
  g_assert_cmpstr (zm_error_get_check (error), ==, "tether.unplugged");
}

/* The ways in which a cable comes out, in turn. */
static void
unplug (MockUsbDevice *device,
        guint          cycle)
{
  if (cycle % 4 == 1)
    mock_usb_leave (device);
  if (cycle % 4 == 2)
    mock_usb_break (device, EPROTO);
  if (cycle % 4 == 3)
    {
      g_autoptr(GBytes) part = make_frame (70 * 512);

      mock_usb_send_part (device, part);
    }
  mock_usb_unplug (device);
}

static void
run_cycle (Fixture *fixture,
           guint    cycle)
{
  const MockUsbFacts facts = { .port = "1-1.2", .serial = "MON-1" };
  MockUsbDevice *device = mock_usb_plug (fixture->mock, &facts);
  g_autoptr(GError) error = NULL;
  ZmTransport *transport;

  await_devices (fixture, 1);
  transport = zm_usb_bus_open (fixture->bus, "1-1.2", NULL, &error);
  g_assert_no_error (error);
  assert_carries (transport, device);
  if (cycle % 3 == 0)
    {
      /* It is put back before the cable comes out. */
      g_assert_finalize_object (transport);
      mock_usb_assert_idle (device);
      unplug (device, cycle);
    }
  else
    {
      unplug (device, cycle);
      assert_unplugged (transport);
      g_assert_finalize_object (transport);
    }
  await_devices (fixture, 0);
}

static guint
count_entries (const char *path)
{
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (directory) != NULL)
    count++;

  return count;
}

static void
test_cycles (Fixture       *fixture,
             gconstpointer  data)
{
  guint descriptors = 0;
  gsize memory = 0;

  for (guint cycle = 0; cycle < CYCLES; cycle++)
    {
      if (cycle == WARM_UP)
        {
          descriptors = count_entries ("/proc/self/fd");
          memory = mallinfo2 ().uordblks;
        }
      run_cycle (fixture, cycle);
    }

  g_test_message ("descriptors: %u, then %u; memory: %zu, then %zu bytes; threads: %u", descriptors,
                  count_entries ("/proc/self/fd"), memory, mallinfo2 ().uordblks,
                  count_entries ("/proc/self/task"));
  g_assert_cmpuint (count_entries ("/proc/self/fd"), <=, descriptors + SLACK);
  g_assert_cmpuint (mallinfo2 ().uordblks, <, memory + GROWTH);
  g_assert_cmpuint (count_entries ("/proc/self/task"), <, 40);
}

static guint
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (guint) (now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

/* On nested hubs, all of them open: the kernel's memory is enough, nobody is mixed up, and waiting
 * costs nothing. */
static void
test_sixteen (Fixture       *fixture,
              gconstpointer  data)
{
  MockUsbDevice *devices[MANY];
  ZmTransport *transports[MANY];
  g_autoptr(GBytes) largest = make_frame (256 * 1024);
  gsize bytes = 0;
  guint before;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *port = g_strdup_printf ("1-1.%u.%u", i / 4 + 1, i % 4 + 1);
      const MockUsbFacts facts = { .port = port, .serial = port };

      devices[i] = mock_usb_plug (fixture->mock, &facts);
    }
  await_devices (fixture, MANY);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *port = g_strdup_printf ("1-1.%u.%u", i / 4 + 1, i % 4 + 1);
      g_autoptr(GError) error = NULL;

      transports[i] = zm_usb_bus_open (fixture->bus, port, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (zm_transport_send (transports[i], largest, TIMEOUT, NULL, &error));
      g_bytes_unref (mock_usb_take (devices[i], TIMEOUT));
      assert_carries (transports[i], devices[i]);
      bytes += mock_usb_count (devices[i]).pending_max;
    }
  g_test_message ("%zu bytes of URBs at most", bytes);
  g_assert_cmpuint (bytes, <, ALLOWED / 10 * 9);

  before = processor_time ();
  g_usleep (G_TIME_SPAN_SECOND);
  g_test_message ("%u ms of processor time in a second of waiting", processor_time () - before);
  g_assert_cmpuint (processor_time () - before, <, 20);

  for (guint i = 0; i < MANY; i++)
    g_assert_finalize_object (transports[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/usb-many/cycles", Fixture, NULL, set_up, test_cycles, tear_down);
  g_test_add ("/usb-many/sixteen", Fixture, NULL, set_up, test_sixteen, tear_down);

  return g_test_run ();
}
