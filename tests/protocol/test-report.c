#include "app/protocol/report.h"

#include "app/base/error.h"

#include <string.h>

static void
assert_report (const char  *told,
               ZmErrorCode  code,
               const char  *check,
               const char  *seen)
{
  g_autoptr(GError) error = zm_report_to_error (told, "what it saw", "what it wanted", "No");

  g_assert_true (zm_error_matches (error, code));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_cmpstr (zm_error_get_seen (error), ==, seen);
  g_assert_cmpstr (error->message, ==, "The device says: No");
}

static void
test_takes_a_verdict (void)
{
  assert_report ("payload.signature", ZM_ERROR_REFUSED, "payload.signature", "what it saw");
  assert_report ("mtls.serial", ZM_ERROR_REFUSED, "mtls.serial", "what it saw");
  assert_report ("led.write", ZM_ERROR_REFUSED, "led.write", "what it saw");
}

static void
test_takes_no_verdict (void)
{
  assert_report ("tls.connect", ZM_ERROR_UNAVAILABLE, "tls.connect", "what it saw");
  assert_report ("database.write", ZM_ERROR_UNAVAILABLE, "database.write", "what it saw");
}

/* What the station says of itself, a device cannot say. */
static void
test_takes_no_words_of_the_station (void)
{
  static const char *const names[] = {
    "audit.chain", "checkpoint.cut", "clock.backwards", "database.damaged", "lease.taken",
    "rate.hour", "role.denied", "session.moved", "window.closed", "answer.json", "payload",
    "tlsconnect", "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    assert_report (names[i], ZM_ERROR_REFUSED, "device.reports", names[i]);
  assert_report (NULL, ZM_ERROR_REFUSED, "device.reports", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report/verdict", test_takes_a_verdict);
  g_test_add_func ("/report/no-verdict", test_takes_no_verdict);
  g_test_add_func ("/report/station", test_takes_no_words_of_the_station);

  return g_test_run ();
}
