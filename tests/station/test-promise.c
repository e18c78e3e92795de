#include "app/station/promise.h"

#include <string.h>

static ZmJudgement *
judge (const char *field,
       const char *issued)
{
  g_autoptr(json_t) json =
    json_pack ("{s:b, s:[{s:s, s:s, s:s, s:s}]}", "accepted", TRUE, "rows", "field", field, "policy",
               "365 days", "issued", issued, "verdict", "filled");
  g_autoptr(GError) error = NULL;
  ZmJudgement *judgement = zm_judgement_from_json (json, &error);

  g_assert_no_error (error);
  return judgement;
}

static void
test_purpose (void)
{
  g_autoptr(ZmJudgement) judgement = judge ("Extended key usage", "clientAuth");
  g_autofree char *purpose = zm_promise_say_purpose (judgement);

  g_assert_cmpstr (purpose, ==, "Proves to servers which device this is, and nothing else");
  g_assert_null (zm_promise_say_validity (judgement, 0));
}

static void
test_validity (void)
{
  g_autoptr(ZmJudgement) dated = judge ("Validity", "2027-06-03T12:00:00Z");
  g_autoptr(ZmJudgement) counted = judge ("Validity", "365 days, until 1 December 2026");
  g_autofree char *until = zm_promise_say_validity (dated, zm_instant_now ());
  g_autofree char *days = zm_promise_say_validity (counted, 1764590400 * ZM_INSTANT_SECOND);

  g_assert_true (g_str_has_prefix (until, "Until "));
  g_assert_nonnull (strstr (until, "2027"));
  g_assert_cmpstr (days, ==, "365 days, until 1 December 2026");
  g_assert_null (zm_promise_say_purpose (dated));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/station/promise/purpose", test_purpose);
  g_test_add_func ("/station/promise/validity", test_validity);

  return g_test_run ();
}
