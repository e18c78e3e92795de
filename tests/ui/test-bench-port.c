#include "app/pki/random.h"
#include "app/station/session-post.h"
#include "app/store/device-record.h"
#include "app/store/session-record.h"
#include "tests/ui/ports.h"
#include "ui/bench-half-done.h"
#include "ui/bench-need.h"
#include "ui/bench-pair.h"

/* A place where a cable comes and goes while a half-done session is taken from the store. */

#define DEVICE "DEV-014"

typedef struct {
  CabledPort  cabled;
  char       *session_id;
} Fixture;

static void
store_session (Fixture *fixture)
{
  ZmDatabase *database = zm_station_get_database (fixture->cabled.station);
  const ZmDeviceRecord device = { .device_id = (char *) DEVICE, .label = (char *) "Bed 14",
                                  .created_at = zm_instant_now (), .updated_at = zm_instant_now () };
  const ZmSessionRecord record = {
    .session_id = fixture->session_id,
    .device_id = (char *) DEVICE,
    .state = ZM_SESSION_REQUESTED,
    .operator = (char *) "Ana",
    .started_at = zm_instant_now (),
    .updated_at = zm_instant_now (),
  };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_device_record_insert (database, &device, &error));
  g_assert_no_error (error);
  g_assert_true (zm_session_record_insert (database, &record, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  cabled_port_set_up (&fixture->cabled);
  fixture->session_id = zm_random_uuid ();
  store_session (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  cabled_port_tear_down (&fixture->cabled);
  g_free (fixture->session_id);
}

static void
begin (Fixture *fixture)
{
  zm_place_attach (fixture->cabled.place, DEVICE, NULL);
  g_assert_true (zm_bench_port_has_arrived (fixture->cabled.port));
  zm_bench_half_done_continue (fixture->cabled.port, fixture->session_id);
  g_assert_false (zm_bench_port_has_arrived (fixture->cabled.port));
  g_assert_true (zm_bench_port_is_at_work (fixture->cabled.port));
}

static void
assert_badge (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *status = NULL;

  g_object_get (fixture->cabled.port, "status", &status, NULL);
  g_assert_cmpstr (status, ==, expected);
}

/* A session shows what it is about before the device has said a word. */
static void
test_goes_on (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *shown = NULL;

  begin (fixture);
  shown = zm_bench_port_dup_session_id (fixture->cabled.port);
  g_assert_cmpstr (shown, ==, fixture->session_id);
  cabled_port_wait (&fixture->cabled);
  g_assert_nonnull (zm_bench_port_get_session (fixture->cabled.port));
  g_assert_true (zm_bench_port_get_memory (fixture->cabled.port)->unasked);
  g_assert_cmpstr (zm_bench_port_get_memory (fixture->cabled.port)->resumed, ==, fixture->session_id);
}

static void
test_left (Fixture       *fixture,
           gconstpointer  data)
{
  begin (fixture);
  zm_place_detach (fixture->cabled.place);
  cabled_port_wait (&fixture->cabled);
  g_assert_null (zm_bench_port_get_session (fixture->cabled.port));
  g_assert_false (zm_bench_port_has_arrived (fixture->cabled.port));
}

/* Somebody is there again, who need not be the same one. */
static void
test_bounced (Fixture       *fixture,
              gconstpointer  data)
{
  begin (fixture);
  zm_place_detach (fixture->cabled.place);
  zm_place_attach (fixture->cabled.place, DEVICE, NULL);
  g_assert_false (zm_bench_port_has_arrived (fixture->cabled.port));
  cabled_port_wait (&fixture->cabled);
  g_assert_null (zm_bench_port_get_session (fixture->cabled.port));
  g_assert_true (zm_bench_port_has_arrived (fixture->cabled.port));
}

static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  begin (fixture);
  zm_bench_port_stop (fixture->cabled.port);
  cabled_port_wait (&fixture->cabled);
  g_assert_null (zm_bench_port_get_session (fixture->cabled.port));
  g_assert_true (zm_bench_port_has_arrived (fixture->cabled.port));
}

static void
test_code_while_busy (Fixture       *fixture,
                      gconstpointer  data)
{
  begin (fixture);
  g_assert_nonnull (zm_bench_port_get_advice (fixture->cabled.port));
  g_assert_false (zm_bench_pair_code (fixture->cabled.port, "ABCD-1234"));
  zm_place_detach (fixture->cabled.place);
  cabled_port_wait (&fixture->cabled);
  g_assert_null (zm_bench_port_get_advice (fixture->cabled.port));
  g_assert_true (zm_bench_pair_code (fixture->cabled.port, "ABCD-1234"));
  g_assert_null (zm_bench_port_get_memory (fixture->cabled.port)->resumed);
  g_assert_false (zm_bench_port_get_memory (fixture->cabled.port)->unasked);
  cabled_port_wait (&fixture->cabled);
}

/* The session of the store stands here, as if its device had been unplugged while somebody was asked. */
static void
stand (Fixture *fixture)
{
  ZmSession *session;

  zm_place_attach (fixture->cabled.place, DEVICE, NULL);
  g_assert_true (zm_bench_pair_code (fixture->cabled.port, "ABCD-1234"));
  cabled_port_wait (&fixture->cabled);
  session = zm_bench_port_get_session (fixture->cabled.port);
  zm_session_post_text (session, "session-id", fixture->session_id);
  zm_session_post_text (session, "device-id", DEVICE);
  zm_session_post_state (session, ZM_SESSION_REQUESTED);
  zm_place_detach (fixture->cabled.place);
  settle ();
}

/* Nobody is there: nothing is tried, nothing is refused, and the wish is kept. */
static void
test_awaited (Fixture       *fixture,
              gconstpointer  data)
{
  ZmBenchPort *port = fixture->cabled.port;
  g_autofree char *told = NULL;

  stand (fixture);
  assert_badge (fixture, "Interrupted");
  g_assert_true (zm_bench_need_is_half_done (port));
  g_assert_true (zm_bench_half_done_is_missing (port));
  told = zm_bench_need_tell (port);
  g_assert_true (g_str_has_prefix (told, "Plug in DEV-014 (since "));

  zm_bench_half_done_resume (port);
  g_assert_false (zm_bench_port_is_at_work (port));
  g_assert_true (zm_bench_need_is_half_done (port));
  g_assert_true (zm_bench_port_get_memory (port)->awaited);
  assert_badge (fixture, "Waiting for it");

  zm_place_attach (fixture->cabled.place, NULL, NULL);
  g_assert_false (zm_bench_half_done_is_missing (port));
  zm_bench_half_done_resume (port);
  g_assert_true (zm_bench_port_is_at_work (port));
  g_assert_false (zm_bench_port_get_memory (port)->awaited);
  cabled_port_wait (&fixture->cabled);
}

static void
test_twin (Fixture       *fixture,
           gconstpointer  data)
{
  zm_place_attach (fixture->cabled.place, DEVICE, NULL);
  assert_badge (fixture, "Ready");
  zm_place_set_twin (fixture->cabled.place, TRUE);
  assert_badge (fixture, "Same device twice");
  zm_place_set_twin (fixture->cabled.place, FALSE);
  assert_badge (fixture, "Ready");
}

#define ADD(name, function) \
  g_test_add ("/bench-port/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("goes-on", test_goes_on);
  ADD ("left", test_left);
  ADD ("bounced", test_bounced);
  ADD ("stopped", test_stopped);
  ADD ("code-while-busy", test_code_while_busy);
  ADD ("awaited", test_awaited);
  ADD ("twin", test_twin);

  return g_test_run ();
}
