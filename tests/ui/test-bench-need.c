#include "app/base/error.h"
#include "tests/ui/ports.h"
#include "ui/bench-need.h"
#include "ui/bench-pair.h"
#include "ui/session-words.h"

typedef struct {
  CabledPort  cabled;
  GListStore *ports;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  cabled_port_set_up (&fixture->cabled);
  fixture->ports = g_list_store_new (ZM_TYPE_BENCH_PORT);
  g_list_store_append (fixture->ports, fixture->cabled.port);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  settle ();
  g_assert_finalize_object (G_OBJECT (fixture->ports));
  cabled_port_tear_down (&fixture->cabled);
}

static void
assert_need (Fixture    *fixture,
             ZmLineNeed  need,
             const char *told)
{
  g_autofree char *text = zm_bench_need_tell (fixture->cabled.port);

  g_assert_cmpint (zm_bench_need_judge (fixture->cabled.port), ==, need);
  if (told == NULL)
    g_assert_null (text);
  else
    g_assert_true (g_str_has_prefix (text, told));
}

/* There is no signer, so that nobody refuses anything: it cannot be done now. */
static void
fail (Fixture *fixture)
{
  g_assert_true (zm_bench_pair_code (fixture->cabled.port, "ABCD-2345"));
  g_assert_cmpint (zm_bench_need_judge (fixture->cabled.port), ==, ZM_LINE_SOON);
  cabled_port_wait (&fixture->cabled);
}

static void
test_places (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) problem = zm_error_new_literal (ZM_ERROR_REFUSED, "port.forbidden", NULL, NULL,
                                                    "This port is not for devices");

  assert_need (fixture, ZM_LINE_EMPTY, NULL);
  zm_place_attach (fixture->cabled.place, "DEV-014", NULL);
  assert_need (fixture, ZM_LINE_SCAN, NULL);
  zm_place_set_twin (fixture->cabled.place, TRUE);
  assert_need (fixture, ZM_LINE_STAND, NULL);
  zm_place_set_twin (fixture->cabled.place, FALSE);
  zm_place_attach (fixture->cabled.place, NULL, problem);
  assert_need (fixture, ZM_LINE_STAND, "This port is not for devices (since ");
  g_assert_cmpint (zm_bench_need_judge_retry (fixture->cabled.port), ==, ZM_RETRY_NEVER);
}

/* Who was verified before and is valid still is not taken for a new one. */
static void
test_in_service (Fixture       *fixture,
                 gconstpointer  data)
{
  ZmPlace *place = fixture->cabled.place;
  ZmInstant now = zm_instant_now ();
  g_autofree char *status = NULL;
  g_autofree char *ended = NULL;

  zm_place_attach (place, "DEV-014", NULL);
  zm_place_set_record (place, now - ZM_INSTANT_DAY, now + ZM_INSTANT_DAY);
  assert_need (fixture, ZM_LINE_SCAN, "Verified on ");
  g_object_get (fixture->cabled.port, "status", &status, NULL);
  g_assert_cmpstr (status, ==, "In service");

  zm_place_set_record (place, now - 2 * ZM_INSTANT_DAY, now - ZM_INSTANT_DAY);
  assert_need (fixture, ZM_LINE_SCAN, NULL);
  g_object_get (fixture->cabled.port, "status", &ended, NULL);
  g_assert_cmpstr (ended, ==, "Ready");

  zm_place_set_record (place, now - ZM_INSTANT_DAY, now + ZM_INSTANT_DAY);
  zm_place_attach (place, "DEV-041", NULL);
  g_assert_false (zm_place_is_in_service (place));
}

static void
test_retry (Fixture       *fixture,
            gconstpointer  data)
{
  zm_place_attach (fixture->cabled.place, "DEV-014", NULL);
  g_assert_cmpuint (zm_bench_need_count_retries (G_LIST_MODEL (fixture->ports)), ==, 0);
  fail (fixture);
  assert_need (fixture, ZM_LINE_STAND, "No signer");
  g_assert_cmpuint (zm_bench_need_count_retries (G_LIST_MODEL (fixture->ports)), ==, 1);

  zm_place_set_twin (fixture->cabled.place, TRUE);
  g_assert_cmpuint (zm_bench_need_count_retries (G_LIST_MODEL (fixture->ports)), ==, 0);
  zm_place_set_twin (fixture->cabled.place, FALSE);

  zm_bench_need_retry_all (G_LIST_MODEL (fixture->ports));
  assert_need (fixture, ZM_LINE_SCAN, NULL);
}

/* Nobody is there to try it with. */
static void
test_unplugged (Fixture       *fixture,
                gconstpointer  data)
{
  zm_place_attach (fixture->cabled.place, "DEV-014", NULL);
  fail (fixture);
  zm_place_detach (fixture->cabled.place);
  g_assert_cmpint (zm_bench_need_judge (fixture->cabled.port), ==, ZM_LINE_STAND);
  g_assert_cmpuint (zm_bench_need_count_retries (G_LIST_MODEL (fixture->ports)), ==, 0);
  zm_bench_need_retry_all (G_LIST_MODEL (fixture->ports));
  g_assert_nonnull (zm_bench_port_get_session (fixture->cabled.port));
}

static void
assert_standing (const char *check,
                 gboolean    missing,
                 gboolean    can_resume,
                 gboolean    awaited,
                 const char *expected)
{
  g_autoptr(GError) failure = zm_error_new_literal (ZM_ERROR_UNAVAILABLE, check, NULL, NULL,
                                                    "/run/x.sock is not there");
  g_autofree char *text = zm_session_words_standing (failure, missing, can_resume, awaited);

  g_assert_cmpstr (text, ==, expected);
}

/* Calm words for who is only not there; what else stopped it has its card. */
static void
test_half_done (void)
{
  g_autofree char *missing = zm_session_words_interrupted ("DEV-014", TRUE, TRUE);
  g_autofree char *there = zm_session_words_interrupted ("DEV-014", FALSE, TRUE);
  g_autofree char *early = zm_session_words_interrupted (NULL, TRUE, FALSE);

  g_assert_cmpstr (missing, ==, "Plug in DEV-014 to go on.");
  g_assert_cmpstr (there, ==, "Read why DEV-014 stands, then go on.");
  g_assert_cmpstr (early, ==, "Plug in the device to pair it again.");
  assert_standing ("tether.unplugged", TRUE, TRUE, TRUE,
                   "The device was unplugged, or was reset. What was done so far is kept. It goes on as "
                   "soon as it is plugged in.");
  assert_standing ("signer.absent", FALSE, TRUE, FALSE, "What was done so far is kept.");
  assert_standing ("signer.absent", FALSE, FALSE, FALSE, "No certificate was issued.");
}

#define ADD(name, function) \
  g_test_add ("/bench-need/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("places", test_places);
  ADD ("in-service", test_in_service);
  ADD ("retry", test_retry);
  ADD ("unplugged", test_unplugged);
  g_test_add_func ("/bench-need/half-done", test_half_done);

  return g_test_run ();
}
