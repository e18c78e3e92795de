#include "usb/usb-bus.h"

#include "tests/usb/mock-usb.h"
#include "usb/frame.h"

#include "app/base/error.h"

#include <errno.h>

#include <linux/usbdevice_fs.h>

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
assert_carries_out (Fixture *fixture,
                    gsize    length)
{
  g_autoptr(GBytes) frame = make_frame (length);
  g_autoptr(GBytes) there = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_transport_send (fixture->transport, frame, TIMEOUT, NULL, &error));
  g_assert_no_error (error);
  there = mock_usb_take (fixture->device, TIMEOUT);
  g_assert_nonnull (there);
  g_assert_true (g_bytes_equal (there, frame));
}

static void
assert_carries_in (Fixture *fixture,
                   gsize    length)
{
  g_autoptr(GBytes) frame = make_frame (length);
  g_autoptr(GBytes) back = NULL;
  g_autoptr(GError) error = NULL;

  mock_usb_send (fixture->device, frame);
  back = zm_transport_receive (fixture->transport, TIMEOUT, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (back, frame));
}

static void
assert_carries (Fixture *fixture,
                gsize    length)
{
  assert_carries_out (fixture, length);
  assert_carries_in (fixture, length);
}

static const MockUsbFacts full_speed = { .port = "1-1", .speed = 12 };
static const MockUsbFacts super_speed = { .port = "1-1", .speed = 5000 };
/* libusb cuts a transfer into pieces of 16 KiB for it. */
static const MockUsbFacts old_controller = {
  .port = "1-1",
  .capabilities = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION,
};

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
assert_receives_nothing (Fixture    *fixture,
                         const char *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) frame = zm_transport_receive (fixture->transport, TIMEOUT, NULL, &error);

  g_assert_null (frame);
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
assert_sends_nothing (Fixture    *fixture,
                      const char *check)
{
  g_autoptr(GBytes) frame = make_frame (100);
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_transport_send (fixture->transport, frame, TIMEOUT, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
assert_receives (Fixture *fixture,
                 gsize    length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) frame = zm_transport_receive (fixture->transport, TIMEOUT, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (frame), ==, length);
}

static void
device_sends (Fixture *fixture,
              gsize    length)
{
  g_autoptr(GBytes) frame = make_frame (length);

  mock_usb_send (fixture->device, frame);
}

static void
device_begins (Fixture *fixture,
               gsize    length)
{
  g_autoptr(GBytes) part = make_frame (length);

  mock_usb_send_part (fixture->device, part);
}

static void
unplug (Fixture *fixture)
{
  mock_usb_unplug (g_steal_pointer (&fixture->device));
}

static void
test_names_the_port (Fixture       *fixture,
                     gconstpointer  data)
{
  g_assert_cmpstr (zm_transport_get_port (fixture->transport), ==, "1-1");
  g_assert_cmpuint (mock_usb_count (fixture->device).begun, ==, 1);
  g_assert_cmpuint (mock_usb_count (fixture->device).claimed, ==, 1);
}

/* Whatever was under way before belongs to another conversation. */
static void
test_begins_anew (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  device_sends (fixture, 100);
  device_begins (fixture, 512);
  g_assert_finalize_object (g_steal_pointer (&fixture->transport));
  mock_usb_assert_idle (fixture->device);
  device_sends (fixture, 200);

  fixture->transport = zm_usb_bus_open (fixture->bus, "1-1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mock_usb_count (fixture->device).begun, ==, 2);
  g_assert_null (zm_transport_receive (fixture->transport, 20, NULL, &error));
  assert_check (error, ZM_ERROR_UNAVAILABLE, "tether.timeout");
  assert_carries (fixture, 300);
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

/* Each way in which opening fails leaves nothing behind, and the next try succeeds. */
static void
test_opening_fails (Fixture       *fixture,
                    gconstpointer  data)
{
  static const struct {
    MockUsbPoint  point;
    int           number;
    const char   *check;
  } cases[] = {
    { MOCK_USB_OPEN, EIO, "usb.io" },
    { MOCK_USB_OPEN, ENODEV, "usb.io" }, /* libusb's word for it, without an announcement */
    { MOCK_USB_CLAIM, EBUSY, "usb.busy" },
    { MOCK_USB_CLAIM, ENODEV, "tether.unplugged" },
    { MOCK_USB_CLAIM, EPERM, "usb.io" },
    { MOCK_USB_SET_INTERFACE, EPIPE, "usb.io" },
    { MOCK_USB_SET_INTERFACE, EPROTO, "usb.io" },
    { MOCK_USB_SET_INTERFACE, ENODEV, "tether.unplugged" },
    { MOCK_USB_SUBMIT_IN, ENODEV, "tether.unplugged" },
    { MOCK_USB_SUBMIT_IN, EIO, "tether.io" },
    { MOCK_USB_SUBMIT_IN, ENOMEM, "tether.io" },
  };

  g_clear_object (&fixture->transport);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      mock_usb_fail (fixture->device, cases[i].point, cases[i].number, 1);
      g_assert_null (zm_usb_bus_open (fixture->bus, "1-1", NULL, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
      mock_usb_assert_idle (fixture->device);

      g_clear_error (&error);
      fixture->transport = zm_usb_bus_open (fixture->bus, "1-1", NULL, &error);
      g_assert_no_error (error);
      assert_carries (fixture, 10);
      g_clear_object (&fixture->transport);
    }
}

static void
test_receive_timeout (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_null (zm_transport_receive (fixture->transport, 30, NULL, &error));
  assert_check (error, ZM_ERROR_UNAVAILABLE, "tether.timeout");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 30 * 1000);
  assert_carries (fixture, 100);

  /* What has begun by then is not lost. */
  device_begins (fixture, 65536 + 512);
  g_clear_error (&error);
  g_assert_null (zm_transport_receive (fixture->transport, 30, NULL, &error));
  assert_check (error, ZM_ERROR_UNAVAILABLE, "tether.timeout");
  device_sends (fixture, 1);
  assert_receives (fixture, 65536 + 512 + 1);
}

/* Nothing went out, so that the stream is whole. */
static void
test_send_timeout (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GBytes) frame = make_frame (ZM_FRAME_MAX);
  g_autoptr(GError) error = NULL;

  mock_usb_hold (fixture->device, TRUE);
  g_assert_false (zm_transport_send (fixture->transport, frame, 30, NULL, &error));
  assert_check (error, ZM_ERROR_UNAVAILABLE, "tether.timeout");
  mock_usb_hold (fixture->device, FALSE);
  assert_carries (fixture, 100);
}

/* Only some pieces were taken: nobody can tell any more where a frame begins. */
static void
test_send_torn (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GBytes) frame = make_frame (ZM_FRAME_MAX);
  g_autoptr(GError) error = NULL;

  mock_usb_hold_after (fixture->device, 2);
  g_assert_false (zm_transport_send (fixture->transport, frame, 30, NULL, &error));
  assert_check (error, ZM_ERROR_UNAVAILABLE, "tether.timeout");
  mock_usb_hold (fixture->device, FALSE);
  assert_sends_nothing (fixture, "tether.io");
  g_assert_null (mock_usb_take (fixture->device, 0));
  g_assert_false (zm_transport_is_gone (fixture->transport));
}

static gpointer
cancel_later (gpointer data)
{
  g_usleep (20 * 1000);
  g_cancellable_cancel (data);

  return NULL;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GCancellable) receiving = g_cancellable_new ();
  g_autoptr(GCancellable) sending = g_cancellable_new ();
  g_autoptr(GBytes) frame = make_frame (ZM_FRAME_MAX);
  g_autoptr(GError) error = NULL;
  GThread *thread = g_thread_new ("canceller", cancel_later, receiving);

  g_assert_null (zm_transport_receive (fixture->transport, ZM_TRANSPORT_FOREVER, receiving,
                                       &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_clear_error (&error);
  g_assert_null (zm_transport_receive (fixture->transport, ZM_TRANSPORT_FOREVER, receiving,
                                       &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  mock_usb_hold (fixture->device, TRUE);
  thread = g_thread_new ("canceller", cancel_later, sending);
  g_clear_error (&error);
  g_assert_false (zm_transport_send (fixture->transport, frame, ZM_TRANSPORT_FOREVER, sending,
                                     &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  mock_usb_hold (fixture->device, FALSE);
  assert_carries (fixture, 100);
}

static gpointer
close_later (gpointer data)
{
  g_usleep (20 * 1000);
  zm_transport_close (data);

  return NULL;
}

static void
test_close_wakes (Fixture       *fixture,
                  gconstpointer  data)
{
  GThread *thread = g_thread_new ("closer", close_later, fixture->transport);

  g_assert_false (zm_transport_is_gone (fixture->transport));
  assert_receives_nothing (fixture, "tether.unplugged");
  g_thread_join (thread);
  g_assert_true (zm_transport_is_gone (fixture->transport));
  assert_sends_nothing (fixture, "tether.unplugged");
  mock_usb_assert_idle (fixture->device);
  zm_transport_close (fixture->transport);
}

static void
test_close_wakes_sender (Fixture       *fixture,
                         gconstpointer  data)
{
  GThread *thread = g_thread_new ("closer", close_later, fixture->transport);

  mock_usb_hold (fixture->device, TRUE);
  assert_sends_nothing (fixture, "tether.unplugged");
  g_thread_join (thread);
  mock_usb_assert_idle (fixture->device);
}

static gpointer
receive_until_gone (gpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) frame = zm_transport_receive (data, TIMEOUT, NULL, &error);

  g_assert_null (frame);
  return g_strdup (zm_error_get_check (error));
}

/* All at once, from several threads. */
static void
test_close_together (Fixture       *fixture,
                     gconstpointer  data)
{
  GThread *receiver = g_thread_new ("receiver", receive_until_gone, fixture->transport);
  GThread *closers[3];
  g_autofree char *check = NULL;

  mock_usb_hold (fixture->device, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (closers); i++)
    closers[i] = g_thread_new ("closer", close_later, fixture->transport);
  assert_sends_nothing (fixture, "tether.unplugged");
  for (guint i = 0; i < G_N_ELEMENTS (closers); i++)
    g_thread_join (closers[i]);
  check = g_thread_join (receiver);
  g_assert_cmpstr (check, ==, "tether.unplugged");
}

static gpointer
send_many (gpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(GBytes) frame = make_frame (1 + i * 13000);

      g_assert_true (zm_transport_send (data, frame, TIMEOUT, NULL, NULL));
    }

  return NULL;
}

static void
test_both_ways (Fixture       *fixture,
                gconstpointer  data)
{
  GThread *sender = g_thread_new ("sender", send_many, fixture->transport);

  for (guint i = 0; i < 20; i++)
    {
      device_sends (fixture, 1 + i * 13000);
      assert_receives (fixture, 1 + i * 13000);
    }
  g_thread_join (sender);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(GBytes) frame = mock_usb_take (fixture->device, TIMEOUT);

      g_assert_cmpuint (g_bytes_get_size (frame), ==, 1 + i * 13000);
    }
}

static void
test_large_frame (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  device_sends (fixture, ZM_FRAME_MAX + 1);
  device_sends (fixture, 4);
  g_assert_null (zm_transport_receive (fixture->transport, TIMEOUT, NULL, &error));
  assert_check (error, ZM_ERROR_INVALID, "tether.size");
  assert_receives (fixture, 4);

  device_sends (fixture, 5 * ZM_FRAME_MAX);
  device_sends (fixture, 5);
  assert_receives_nothing (fixture, "tether.size");
  assert_receives (fixture, 5);
  assert_carries (fixture, 100);
}

/* Waits until the host has taken all that it wants; what is left then. */
static gsize
settle (Fixture *fixture)
{
  gsize left = mock_usb_count_unsent (fixture->device);
  gsize before;

  do
    {
      before = left;
      g_usleep (100 * 1000);
      left = mock_usb_count_unsent (fixture->device);
    } while (left != before);

  return left;
}

/* It is told at once, without waiting for an end that never comes, and then read no further. */
static void
test_endless_frame (Fixture       *fixture,
                    gconstpointer  data)
{
  const gsize length = 64 * ZM_FRAME_MAX / 1024 * 1024;

  device_begins (fixture, length);
  g_assert_cmpuint (settle (fixture), >, length - 4 * ZM_FRAME_MAX);
  assert_receives_nothing (fixture, "tether.size");
  assert_carries_out (fixture, 100);
}

static void
test_flood_of_large (Fixture       *fixture,
                     gconstpointer  data)
{
  gsize left;

  for (guint i = 0; i < 32; i++)
    device_sends (fixture, ZM_FRAME_MAX);
  left = settle (fixture);
  g_assert_cmpuint (left, >=, 27 * (gsize) ZM_FRAME_MAX);
  for (guint i = 0; i < 32; i++)
    assert_receives (fixture, ZM_FRAME_MAX);
  assert_carries (fixture, 100);
}

static void
test_flood_of_small (Fixture       *fixture,
                     gconstpointer  data)
{
  for (guint i = 0; i < 2000; i++)
    device_sends (fixture, 1);
  g_assert_cmpuint (settle (fixture), >=, 2000 - 64 - 4);
  for (guint i = 0; i < 2000; i++)
    assert_receives (fixture, 1);
  assert_carries (fixture, 100);
}

/* An empty frame is one too: whoever decodes it refuses it. */
static void
test_flood_of_empty (Fixture       *fixture,
                     gconstpointer  data)
{
  guint submitted;

  for (guint i = 0; i < 2000; i++)
    device_sends (fixture, 0);
  (void) settle (fixture);
  submitted = mock_usb_count (fixture->device).submitted;
  g_usleep (100 * 1000);
  g_assert_cmpuint (mock_usb_count (fixture->device).submitted, ==, submitted);
  g_assert_cmpuint (submitted, <, 100);
  for (guint i = 0; i < 2000; i++)
    assert_receives (fixture, 0);
}

static void
test_unplug (Fixture       *fixture,
             gconstpointer  data)
{
  unplug (fixture);
  assert_receives_nothing (fixture, "tether.unplugged");
  assert_sends_nothing (fixture, "tether.unplugged");
  g_assert_true (zm_transport_is_gone (fixture->transport));
}

static void
test_last_words (Fixture       *fixture,
                 gconstpointer  data)
{
  device_sends (fixture, 100);
  device_sends (fixture, 1000);
  device_begins (fixture, 512);
  unplug (fixture);
  assert_receives (fixture, 100);
  assert_receives (fixture, 1000);
  assert_receives_nothing (fixture, "tether.unplugged");
}

static gpointer
leave_later (gpointer data)
{
  g_usleep (100 * 1000);
  mock_usb_leave (data);

  return NULL;
}

/* The transfer fails, and the news comes after it; or before. */
static void
test_error_then_left (Fixture       *fixture,
                      gconstpointer  data)
{
  GThread *thread;

  mock_usb_break (fixture->device, EPROTO);
  thread = g_thread_new ("leave", leave_later, fixture->device);
  assert_receives_nothing (fixture, "tether.unplugged");
  g_thread_join (thread);
  unplug (fixture);
}

static void
test_error_then_left_sending (Fixture       *fixture,
                              gconstpointer  data)
{
  GThread *thread;

  mock_usb_hold (fixture->device, TRUE);
  mock_usb_fail (fixture->device, MOCK_USB_SUBMIT_OUT, EIO, 1);
  thread = g_thread_new ("leave", leave_later, fixture->device);
  assert_sends_nothing (fixture, "tether.unplugged");
  g_thread_join (thread);
  unplug (fixture);
}

static gpointer
break_later (gpointer data)
{
  g_usleep (100 * 1000);
  mock_usb_break (data, EPROTO);

  return NULL;
}

static void
test_left_first (Fixture       *fixture,
                 gconstpointer  data)
{
  GThread *thread = g_thread_new ("break", break_later, fixture->device);

  mock_usb_leave (fixture->device);
  assert_receives_nothing (fixture, "tether.unplugged");
  g_thread_join (thread);
  unplug (fixture);
}

/* A kernel that announces it and never ends the transfers keeps nobody waiting. */
static void
test_left_alone (Fixture       *fixture,
                 gconstpointer  data)
{
  mock_usb_leave (fixture->device);
  assert_receives_nothing (fixture, "tether.unplugged");
  unplug (fixture);
}

/* Errors of which no unplugging comes keep libusb's word, and are told each time. */
static void
test_errors_in (Fixture       *fixture,
                gconstpointer  data)
{
  static const struct {
    int         number;
    const char *check;
    const char *seen;
  } cases[] = {
    { EPIPE, "tether.io", "LIBUSB_TRANSFER_STALL" },
    { EPROTO, "tether.io", "LIBUSB_TRANSFER_ERROR" },
    { EILSEQ, "tether.io", "LIBUSB_TRANSFER_ERROR" },
    { EOVERFLOW, "tether.io", "LIBUSB_TRANSFER_OVERFLOW" },
    { ENODEV, "tether.unplugged", "1-1" },
    { ESHUTDOWN, "tether.unplugged", "1-1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      mock_usb_fail (fixture->device, MOCK_USB_REAP_IN, cases[i].number, 1);
      device_sends (fixture, 10);
      g_assert_null (zm_transport_receive (fixture->transport, TIMEOUT, NULL, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
      g_assert_cmpstr (zm_error_get_seen (error), ==, cases[i].seen);
      assert_receives_nothing (fixture, cases[i].check);
      assert_sends_nothing (fixture, cases[i].check);
      g_assert_true (zm_transport_is_gone (fixture->transport));

      g_clear_object (&fixture->transport);
      mock_usb_assert_idle (fixture->device);
      g_clear_error (&error);
      fixture->transport = zm_usb_bus_open (fixture->bus, "1-1", NULL, &error);
      g_assert_no_error (error);
      assert_carries (fixture, 10);
    }
}

/* What follows a piece that was lost is no frame. */
static void
test_lost_piece (Fixture       *fixture,
                 gconstpointer  data)
{
  mock_usb_fail (fixture->device, MOCK_USB_REAP_IN, EPROTO, 1);
  device_sends (fixture, 65536 + 10);
  (void) settle (fixture);
  assert_receives_nothing (fixture, "tether.io");
}

static void
test_errors_out (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct {
    MockUsbPoint  point;
    int           number;
    const char   *check;
    const char   *seen;
  } cases[] = {
    { MOCK_USB_REAP_OUT, EPIPE, "tether.io", "LIBUSB_TRANSFER_STALL" },
    { MOCK_USB_REAP_OUT, EPROTO, "tether.io", "LIBUSB_TRANSFER_ERROR" },
    { MOCK_USB_REAP_OUT, ENODEV, "tether.unplugged", "1-1" },
    { MOCK_USB_SUBMIT_OUT, ENODEV, "tether.unplugged", "1-1" },
    { MOCK_USB_SUBMIT_OUT, EIO, "tether.io", "LIBUSB_ERROR_IO" },
    { MOCK_USB_SUBMIT_OUT, ENOMEM, "tether.io", "LIBUSB_ERROR_NO_MEM" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) frame = make_frame (ZM_FRAME_MAX);
      g_autoptr(GError) error = NULL;

      mock_usb_fail (fixture->device, cases[i].point, cases[i].number, 1);
      g_assert_false (zm_transport_send (fixture->transport, frame, TIMEOUT, NULL, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
      g_assert_cmpstr (zm_error_get_seen (error), ==, cases[i].seen);
      assert_receives_nothing (fixture, cases[i].check);

      g_clear_object (&fixture->transport);
      mock_usb_assert_idle (fixture->device);
      g_clear_error (&error);
      fixture->transport = zm_usb_bus_open (fixture->bus, "1-1", NULL, &error);
      g_assert_no_error (error);
    }
}

static void
test_unplug_in_mid_frame (Fixture       *fixture,
                          gconstpointer  data)
{
  GThread *thread;
  g_autoptr(GBytes) frame = make_frame (ZM_FRAME_MAX);
  g_autoptr(GError) error = NULL;

  device_begins (fixture, 65536 + 1024);
  mock_usb_hold_after (fixture->device, 2);
  thread = g_thread_new ("break", break_later, fixture->device);
  g_assert_false (zm_transport_send (fixture->transport, frame, 50, NULL, &error));
  g_thread_join (thread);
  unplug (fixture);
  assert_receives_nothing (fixture, "tether.unplugged");
  assert_sends_nothing (fixture, "tether.io");
}

#define ADD(name, facts, function) \
  g_test_add ("/usb-transport/" name, Fixture, facts, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("sizes", NULL, test_sizes);
  ADD ("sizes-full-speed", &full_speed, test_sizes);
  ADD ("sizes-super-speed", &super_speed, test_sizes);
  ADD ("sizes-old-controller", &old_controller, test_sizes);
  ADD ("port", NULL, test_names_the_port);
  ADD ("begins-anew", NULL, test_begins_anew);
  ADD ("absent", NULL, test_absent);
  ADD ("busy", NULL, test_busy);
  ADD ("opening-fails", NULL, test_opening_fails);
  ADD ("receive-timeout", NULL, test_receive_timeout);
  ADD ("send-timeout", NULL, test_send_timeout);
  ADD ("send-torn", NULL, test_send_torn);
  ADD ("cancel", NULL, test_cancel);
  ADD ("close-wakes", NULL, test_close_wakes);
  ADD ("close-wakes-sender", NULL, test_close_wakes_sender);
  ADD ("close-together", NULL, test_close_together);
  ADD ("both-ways", NULL, test_both_ways);
  ADD ("large-frame", NULL, test_large_frame);
  ADD ("endless-frame", NULL, test_endless_frame);
  ADD ("flood-of-large", NULL, test_flood_of_large);
  ADD ("flood-of-small", NULL, test_flood_of_small);
  ADD ("flood-of-empty", NULL, test_flood_of_empty);
  ADD ("unplug", NULL, test_unplug);
  ADD ("last-words", NULL, test_last_words);
  ADD ("error-then-left", NULL, test_error_then_left);
  ADD ("error-then-left-sending", NULL, test_error_then_left_sending);
  ADD ("left-first", NULL, test_left_first);
  ADD ("left-alone", NULL, test_left_alone);
  ADD ("errors-in", NULL, test_errors_in);
  ADD ("lost-piece", NULL, test_lost_piece);
  ADD ("errors-out", NULL, test_errors_out);
  ADD ("unplug-in-mid-frame", NULL, test_unplug_in_mid_frame);

  return g_test_run ();
}
