#include "tests/ui/screen.h"
#include "app/base/error.h"
#include "app/protocol/label-code.h"
#include "app/protocol/ticket.h"
#include "app/station/station.h"
#include "tests/scratch.h"
#include "ui/bench-pair.h"
#include "ui/scan-burst.h"
#include "ui/scan-choice.h"
#include "ui/scan-keys.h"
#include "ui/scan-route.h"

#include <string.h>

#define HASH  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define NONCE "AAAAAAAAAAAAAAAA"

/* --- Pace --- */

/* Each character so many ms after the one before; gives how many of the keys went their way. */
static guint
play (ZmScanBurst *burst,
      const char  *text,
      guint32     *time,
      guint32      gap)
{
  guint passed = 0;

  for (const char *at = text; *at != '\0'; at++)
    {
      guint keycode = 24 + (guint) (at - text) % 10;
      ZmScanVerdict verdict;

      *time += gap;
      verdict = zm_scan_burst_take (burst, &(ZmScanKey) { .time = *time, .keycode = keycode,
                                                          .character = (guchar) *at });
      passed += verdict == ZM_SCAN_BURST_FIRST || verdict == ZM_SCAN_BURST_PASS;
      zm_scan_burst_release (burst, keycode);
    }

  return passed;
}

static ZmScanVerdict
press_return (ZmScanBurst *burst,
              guint32      time)
{
  return zm_scan_burst_take (burst, &(ZmScanKey) { .time = time, .keycode = 36, .ends = TRUE });
}

static void
test_scanner (void)
{
  g_autoptr(ZmScanBurst) burst = zm_scan_burst_new ();
  guint32 time = G_MAXUINT32 - 100; /* across the wrap */

  g_assert_cmpuint (play (burst, "ZM1:DEV-014", &time, 12), ==, ZM_SCAN_BURST_UNTOUCHED);
  g_assert_cmpuint (time, <, 100);
  g_assert_cmpstr (zm_scan_burst_get_swallowed (burst), ==, ":DEV-014");
  g_assert_cmpint (press_return (burst, time + 12), ==, ZM_SCAN_BURST_DONE);
  g_assert_cmpstr (zm_scan_burst_get_text (burst), ==, "ZM1:DEV-014");
}

static void
test_without_end (void)
{
  g_autoptr(ZmScanBurst) burst = zm_scan_burst_new ();
  guint32 time = 1000;

  (void) play (burst, "ABCD-1234", &time, ZM_SCAN_BURST_PACE);
  g_assert_true (zm_scan_burst_lapse (burst));
  zm_scan_burst_clear (burst);
  g_assert_false (zm_scan_burst_lapse (burst));
}

/* A person's keys all go their way, and so does their Return. */
static void
test_person (void)
{
  g_autoptr(ZmScanBurst) burst = zm_scan_burst_new ();
  guint32 time = 1000;

  g_assert_cmpuint (play (burst, "correct horse", &time, ZM_SCAN_BURST_PACE + 1), ==, 13);
  g_assert_cmpint (press_return (burst, time + 10), ==, ZM_SCAN_BURST_PASS);

  /* Three keys that roll, as the best do it. */
  time += 1000;
  g_assert_cmpuint (play (burst, "the", &time, 30), ==, 3);
  g_assert_cmpint (press_return (burst, time + 30), ==, ZM_SCAN_BURST_PASS);

  /* Seven in a row are not enough. */
  time += 1000;
  (void) play (burst, "1234567", &time, 10);
  g_assert_false (zm_scan_burst_lapse (burst));
  g_assert_cmpstr (zm_scan_burst_get_swallowed (burst), ==, "4567");
  g_assert_cmpint (press_return (burst, time + 10), ==, ZM_SCAN_BURST_PASS);
}

/* On a busy desk a key is held up now and then. */
static void
test_hiccup (void)
{
  g_autoptr(ZmScanBurst) burst = zm_scan_burst_new ();
  guint32 time = 1000;

  (void) play (burst, "ZM1:", &time, 8);
  time += ZM_SCAN_BURST_PAUSE - 8;
  (void) play (burst, "DEV-014", &time, 8);
  g_assert_cmpint (press_return (burst, time + 8), ==, ZM_SCAN_BURST_DONE);
  g_assert_cmpstr (zm_scan_burst_get_text (burst), ==, "ZM1:DEV-014");

  (void) play (burst, "ZM1:DEV-", &time, 1000);
  time += 1000;
  (void) play (burst, "ZM1:DEV-", &time, 8);
  time += ZM_SCAN_BURST_PATIENCE - 8;
  (void) play (burst, "014", &time, 8);
  g_assert_cmpstr (zm_scan_burst_get_text (burst), ==, "ZM1:DEV-014");

  /* Two keys of a person just before a scan do not spoil it. */
  time += 1000;
  (void) play (burst, "AB", &time, 90);
  time += 90;
  (void) play (burst, "ZM1:DEV-014", &time, 8);
  g_assert_cmpint (press_return (burst, time + 8), ==, ZM_SCAN_BURST_DONE);
  g_assert_cmpstr (zm_scan_burst_get_text (burst), ==, "ZM1:DEV-014");
}

/* A scan, a pause, and the Return of somebody else. */
static void
test_late_end (void)
{
  g_autoptr(ZmScanBurst) burst = zm_scan_burst_new ();
  guint32 time = 1000;

  (void) play (burst, "ZM1:DEV-014", &time, 10);
  g_assert_cmpint (press_return (burst, time + ZM_SCAN_BURST_PATIENCE + 1), ==, ZM_SCAN_BURST_PASS);
}

/* A key that is held down comes every 30 ms, and is not let go of in between. */
static void
test_held_key (void)
{
  g_autoptr(ZmScanBurst) burst = zm_scan_burst_new ();
  guint32 time = 1000;

  for (guint i = 0; i < 20; i++)
    {
      ZmScanVerdict verdict = zm_scan_burst_take (burst, &(ZmScanKey) { .time = time += 30,
                                                                        .keycode = 38,
                                                                        .character = 'a' });

      g_assert_cmpint (verdict, ==, i == 0 ? ZM_SCAN_BURST_FIRST : ZM_SCAN_BURST_PASS);
    }
  g_assert_false (zm_scan_burst_lapse (burst));
}

static void
test_endless (void)
{
  g_autoptr(ZmScanBurst) burst = zm_scan_burst_new ();
  g_autofree char *long_text = g_strnfill (3 * ZM_SCAN_BURST_MOST, 'x');
  guint32 time = 1000;

  (void) play (burst, long_text, &time, 1);
  g_assert_cmpuint (strlen (zm_scan_burst_get_text (burst)), <=, ZM_SCAN_BURST_MOST);
}

static void
assert_us (guint    keycode,
           gboolean shifted,
           char     expected)
{
  g_assert_true (zm_scan_keys_get_us (keycode, shifted) == expected);
}

static void
test_us_keys (void)
{
  assert_us (29, FALSE, 'y'); /* "z" of a German keyboard */
  assert_us (52, TRUE, 'Z');
  assert_us (47, TRUE, ':');
  assert_us (20, FALSE, '-');
  assert_us (10, FALSE, '1'); /* "&" of a French one */
  assert_us (19, FALSE, '0');
  assert_us (60, FALSE, '.');
  assert_us (87, FALSE, '1'); /* of the number pad */
  assert_us (0, FALSE, 0);
  assert_us (9, FALSE, 0);
  assert_us (37, FALSE, 0);
  assert_us (G_MAXUINT, TRUE, 0);
}

/* --- Whose it is --- */

static char *
make_ticket (const char *device_id)
{
  return g_strdup_printf ("ZM1:%s:ABCD-1234:" HASH ":" NONCE, device_id);
}

static ZmScan *
read_scan (const char *text,
           const char *us)
{
  const char *const spellings[] = { text, us, NULL };

  return zm_scan_read (spellings, "scanner");
}

static void
test_kinds (void)
{
  g_autofree char *ticket = make_ticket ("DEV-014");
  g_autoptr(ZmScan) as_typed = read_scan (ticket, "zm1");
  g_autoptr(ZmScan) as_us = read_scan ("YM1ÖDEVß014", ticket);
  g_autoptr(ZmScan) badge = read_scan ("ZMLABEL:1:O:ana", NULL);
  g_autoptr(ZmScan) label = read_scan ("ZMLABEL:1:D:DEV-014", NULL);
  g_autoptr(ZmScan) foreign = read_scan ("https://example.org/", "https://example.org/");

  g_assert_cmpint (as_typed->kind, ==, ZM_SCAN_TICKET);
  g_assert_cmpstr (as_typed->name, ==, "DEV-014");
  g_assert_cmpint (as_us->kind, ==, ZM_SCAN_TICKET);
  g_assert_cmpstr (as_us->text, ==, ticket);
  g_assert_cmpint (badge->kind, ==, ZM_SCAN_BADGE);
  g_assert_cmpstr (badge->name, ==, "ana");
  g_assert_cmpint (label->kind, ==, ZM_SCAN_LABEL);
  g_assert_cmpint (foreign->kind, ==, ZM_SCAN_FOREIGN);
  g_assert_null (foreign->name);
}

/* Only a device's code can be meant, and of several devices the one that is known to be there. */
static void
test_choice (void)
{
  g_autofree char *first = make_ticket ("DEV-014");
  g_autofree char *second = make_ticket ("DEV-015");
  char *texts[] = { (char *) "https://example.org/", first, second, NULL };
  char *foreign[] = { (char *) "https://example.org/", NULL };
  char *label[] = { (char *) "ZMLABEL:1:D:DEV-014", NULL };
  g_auto(GStrv) tickets = zm_scan_choice_find_tickets (texts);
  g_auto(GStrv) none = zm_scan_choice_find_tickets (foreign);
  g_autoptr(GError) another = NULL;
  g_autoptr(GError) labelled = NULL;

  g_assert_cmpuint (g_strv_length (tickets), ==, 2);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpstr (zm_scan_choice_find_own (tickets, "DEV-015"), ==, second);
  g_assert_null (zm_scan_choice_find_own (tickets, "DEV-016"));
  g_assert_null (zm_scan_choice_find_own (tickets, NULL));

  zm_scan_choice_refuse (foreign, &another);
  g_assert_cmpstr (zm_error_get_check (another), ==, "picture.foreign");
  g_assert_cmpstr (zm_error_get_seen (another), ==, "another code");
  zm_scan_choice_refuse (label, &labelled);
  g_assert_cmpstr (zm_error_get_seen (labelled), ==, "a label");
}

/* --- Where it belongs --- */

typedef struct {
  Scratch    scratch;
  ZmStation *station;
  GListStore *ports;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *directory = NULL;
  g_autoptr(GError) error = NULL;

  scratch_set_up (&fixture->scratch, NULL);
  directory = scratch_build (&fixture->scratch, "station");
  fixture->station = zm_station_create (directory, "desk-1", &error);
  g_assert_no_error (error);
  fixture->ports = g_list_store_new (ZM_TYPE_BENCH_PORT);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  settle ();
  g_clear_object (&fixture->ports);
  settle ();
  g_assert_finalize_object (G_OBJECT (fixture->station));
  scratch_tear_down (&fixture->scratch, NULL);
}

/* device_id: NULL for one that does not say who it is; "" for nobody. */
static ZmBenchPort *
add_port (Fixture    *fixture,
          const char *port,
          const char *device_id)
{
  g_autofree char *address = g_strconcat ("usb:", port, NULL);
  g_autoptr(ZmPlace) place = zm_place_new (address, port, port);
  g_autoptr(ZmBenchPort) bench_port = zm_bench_port_new (fixture->station, place);

  if (g_strcmp0 (device_id, "") != 0)
    zm_place_attach (place, device_id, NULL);
  g_list_store_append (fixture->ports, bench_port);
  return bench_port;
}

static void
assert_route (Fixture     *fixture,
              ZmBenchPort *chosen,
              const char  *device_id,
              ZmScanRoute  expected,
              ZmBenchPort *expected_port)
{
  g_autofree char *text = make_ticket (device_id);
  g_autoptr(ZmScan) ticket = read_scan (text, NULL);
  ZmBenchPort *port = NULL;

  g_assert_cmpint (zm_scan_route_find (G_LIST_MODEL (fixture->ports), chosen, ticket, &port), ==,
                   expected);
  g_assert_true (port == expected_port);
}

static void
test_known (Fixture       *fixture,
            gconstpointer  data)
{
  ZmBenchPort *first = add_port (fixture, "1-1", "DEV-001");
  ZmBenchPort *second = add_port (fixture, "1-2", "DEV-002");

  assert_route (fixture, first, "DEV-002", ZM_SCAN_ROUTE_BEGIN, second);
  assert_route (fixture, first, "DEV-001", ZM_SCAN_ROUTE_BEGIN, first);
  /* Before a person's eyes, but somebody else. */
  assert_route (fixture, first, "DEV-003", ZM_SCAN_ROUTE_NOWHERE, NULL);
}

static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  ZmBenchPort *empty = add_port (fixture, "1-1", "");
  ZmBenchPort *mute = add_port (fixture, "1-2", NULL);
  ZmBenchPort *other;

  assert_route (fixture, empty, "DEV-001", ZM_SCAN_ROUTE_BEGIN, mute);
  other = add_port (fixture, "1-3", NULL);
  assert_route (fixture, empty, "DEV-001", ZM_SCAN_ROUTE_NOWHERE, NULL);
  assert_route (fixture, other, "DEV-001", ZM_SCAN_ROUTE_BEGIN, other);
}

/* Two that say the same: nobody may guess. */
static void
test_twins (Fixture       *fixture,
            gconstpointer  data)
{
  ZmBenchPort *first = add_port (fixture, "1-1", "DEV-001");

  add_port (fixture, "1-2", "DEV-001");
  assert_route (fixture, first, "DEV-001", ZM_SCAN_ROUTE_NOWHERE, NULL);
}

static void
test_again (Fixture       *fixture,
            gconstpointer  data)
{
  ZmBenchPort *port = add_port (fixture, "1-1", "DEV-001");
  g_autofree char *text = make_ticket ("DEV-001");

  g_assert_true (zm_bench_pair_ticket (port, text, "scanner"));
  g_assert_false (zm_bench_pair_ticket (port, text, "scanner"));
  assert_route (fixture, NULL, "DEV-001", ZM_SCAN_ROUTE_AGAIN, port);
  g_assert_false (zm_bench_port_is_free (port));

  for (guint i = 0; i < 30000 && zm_bench_port_is_at_work (port); i++)
    spin (1);
  /* It came to nothing before anything was stored: there is nobody at USB port 1-1. */
  assert_route (fixture, NULL, "DEV-001", ZM_SCAN_ROUTE_BEGIN, port);
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

  g_test_add_func ("/burst/scanner", test_scanner);
  g_test_add_func ("/burst/without-end", test_without_end);
  g_test_add_func ("/burst/person", test_person);
  g_test_add_func ("/burst/hiccup", test_hiccup);
  g_test_add_func ("/burst/late-end", test_late_end);
  g_test_add_func ("/burst/held-key", test_held_key);
  g_test_add_func ("/burst/endless", test_endless);
  g_test_add_func ("/keys/us", test_us_keys);
  g_test_add_func ("/scan/kinds", test_kinds);
  g_test_add_func ("/scan/choice", test_choice);
  add ("/route/known", test_known);
  add ("/route/unknown", test_unknown);
  add ("/route/twins", test_twins);
  add ("/route/again", test_again);

  return g_test_run ();
}
