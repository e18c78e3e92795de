#include "usb/usb-bus.h"

#include "tests/usb/mock-usb.h"

#include "app/base/error.h"

#include <errno.h>
#include <string.h>

#define TRIES 3 /* of what umockdev may end */
#define TIMEOUT (10 * G_TIME_SPAN_SECOND)

typedef struct {
  MockUsb  *mock;
  ZmUsbBus *bus;
  GString  *changes; /* "+1-1 -1-1 …" as the model told them */
} Fixture;

static const ZmUsbId ids[] = { { 0x1d6b, 0x0104 }, { MOCK_USB_VENDOR, MOCK_USB_PRODUCT } };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->mock = mock_usb_new ();
  fixture->changes = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->bus != NULL)
    g_assert_finalize_object (fixture->bus);
  mock_usb_free (fixture->mock);
  g_string_free (fixture->changes, TRUE);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  g_string_append_printf (fixture->changes, "%u-%u+%u ", position, removed, added);
}

static void
start (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  fixture->bus = zm_usb_bus_new (ids, G_N_ELEMENTS (ids), &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->bus, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static MockUsbDevice *
plug (Fixture    *fixture,
      const char *port)
{
  const MockUsbFacts facts = { .port = port, .serial = port };

  return mock_usb_plug (fixture->mock, &facts);
}

static char *
name_ports (GListModel *model)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(ZmUsbDevice) device = g_list_model_get_item (model, i);

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", zm_usb_device_get_port (device));
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Lets the main context turn until the model has these ports. */
static void
assert_ports (Fixture    *fixture,
              const char *expected)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT;
  guint tick = g_timeout_add (20, wake_cb, NULL);
  g_autofree char *seen = name_ports (G_LIST_MODEL (fixture->bus));

  while (strcmp (seen, expected) != 0 && g_get_monotonic_time () < deadline)
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (seen);
      seen = name_ports (G_LIST_MODEL (fixture->bus));
    }
  g_source_remove (tick);
  g_assert_cmpstr (seen, ==, expected);
}

static ZmUsbDevice *
device_at (Fixture *fixture,
           guint    position)
{
  ZmUsbDevice *device = g_list_model_get_item (G_LIST_MODEL (fixture->bus), position);

  g_assert_nonnull (device);
  return device;
}

static void
assert_problem (Fixture    *fixture,
                guint       position,
                const char *check)
{
  g_autoptr(ZmUsbDevice) device = device_at (fixture, position);
  g_autoptr(GError) problem = NULL;

  g_object_get (device, "problem", &problem, NULL);
  g_assert_nonnull (problem);
  g_assert_cmpstr (zm_error_get_check (problem), ==, check);
  g_assert_null (zm_usb_device_get_serial (device));
}

static void
assert_serial (Fixture    *fixture,
               guint       position,
               const char *serial)
{
  g_autoptr(ZmUsbDevice) device = device_at (fixture, position);

  g_assert_null (zm_usb_device_get_problem (device));
  g_assert_cmpstr (zm_usb_device_get_serial (device), ==, serial);
}

static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) list = NULL;

  start (fixture);
  assert_ports (fixture, "");
  list = zm_usb_bus_list (fixture->bus);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->bus), 0));
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->bus)) == ZM_TYPE_USB_DEVICE);
}

/* What was there before is known as soon as the bus is, without a main loop. */
static void
test_enumerates (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *ports = NULL;
  g_autoptr(GPtrArray) list = NULL;

  plug (fixture, "1-10");
  plug (fixture, "1-2.3");
  plug (fixture, "1-2.12.4");
  plug (fixture, "2-1");
  plug (fixture, "1-1");
  start (fixture);

  ports = name_ports (G_LIST_MODEL (fixture->bus));
  g_assert_cmpstr (ports, ==, "1-1 1-2.3 1-2.12.4 1-10 2-1");
  list = zm_usb_bus_list (fixture->bus);
  g_assert_cmpuint (list->len, ==, 5);
  g_assert_cmpstr (zm_usb_device_get_port (list->pdata[2]), ==, "1-2.12.4");
  g_assert_cmpstr (zm_usb_device_get_serial (list->pdata[2]), ==, "1-2.12.4");
  g_assert_cmpstr (fixture->changes->str, ==, "");
}

static void
test_hot_plug (Fixture       *fixture,
               gconstpointer  data)
{
  MockUsbDevice *first;
  MockUsbDevice *second;

  start (fixture);
  first = plug (fixture, "1-4");
  assert_ports (fixture, "1-4");
  second = plug (fixture, "1-3");
  assert_ports (fixture, "1-3 1-4");
  plug (fixture, "1-5");
  assert_ports (fixture, "1-3 1-4 1-5");
  mock_usb_unplug (first);
  assert_ports (fixture, "1-3 1-5");
  mock_usb_unplug (second);
  assert_ports (fixture, "1-5");
  plug (fixture, "1-3");
  assert_ports (fixture, "1-3 1-5");

  g_assert_cmpstr (fixture->changes->str, ==, "0-0+1 0-0+1 2-0+1 1-1+0 0-1+0 0-0+1 ");
}

/* A device that comes back between two turns of the main loop is another object. */
static void
test_replug_at_once (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(ZmUsbDevice) before = NULL;
  g_autoptr(ZmUsbDevice) after = NULL;
  g_autoptr(GPtrArray) list = NULL;
  MockUsbDevice *device = plug (fixture, "1-1");
  gint64 deadline = g_get_monotonic_time () + TIMEOUT;

  start (fixture);
  before = device_at (fixture, 0);
  mock_usb_unplug (device);
  plug (fixture, "1-1");
  do
    {
      g_clear_pointer (&list, g_ptr_array_unref);
      g_usleep (10 * G_TIME_SPAN_MILLISECOND);
      list = zm_usb_bus_list (fixture->bus);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    } while (list->len != 1 || list->pdata[0] == before);
  assert_ports (fixture, "1-1");
  while (after == NULL || after == before)
    {
      g_clear_object (&after);
      g_main_context_iteration (NULL, FALSE);
      after = device_at (fixture, 0);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
}

static void
test_double_arrival (Fixture       *fixture,
                     gconstpointer  data)
{
  MockUsbDevice *device = plug (fixture, "1-1");

  start (fixture);
  mock_usb_announce (device);
  plug (fixture, "1-2");
  assert_ports (fixture, "1-1 1-2");
  g_assert_cmpstr (fixture->changes->str, ==, "1-0+1 ");
  mock_usb_announce (device);
  mock_usb_announce (device);
  mock_usb_unplug (device);
  assert_ports (fixture, "1-2");
  g_assert_cmpstr (fixture->changes->str, ==, "1-0+1 0-1+0 ");
}

/* A stranger comes and goes: it is not ours, is never opened, and its leaving means nothing. */
static void
test_strangers (Fixture       *fixture,
                gconstpointer  data)
{
  const MockUsbFacts mouse = { .port = "1-1", .vendor = 0x046d, .product = 0xc077, .serial = "M" };
  const MockUsbFacts cousin = { .port = "1-2", .vendor = MOCK_USB_VENDOR, .product = 2,
                                .serial = "C" };
  const MockUsbFacts other = { .port = "1-3", .vendor = 0x1d6b, .product = 0x0104, .serial = "O" };
  MockUsbDevice *stranger = mock_usb_plug (fixture->mock, &mouse);
  g_autoptr(GError) error = NULL;

  start (fixture);
  mock_usb_plug (fixture->mock, &cousin);
  mock_usb_plug (fixture->mock, &other);
  assert_ports (fixture, "1-3");
  g_assert_cmpuint (mock_usb_count (stranger).submitted, ==, 0);
  g_assert_null (zm_usb_bus_open (fixture->bus, "1-1", NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "usb.absent");
  mock_usb_unplug (stranger);
  plug (fixture, "1-4");
  assert_ports (fixture, "1-3 1-4");
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+1 1-0+1 ");
}

static void
test_speeds (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct {
    const char *port;
    guint       speed;
    const char *name;
  } cases[] = { { "1-1", 12, "full" }, { "1-2", 480, "high" }, { "1-3", 5000, "super" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const MockUsbFacts facts = { .port = cases[i].port, .speed = cases[i].speed };

      mock_usb_plug (fixture->mock, &facts);
    }
  start (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ZmUsbDevice) device = device_at (fixture, i);
      g_autofree char *speed = NULL;

      g_object_get (device, "speed", &speed, NULL);
      g_assert_cmpstr (speed, ==, cases[i].name);
      g_assert_cmpstr (zm_usb_device_get_speed (device), ==, cases[i].name);
    }
}

#define RAW(text) { text, sizeof text - 1 }

static void
test_serials (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    const char *bytes;
    gsize       length;
  } hostile[] = {
    RAW (""),                                /* nothing */
    RAW ("\x01"),
    RAW ("\x02\x03"),                        /* empty */
    RAW ("\x04\x02" "A\0"),                  /* no string */
    RAW ("\xff\x03" "A\0"),                  /* shorter than it says */
    RAW ("\x03\x03" "A"),                    /* half a character */
    RAW ("\x06\x03" "A\0/\0"),               /* no device id */
    RAW ("\x06\x03" "A\0\n\0"),
    RAW ("\x06\x03" "A\0\0\0"),
    RAW ("\x06\x03" "A\0\x2e\x20"),          /* U+202E */
    RAW ("\x06\x03" "\x3c\xd8\x3c\xd8"),     /* surrogates */
    RAW ("\x06\x03" ".\0A\0"),
  };
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *too_long = g_strnfill (65, 'a');
  g_autofree char *far_too_long = g_strnfill (126, 'a');
  const MockUsbFacts good[] = {
    { .port = "1-1", .serial = "MON-0001" },
    { .port = "1-2", .serial = longest },
    { .port = "1-3", .serial = too_long },
    { .port = "1-4", .serial = far_too_long },
    { .port = "1-5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    mock_usb_plug (fixture->mock, &good[i]);
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *port = g_strdup_printf ("2-%u", i + 1);
      g_autoptr(GBytes) raw = g_bytes_new_static (hostile[i].bytes, hostile[i].length);
      const MockUsbFacts facts = { .port = port, .serial_raw = raw };

      mock_usb_plug (fixture->mock, &facts);
    }
  start (fixture);

  assert_serial (fixture, 0, "MON-0001");
  assert_serial (fixture, 1, longest);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->bus)), ==,
                    G_N_ELEMENTS (good) + G_N_ELEMENTS (hostile));
  for (guint i = 2; i < G_N_ELEMENTS (good) + G_N_ELEMENTS (hostile); i++)
    assert_serial (fixture, i, NULL);
}

/* One that answers nothing delays nobody else, and is there without a name in the end. */
static void
test_silent_serial (Fixture       *fixture,
                    gconstpointer  data)
{
  const MockUsbFacts mute = { .port = "1-1", .serial = "DEV-1", .mute = TRUE };
  const MockUsbFacts stalls = { .port = "1-2", .serial = "DEV-2", .mute = TRUE,
                                .mute_error = EPIPE };
  MockUsbDevice *silent;
  MockUsbDevice *stalling;

  start (fixture);
  silent = mock_usb_plug (fixture->mock, &mute);
  stalling = mock_usb_plug (fixture->mock, &stalls);
  plug (fixture, "1-3");
  assert_ports (fixture, "1-1 1-2 1-3");
  g_assert_true (g_str_has_suffix (fixture->changes->str, "0-0+1 "));
  mock_usb_assert_idle (silent);
  mock_usb_assert_idle (stalling);
}

static void
test_access (Fixture       *fixture,
             gconstpointer  data)
{
  MockUsbDevice *closed = plug (fixture, "1-1");
  MockUsbDevice *late = plug (fixture, "1-2");
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmTransport) transport = NULL;

  mock_usb_fail (closed, MOCK_USB_OPEN, EACCES, MOCK_USB_ALWAYS);
  mock_usb_fail (late, MOCK_USB_OPEN, EACCES, 5);
  start (fixture);
  assert_problem (fixture, 0, "usb.access");
  assert_serial (fixture, 1, "1-2");

  g_assert_null (zm_usb_bus_open (fixture->bus, "1-1", NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "usb.access");
  mock_usb_fail (closed, MOCK_USB_OPEN, EACCES, 5);
  g_clear_error (&error);
  transport = zm_usb_bus_open (fixture->bus, "1-1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (zm_transport_get_port (transport), ==, "1-1");
}

static void
test_cancelled_opening (Fixture       *fixture,
                        gconstpointer  data)
{
  MockUsbDevice *closed = plug (fixture, "1-1");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  start (fixture);
  mock_usb_fail (closed, MOCK_USB_OPEN, EACCES, MOCK_USB_ALWAYS);
  g_cancellable_cancel (cancellable);
  g_assert_null (zm_usb_bus_open (fixture->bus, "1-1", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_descriptors (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GBytes) good = mock_usb_configuration (480);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (good, NULL), g_bytes_get_size (good));
  g_autoptr(GBytes) other = NULL;
  g_autoptr(GBytes) cut = g_bytes_new_from_bytes (good, 0, 9);
  const MockUsbFacts none = { .port = "1-2", .configuration = cut };
  g_autoptr(GError) error = NULL;
  MockUsbDevice *device;

  bytes[14] = 8;
  other = g_bytes_new (bytes, g_bytes_get_size (good));
  {
    const MockUsbFacts storage = { .port = "1-1", .serial = "S", .configuration = other };

    device = mock_usb_plug (fixture->mock, &storage);
  }
  mock_usb_plug (fixture->mock, &none);
  start (fixture);
  assert_problem (fixture, 0, "usb.descriptor");
  assert_problem (fixture, 1, "usb.descriptor");
  g_assert_null (zm_usb_bus_open (fixture->bus, "1-1", NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "usb.descriptor");
  g_assert_cmpuint (mock_usb_count (device).submitted, ==, 0);
}

/* The bus is dropped while a device does not answer. */
static void
test_ends_early (Fixture       *fixture,
                 gconstpointer  data)
{
  MockUsbDevice *silent;

  start (fixture);
  silent = plug (fixture, "1-1");
  mock_usb_fail (silent, MOCK_USB_CONTROL, 0, MOCK_USB_ALWAYS);
  mock_usb_fail (plug (fixture, "1-2"), MOCK_USB_OPEN, EACCES, MOCK_USB_ALWAYS);
  g_clear_object (&fixture->bus);
  mock_usb_assert_idle (silent);
}

static gpointer
come_and_go (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; i < 5; i++)
    mock_usb_unplug (plug (fixture, "1-3"));

  return NULL;
}

/* … or while others come and go. */
static void
end_amid (Fixture       *fixture,
          gconstpointer  data)
{
  plug (fixture, "1-1");
  for (guint i = 0; i < 30; i++)
    {
      GThread *thread;

      start (fixture);
      thread = g_thread_new ("hands", come_and_go, fixture);
      g_usleep ((gulong) g_test_rand_int_range (0, 5000));
      g_clear_object (&fixture->bus);
      g_thread_join (thread);
    }
}

/* umockdev ends a program whose listener hangs up just as it is told something: that is no fault of
 * the bus, and is tried again. */
static void
test_ends_amid (void)
{
  guint tries = 0;

  do
    {
      g_test_trap_subprocess ("/usb-bus/ends-amid/subprocess", 0, 0);
      tries++;
    } while (!g_test_trap_has_passed () && tries < TRIES);
  g_test_trap_assert_passed ();
}

#define ADD(name, function) g_test_add ("/usb-bus/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("nothing", test_nothing);
  ADD ("enumerates", test_enumerates);
  ADD ("hot-plug", test_hot_plug);
  ADD ("replug-at-once", test_replug_at_once);
  ADD ("double-arrival", test_double_arrival);
  ADD ("strangers", test_strangers);
  ADD ("speeds", test_speeds);
  ADD ("serials", test_serials);
  ADD ("silent-serial", test_silent_serial);
  ADD ("access", test_access);
  ADD ("cancelled-opening", test_cancelled_opening);
  ADD ("descriptors", test_descriptors);
  ADD ("ends-early", test_ends_early);
  ADD ("ends-amid/subprocess", end_amid);
  g_test_add_func ("/usb-bus/ends-amid", test_ends_amid);

  return g_test_run ();
}
