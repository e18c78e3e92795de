#include "app/base/error.h"
#include "app/base/file.h"
#include "app/device/device-clock.h"
#include "app/device/device-slots.h"
#include "app/device/offer.h"
#include "app/device/led.h"
#include "app/device/reach.h"
#include "app/device/reading.h"
#include "app/device/resolver.h"
#include "app/device/session-ledger.h"
#include "tests/device/authority.h"
#include "tests/scratch.h"

#include <string.h>
#include <sys/stat.h>

/* A device that was just made. */
typedef struct {
  Scratch        scratch;
  Authority      authority;
  char          *directory;
  ZmDeviceState *state;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(ZmSecret) factory = NULL;
  g_autoptr(GError) error = NULL;

  scratch_set_up (&fixture->scratch, NULL);
  authority_set_up (&fixture->authority);
  fixture->directory = scratch_build (&fixture->scratch, "device");
  factory = authority_factory (&fixture->authority);
  g_assert_true (zm_device_state_create (fixture->directory, factory,
                                         &(ZmDeviceDescription) { .label = "Bett 7",
                                                                  .model = "M3" }, &error));
  g_assert_no_error (error);
  fixture->state = zm_device_state_open (fixture->directory, TRUE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  zm_device_state_free (fixture->state);
  g_free (fixture->directory);
  authority_clear (&fixture->authority);
  scratch_tear_down (&fixture->scratch, NULL);
}

static void
assert_mode (const char *path,
             guint       mode)
{
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, mode);
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *record = zm_device_state_path (fixture->state, "factory.json");
  g_autoptr(ZmSecret) factory = authority_factory (&fixture->authority);
  g_autoptr(GError) error = NULL;

  assert_mode (fixture->directory, 0700);
  assert_mode (record, 0600);
  g_assert_cmpstr (fixture->state->factory->device_id, ==, AUTHORITY_DEVICE);
  g_assert_cmpstr (fixture->state->label, ==, "Bett 7");
  g_assert_cmpstr (fixture->state->model, ==, "M3");
  g_assert_null (fixture->state->firmware);
  g_assert_false (zm_device_state_create (fixture->directory, factory,
                                          &(ZmDeviceDescription) { 0 }, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "device.exists");
}

static void
test_one_process (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(ZmDeviceState) reader = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_device_state_open (fixture->directory, TRUE, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "device.in-use");
  g_clear_error (&error);
  reader = zm_device_state_open (fixture->directory, FALSE, &error);
  g_assert_no_error (error);
}

static void
test_no_device (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_device_state_open (fixture->scratch.path, FALSE, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "device.uninitialised");
}

/* A record that others can read is no secret any more. */
static void
test_open_record (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *record = zm_device_state_path (fixture->state, "factory.json");
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (chmod (record, 0644), ==, 0);
  g_assert_null (zm_device_state_open (fixture->directory, FALSE, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "file.mode");
}

static void
test_clock (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmDeviceClock) clock = zm_device_clock_load (fixture->state, &error);
  g_autoptr(ZmDeviceClock) again = NULL;
  ZmInstant future = zm_instant_now () + 1000 * ZM_INSTANT_DAY;

  g_assert_no_error (error);
  g_assert_true (zm_device_clock_set (clock, future, &error));
  g_assert_cmpint (zm_device_clock_now (clock), >=, future);
  g_assert_cmpint (zm_device_clock_now (clock), <, future + ZM_INSTANT_MINUTE);

  g_assert_true (zm_device_clock_witness (clock, future, &error));
  g_assert_true (zm_device_clock_witness (clock, future - ZM_INSTANT_DAY, &error));
  g_assert_cmpint (zm_device_clock_get_last_good (clock), ==, future);
  g_assert_true (zm_device_clock_check (clock, &error));
  g_assert_false (zm_device_clock_set (clock, future - ZM_INSTANT_SECOND, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "clock.last-good");
  g_clear_error (&error);

  again = zm_device_clock_load (fixture->state, &error);
  g_assert_no_error (error);
  g_assert_cmpint (zm_device_clock_now (again), >=, future);
  g_assert_cmpint (zm_device_clock_get_last_good (again), ==, future);
}

static void
put_file (const char *directory,
          const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_true (zm_file_write (path, "x", 1, 0600, NULL));
}

static void
assert_file (const char *directory,
             const char *name,
             gboolean    there)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, there);
}

static ZmDeviceSlots *
open_slots (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  ZmDeviceSlots *slots = zm_device_slots_open (fixture->state, TRUE, &error);

  g_assert_no_error (error);
  return slots;
}

/* Fills the next slot, as an installation does. */
static void
prepare (ZmDeviceSlots *slots,
         const char    *name)
{
  g_autofree char *path = zm_device_slots_next_path (slots);

  g_assert_true (zm_device_slots_prepare_next (slots, NULL));
  assert_mode (path, 0700);
  put_file (path, name);
}

static void
test_slots_switch (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(ZmDeviceSlots) slots = open_slots (fixture);
  g_autoptr(ZmDeviceSlots) again = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_null (zm_device_slots_get_current (slots));
  g_assert_null (zm_device_slots_current_path (slots));
  prepare (slots, "first");
  g_assert_true (zm_device_slots_switch (slots, NULL));
  g_assert_true (zm_device_slots_retire (slots, NULL));
  first = zm_device_slots_current_path (slots);
  assert_file (first, "first", TRUE);

  prepare (slots, "second");
  assert_file (first, "first", TRUE);
  g_assert_true (zm_device_slots_switch (slots, NULL));
  g_assert_true (zm_device_slots_retire (slots, NULL));
  second = zm_device_slots_current_path (slots);
  g_assert_cmpstr (first, !=, second);
  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));

  again = open_slots (fixture);
  g_assert_cmpstr (zm_device_slots_get_current (again), ==, zm_device_slots_get_current (slots));
  assert_file (second, "second", TRUE);
}

static void
test_slots_revert (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(ZmDeviceSlots) slots = open_slots (fixture);
  g_autofree char *first = NULL;

  prepare (slots, "first");
  g_assert_true (zm_device_slots_switch (slots, NULL));
  g_assert_true (zm_device_slots_revert (slots, NULL));
  g_assert_null (zm_device_slots_get_current (slots));

  prepare (slots, "first");
  g_assert_true (zm_device_slots_switch (slots, NULL));
  g_assert_true (zm_device_slots_retire (slots, NULL));
  first = zm_device_slots_current_path (slots);
  prepare (slots, "second");
  g_assert_true (zm_device_slots_switch (slots, NULL));
  g_assert_true (zm_device_slots_revert (slots, NULL));
  g_assert_cmpstr (zm_device_slots_get_current (slots), ==, "a");
  assert_file (first, "first", TRUE);
  assert_file (first, "second", FALSE);
}

/* What an interruption left is gone at the next start, and what is in use is not. */
static void
test_slots_repair (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(ZmDeviceSlots) slots = open_slots (fixture);
  g_autoptr(ZmDeviceSlots) again = NULL;
  g_autofree char *first = NULL;
  g_autofree char *half = NULL;

  prepare (slots, "first");
  g_assert_true (zm_device_slots_switch (slots, NULL));
  first = zm_device_slots_current_path (slots);
  prepare (slots, "half");
  half = zm_device_slots_next_path (slots);

  again = open_slots (fixture);
  g_assert_cmpstr (zm_device_slots_get_current (again), ==, "a");
  assert_file (first, "first", TRUE);
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
}

static void
test_slots_damaged (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char *const pointers[] = { "", "c\n", "a", "b\n", "../x\n" };
  g_autoptr(ZmDeviceSlots) slots = open_slots (fixture);
  g_autofree char *path = zm_device_state_path (fixture->state, "slots/current");

  for (gsize i = 0; i < G_N_ELEMENTS (pointers); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (zm_file_write (path, pointers[i], strlen (pointers[i]), 0600, NULL));
      g_assert_null (zm_device_slots_open (fixture->state, TRUE, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "slots.current");
    }
}

static void
test_sessions (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSessionLedger) ledger = zm_session_ledger_load (fixture->state, &error);
  g_autoptr(ZmSessionLedger) again = NULL;

  g_assert_no_error (error);
  g_assert_false (zm_session_ledger_has (ledger, NULL));
  g_assert_true (zm_session_ledger_add (ledger, NULL, NULL));
  for (int i = 0; i < 70; i++)
    {
      g_autofree char *session = g_strdup_printf ("session-%d", i);

      g_assert_true (zm_session_ledger_add (ledger, session, NULL));
      g_assert_true (zm_session_ledger_add (ledger, session, NULL));
    }

  again = zm_session_ledger_load (fixture->state, &error);
  g_assert_no_error (error);
  g_assert_true (zm_session_ledger_has (again, "session-69"));
  g_assert_true (zm_session_ledger_has (again, "session-6"));
  g_assert_false (zm_session_ledger_has (again, "session-5"));
}

/* A code of the device's own dies after a quarter of an hour; every offer has its own nonce. */
static void
test_offer (Fixture       *fixture,
            gconstpointer  data)
{
  const guint8 key_sha256[ZM_SHA256_LENGTH] = { 1 };
  g_autoptr(ZmOffer) own = zm_offer_new (fixture->state, key_sha256, NULL);
  g_autoptr(ZmOffer) other = zm_offer_new (fixture->state, key_sha256, NULL);
  g_autoptr(ZmOffer) issued = zm_offer_new (fixture->state, key_sha256, "WXYZ-0042");

  g_assert_cmpstr (own->ticket.pairing_code, !=, other->ticket.pairing_code);
  g_assert_false (zm_digest_equal (own->ticket.nonce, other->ticket.nonce,
                                   ZM_TICKET_NONCE_LENGTH));
  g_assert_cmpstr (issued->ticket.pairing_code, ==, "WXYZ-0042");

  g_assert_cmpint (zm_offer_get_remaining (own), >, ZM_OFFER_LIFETIME - 60 * 1000);
  own->made_at -= (gint64) ZM_OFFER_LIFETIME * 1000;
  issued->made_at -= (gint64) ZM_OFFER_LIFETIME * 1000;
  g_assert_cmpint (zm_offer_get_remaining (own), ==, 0);
  g_assert_cmpint (zm_offer_get_remaining (issued), ==, -1);
}

static void
test_resolver (void)
{
  static const char *const refused[] = { "", "host", "host:443", "host:0:127.0.0.1",
                                         "host:443:nowhere", ":443:127.0.0.1",
                                         "host:x:127.0.0.1" };
  g_autoptr(ZmResolver) resolver = zm_resolver_new ();
  g_autoptr(GSocketConnectable) mapped = NULL;
  g_autoptr(GSocketConnectable) other = NULL;

  g_assert_true (zm_resolver_add (resolver, "Central.example.org:8443:127.0.0.1", NULL));
  g_assert_true (zm_resolver_add (resolver, "six.example.org:8443:[::1]", NULL));
  mapped = zm_resolver_find (resolver, "central.EXAMPLE.org", 8443);
  other = zm_resolver_find (resolver, "central.example.org", 443);
  g_assert_true (G_IS_INET_SOCKET_ADDRESS (mapped));
  g_assert_cmpuint (g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (mapped)), ==, 8443);
  g_assert_true (G_IS_NETWORK_ADDRESS (other));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (zm_resolver_add (resolver, refused[i], &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "resolve.form");
    }
}

static void
test_led (void)
{
  static const char *const names[] = { "", ".", "..", "../x", "a/b", ".hidden" };
  g_autoptr(GError) missing = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_led_open (g_get_tmp_dir (), names[i], &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "led.name");
    }
  g_assert_null (zm_led_open ("/nonexistent", "lamp", &missing));
  g_assert_cmpstr (zm_error_get_check (missing), ==, "led.write");
}

static void
test_reach_names (void)
{
  ZmReachWays ways = ZM_REACH_NETWORK;

  g_assert_true (zm_reach_parse ("either", &ways));
  g_assert_cmpint (ways, ==, ZM_REACH_EITHER);
  g_assert_true (zm_reach_parse ("tether", &ways));
  g_assert_cmpint (ways, ==, ZM_REACH_TETHER);
  g_assert_false (zm_reach_parse ("", &ways));
  g_assert_false (zm_reach_parse ("Network", &ways));
  g_assert_cmpint (ways, ==, ZM_REACH_TETHER);
}

/* A device that is done with its change at the third look. */
static int looks;

static gpointer
look (const char  *directory,
      GError     **error)
{
  if (++looks == 3)
    return g_strdup (directory);

  g_set_error (error, G_FILE_ERROR, looks, "amid a change");
  return NULL;
}

static gpointer
look_in_vain (const char  *directory,
              GError     **error)
{
  g_set_error (error, G_FILE_ERROR, ++looks, "damaged");
  return NULL;
}

static void
test_reading (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *found = NULL;

  looks = 0;
  found = zm_reading_repeat (look, "device", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, "device");
  g_assert_cmpint (looks, ==, 3);

  looks = 0;
  g_assert_null (zm_reading_repeat (look_in_vain, "device", &error));
  g_assert_error (error, G_FILE_ERROR, ZM_READING_TRIES);
  g_assert_cmpint (looks, ==, ZM_READING_TRIES);
}

static void
add (const char *path,
     void      (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/state/create", test_create);
  add ("/state/one-process", test_one_process);
  add ("/state/no-device", test_no_device);
  add ("/state/open-record", test_open_record);
  add ("/clock/set-and-witness", test_clock);
  add ("/slots/switch", test_slots_switch);
  add ("/slots/revert", test_slots_revert);
  add ("/slots/repair", test_slots_repair);
  add ("/slots/damaged", test_slots_damaged);
  add ("/sessions/newest", test_sessions);
  add ("/offer/lifetime", test_offer);
  g_test_add_func ("/reading/repeat", test_reading);
  g_test_add_func ("/resolver/rules", test_resolver);
  g_test_add_func ("/reach/names", test_reach_names);
  g_test_add_func ("/led/names", test_led);

  return g_test_run ();
}
