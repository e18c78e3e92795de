#include "tests/ui/ports.h"
#include "tests/ui/screen.h"
#include "app/audit/audit-query.h"
#include "app/base/error.h"
#include "app/station/session-post.h"
#include "tests/scratch.h"
#include "ui/bench-half-done.h"
#include "ui/bench-pair.h"
#include "ui/bench-port.h"
#include "ui/station-opening.h"

/* What the window shows as refused, and no desk has recorded, is in the audit log all the same. */

#define PATIENCE 30000 /* ms */

typedef struct {
  Scratch    scratch;
  ZmStation *station;
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
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  settle ();
  g_assert_finalize_object (G_OBJECT (fixture->station));
  scratch_tear_down (&fixture->scratch, NULL);
}

static void
assert_on_record (const Fixture *fixture,
                  const char    *command,
                  const GError  *shown,
                  const char    *check)
{
  const ZmAuditFilter filter = { .action = "command.refused" };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records =
    zm_audit_query_list (zm_station_get_database (fixture->station), &filter, 0, 10, &error);
  const ZmAuditRecord *record;

  g_assert_no_error (error);
  g_assert_cmpstr (zm_error_get_check (shown), ==, check);
  g_assert_cmpint (records->len, ==, 1);
  record = records->pdata[0];
  g_assert_cmpint (record->outcome, ==, ZM_AUDIT_FAILURE);
  g_assert_cmpstr (json_string_value (json_object_get (record->detail, "command")), ==, command);
  g_assert_cmpstr (json_string_value (json_object_get (record->detail, "check")), ==, check);
}

static void
wait_while (ZmBenchPort *port,
            gboolean     (*holds)(ZmBenchPort *port))
{
  for (guint i = 0; i < PATIENCE && holds (port); i++)
    spin (1);
  g_assert_false (holds (port));
}

static gboolean
is_busy (ZmBenchPort *port)
{
  gboolean busy;

  g_object_get (port, "busy", &busy, NULL);
  return busy;
}

/* A session of which the registry knows nothing. */
static ZmBenchPort *
make_tried_port (const Fixture *fixture)
{
  ZmBenchPort *port = make_port (fixture->station);

  zm_bench_pair_code (port, "ABCD-1234");
  wait_while (port, zm_bench_port_is_running);
  zm_session_post_text (zm_bench_port_get_session (port), "session-id", "S-1");
  settle ();

  return port;
}

static void
test_abandon (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ZmBenchPort) port = make_tried_port (fixture);
  g_autoptr(GError) failure = NULL;

  zm_bench_half_done_abandon (port);
  wait_while (port, is_busy);
  g_object_get (port, "failure", &failure, NULL);
  assert_on_record (fixture, "session abandon", failure, "session.unknown");
}

static void
test_resume (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ZmBenchPort) port = make_tried_port (fixture);
  g_autoptr(GError) failure = NULL;

  zm_bench_half_done_resume (port);
  wait_while (port, is_busy);
  g_object_get (port, "failure", &failure, NULL);
  assert_on_record (fixture, "session resume", failure, "session.unknown");
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GError **failure = user_data;

  g_assert_false (zm_station_opening_sign_in_finish (ZM_STATION (source), result, failure));
}

static void
test_sign_in (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) failure = NULL;

  zm_station_opening_sign_in_async (fixture->station, "ana", zm_secret_new_copy ("123456", 6), NULL,
                                    signed_in_cb, &failure);
  for (guint i = 0; i < PATIENCE && failure == NULL; i++)
    spin (1);
  assert_on_record (fixture, "sign in", failure, "signer.absent");
}

#define ADD(name, function) g_test_add ("/on-record/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("abandon", test_abandon);
  ADD ("resume", test_resume);
  ADD ("sign-in", test_sign_in);

  return g_test_run ();
}
