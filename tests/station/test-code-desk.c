#include "app/station/code-desk.h"

#include "app/base/error.h"
#include "app/protocol/ticket.h"
#include "app/store/code-attempt.h"
#include "app/store/code-record.h"
#include "app/store/session-record.h"
#include "app/store/statement.h"
#include "tests/station/desk.h"

#define DEVICE  "DEV-1"
#define PORT    "1-2"
#define SESSION "0b8f9f1e-5a52-4c1f-9d4c-3f5a2f6f8a11"

typedef struct {
  gint64  code_id;
  GError *error;
} Fixture;

/* One for all, since starting a signer takes half a second. */
static Desk desk;

static ZmDatabase *
database (void)
{
  return zm_station_get_database (desk.station);
}

static void
run_script (const char *sql)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_database_run_script (database (), sql, &error));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  run_script ("DELETE FROM codes; DELETE FROM code_attempts; DELETE FROM sessions");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_error (&fixture->error);
}

static gboolean
admit (Fixture    *fixture,
       const char *device_id,
       const char *port,
       const char *code)
{
  g_clear_error (&fixture->error);
  fixture->code_id = -1;

  return zm_code_desk_admit (desk.station, device_id, port, SESSION, code,
                             &fixture->code_id, &fixture->error);
}

static void
assert_admitted (Fixture    *fixture,
                 const char *code)
{
  gboolean ok = admit (fixture, DEVICE, PORT, code);

  g_assert_no_error (fixture->error);
  g_assert_true (ok);
  g_assert_cmpint (fixture->code_id, >, 0);
}

static void
assert_refused (Fixture    *fixture,
                const char *code,
                const char *check)
{
  g_assert_false (admit (fixture, DEVICE, PORT, code));
  g_assert_cmpstr (zm_error_get_check (fixture->error), ==, check);
  g_assert_null (zm_error_get_seen (fixture->error));
  g_assert_cmpint (fixture->code_id, ==, -1);
}

static void
fail_proof (Fixture    *fixture,
            const char *check)
{
  g_assert_false (zm_code_desk_fail (desk.station, fixture->code_id, DEVICE, PORT, SESSION,
                                     &fixture->error));
  g_assert_cmpstr (zm_error_get_check (fixture->error), ==, check);
}

/* So that no delay is in the way of the next rule. */
static void
forget_failures (void)
{
  run_script ("DELETE FROM code_attempts");
}

static void
set_expiry (Fixture   *fixture,
            ZmInstant  expires_at)
{
  g_assert_true (zm_statement_execute (database (), "UPDATE codes SET expires_at = ?",
                                       &fixture->error, "z", expires_at));
}

static char *
issue (Fixture *fixture)
{
  ZmInstant expires_at = 0;
  char *code = zm_code_desk_issue (desk.station, DEVICE, &expires_at, &fixture->error);
  g_autofree char *parsed = NULL;

  g_assert_no_error (fixture->error);
  parsed = zm_ticket_parse_code (code, &fixture->error);
  g_assert_cmpstr (parsed, ==, code);
  g_assert_cmpint (expires_at - zm_instant_now (), >, 14 * ZM_INSTANT_MINUTE);
  g_assert_cmpint (expires_at - zm_instant_now (), <=, 15 * ZM_INSTANT_MINUTE);

  return code;
}

static void
insert_session (Fixture *fixture)
{
  const ZmSessionRecord record = {
    .session_id = (char *) SESSION,
    .device_id = (char *) DEVICE,
    .port = (char *) PORT,
    .state = ZM_SESSION_PAIRED,
    .operator = (char *) DESK_OPERATOR,
    .started_at = zm_instant_now (),
    .updated_at = zm_instant_now (),
  };

  g_assert_true (zm_session_record_insert (database (), &record, &fixture->error));
}

static void
test_shown_code_is_admitted_again_until_used (Fixture       *fixture,
                                              gconstpointer  data)
{
  gint64 first;

  assert_admitted (fixture, "ABCD-1234");
  first = fixture->code_id;
  assert_admitted (fixture, "ABCD-1234");
  g_assert_cmpint (fixture->code_id, ==, first);

  insert_session (fixture);
  g_assert_true (zm_code_desk_use_up (desk.station, first, SESSION, &fixture->error));
  assert_refused (fixture, "ABCD-1234", "code.used");
  /* Once only, also for whoever was admitted before. */
  g_clear_error (&fixture->error);
  g_assert_false (zm_code_desk_use_up (desk.station, first, SESSION, &fixture->error));
  g_assert_cmpstr (zm_error_get_check (fixture->error), ==, "code.unknown");
}

static void
test_newer_shown_code_replaces_the_older (Fixture       *fixture,
                                          gconstpointer  data)
{
  assert_admitted (fixture, "ABCD-1234");
  assert_admitted (fixture, "EFGH-5678");
  assert_refused (fixture, "ABCD-1234", "code.expired");
  assert_admitted (fixture, "EFGH-5678");
}

static void
test_shown_code_expires (Fixture       *fixture,
                         gconstpointer  data)
{
  assert_admitted (fixture, "ABCD-1234");
  set_expiry (fixture, zm_instant_now () - 1);
  assert_refused (fixture, "ABCD-1234", "code.expired");
  assert_refused (fixture, "ABCD-1234", "code.expired");
  forget_failures ();
  assert_admitted (fixture, "EFGH-5678");
}

static void
test_issued_code_is_the_only_one (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autofree char *code = issue (fixture);

  assert_refused (fixture, "ABCD-1234", "code.mismatch");
  assert_admitted (fixture, code);
}

static void
test_newer_issued_code_ends_the_older (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autofree char *first = issue (fixture);
  g_autofree char *second = issue (fixture);

  assert_refused (fixture, first, "code.expired");
  assert_admitted (fixture, second);
}

static void
test_issued_code_expires (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autofree char *code = issue (fixture);

  set_expiry (fixture, zm_instant_now () - 1);
  assert_refused (fixture, code, "code.expired");
}

static void
test_fifth_attempt_spends_the_code (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autofree char *code = issue (fixture);

  for (guint i = 1; i < ZM_CODE_ATTEMPTS_MAX; i++)
    {
      forget_failures ();
      assert_refused (fixture, "ABCD-1234", "code.mismatch");
    }
  forget_failures ();
  assert_refused (fixture, "ABCD-1234", "code.spent");
  forget_failures ();
  assert_refused (fixture, code, "code.spent");
}

static void
test_wrong_proofs_spend_the_code (Fixture       *fixture,
                                  gconstpointer  data)
{
  for (guint i = 1; i <= ZM_CODE_ATTEMPTS_MAX; i++)
    {
      forget_failures ();
      assert_admitted (fixture, "ABCD-1234");
      fail_proof (fixture, i < ZM_CODE_ATTEMPTS_MAX ? "code.mismatch" : "code.spent");
    }
  forget_failures ();
  assert_refused (fixture, "ABCD-1234", "code.spent");
}

/* What was admitted may have ended by the time the proof comes; the failure counts all the same. */
static void
test_wrong_proof_of_an_ended_code_counts (Fixture       *fixture,
                                          gconstpointer  data)
{
  gint64 first;
  ZmCodeFailures failures;

  assert_admitted (fixture, "ABCD-1234");
  first = fixture->code_id;
  assert_admitted (fixture, "EFGH-5678");
  g_assert_false (zm_code_desk_fail (desk.station, first, DEVICE, PORT, SESSION,
                                     &fixture->error));
  g_assert_cmpstr (zm_error_get_check (fixture->error), ==, "code.mismatch");
  g_clear_error (&fixture->error);
  g_assert_true (zm_code_attempt_count_failures (database (), DEVICE, PORT, 1, G_MAXINT64 / 1000, &failures,
                                                 &fixture->error));
  g_assert_cmpint (failures.failures, ==, 1);
  assert_admitted (fixture, "EFGH-5678");
}

/* A person mistypes a code that the device goes on showing. */
static void
test_mistyping_costs_the_shown_code_an_attempt (Fixture       *fixture,
                                                gconstpointer  data)
{
  static const char *const mistyped[] = { "ABCD-1235", "ABCD-1236", "ABCD-1236", "ABCD-1237" };

  assert_admitted (fixture, "ABCD-1234");
  for (gsize i = 0; i < G_N_ELEMENTS (mistyped); i++)
    {
      forget_failures ();
      assert_admitted (fixture, mistyped[i]);
      fail_proof (fixture, "code.mismatch");
      forget_failures ();
      assert_admitted (fixture, "ABCD-1234");
    }

  forget_failures ();
  assert_admitted (fixture, "ABCD-1238");
  fail_proof (fixture, "code.spent");
  forget_failures ();
  assert_refused (fixture, "ABCD-1234", "code.spent");
}

/* Written by a clock that was a year ahead. */
static void
test_future_code_has_expired (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr(ZmCodeRecord) record = NULL;

  assert_admitted (fixture, "ABCD-1234");
  record = zm_code_record_get_live (database (), DEVICE, &fixture->error);
  g_assert_no_error (fixture->error);
  record->issued_at += 365 * ZM_INSTANT_DAY;
  record->expires_at += 365 * ZM_INSTANT_DAY;
  g_assert_true (zm_code_record_update (database (), record, &fixture->error));
  assert_refused (fixture, "ABCD-1234", "code.expired");
}

typedef struct {
  const char *name;
  guint       failures;
  gint64      seconds_ago; /* the last one */
  const char *device_id;
  const char *port;
  gboolean    delayed;
} DelayCase;

static const DelayCase delay_cases[] = {
  { "none", 0, 0, DEVICE, PORT, FALSE },
  { "first-is-free", 1, 0, DEVICE, PORT, FALSE },
  { "second-waits", 2, 0, DEVICE, PORT, TRUE },
  { "future-does-not-wait", 6, -86400, DEVICE, PORT, FALSE },
  { "second-waited", 2, 3, DEVICE, PORT, FALSE },
  { "third-waits-longer", 3, 5, DEVICE, PORT, TRUE },
  { "third-waited", 3, 9, DEVICE, PORT, FALSE },
  { "fourth", 4, 28, DEVICE, PORT, TRUE },
  { "fourth-waited", 4, 31, DEVICE, PORT, FALSE },
  { "fifth", 5, 118, DEVICE, PORT, TRUE },
  { "many", 50, 290, DEVICE, PORT, TRUE },
  { "many-waited", 50, 301, DEVICE, PORT, FALSE },
  { "an-hour-ago", 50, 3601, DEVICE, PORT, FALSE },
  { "same-device-elsewhere", 4, 0, DEVICE, "9-9", TRUE },
  { "other-device-same-port", 4, 0, "DEV-2", PORT, TRUE },
  { "unknown-device-same-port", 4, 0, "NOBODY", PORT, TRUE },
  { "other-device-elsewhere", 4, 0, "DEV-2", "9-9", FALSE },
  /* The clock was set back: the delay is not longer than it ever was. */
  { "in-the-future", 2, -100, DEVICE, PORT, TRUE },
};

static void
test_delay (Fixture       *fixture,
            gconstpointer  data)
{
  const DelayCase *delay = data;
  ZmInstant last = zm_instant_now () - delay->seconds_ago * ZM_INSTANT_SECOND;

  for (guint i = 0; i < delay->failures; i++)
    g_assert_true (zm_code_attempt_insert (database (), delay->device_id, delay->port, last,
                                           FALSE, &fixture->error));
  if (!delay->delayed)
    {
      assert_admitted (fixture, "ABCD-1234");
      return;
    }

  assert_refused (fixture, "ABCD-1234", "code.delay");
  g_assert_true (zm_error_matches (fixture->error, ZM_ERROR_UNAVAILABLE));
  g_assert_true (g_str_has_suffix (zm_error_get_expected (fixture->error), " s"));
}

static void
test_device_must_be_known (Fixture       *fixture,
                           gconstpointer  data)
{
  g_assert_false (admit (fixture, "NOBODY", PORT, "ABCD-1234"));
  g_assert_cmpstr (zm_error_get_check (fixture->error), ==, "device.unknown");
  g_clear_error (&fixture->error);
  g_assert_null (zm_code_desk_issue (desk.station, "NOBODY", NULL, &fixture->error));
  g_assert_cmpstr (zm_error_get_check (fixture->error), ==, "device.unknown");
}

static void
assert_without (const char *secret)
{
  g_autofree char *path = g_build_filename (desk.directory, "station", "station.db", NULL);
  g_autofree char *content = NULL;
  gsize length;

  run_script ("PRAGMA wal_checkpoint(TRUNCATE)");
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_null (g_strstr_len (content, (gssize) length, secret));
}

static void
test_refusals_are_recorded_without_the_code (Fixture       *fixture,
                                             gconstpointer  data)
{
  g_autofree char *code = issue (fixture);
  g_autoptr(json_t) record = NULL;
  const json_t *detail;

  assert_refused (fixture, "ABCD-1234", "code.mismatch");
  record = desk_newest (&desk, "code.refused");
  detail = json_object_get (record, "detail");
  g_assert_cmpstr (json_string_value (json_object_get (record, "device")), ==, DEVICE);
  g_assert_cmpstr (json_string_value (json_object_get (record, "port")), ==, PORT);
  g_assert_cmpstr (json_string_value (json_object_get (record, "session")), ==, SESSION);
  g_assert_cmpstr (json_string_value (json_object_get (record, "outcome")), ==, "failure");
  g_assert_cmpstr (json_string_value (json_object_get (detail, "check")), ==, "code.mismatch");
  g_assert_cmpint (json_integer_value (json_object_get (detail, "attempts")), ==, 1);
  assert_without ("ABCD-1234");
  assert_without (code);
}

#define ADD(path, function) \
  g_test_add ("/code-desk/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  desk_set_up (&desk, NULL);
  desk_add (&desk, DEVICE);
  desk_add (&desk, "DEV-2");

  ADD ("shown/again", test_shown_code_is_admitted_again_until_used);
  ADD ("shown/newer", test_newer_shown_code_replaces_the_older);
  ADD ("shown/expires", test_shown_code_expires);
  ADD ("issued/only", test_issued_code_is_the_only_one);
  ADD ("issued/newer", test_newer_issued_code_ends_the_older);
  ADD ("issued/expires", test_issued_code_expires);
  ADD ("attempts/codes", test_fifth_attempt_spends_the_code);
  ADD ("attempts/proofs", test_wrong_proofs_spend_the_code);
  ADD ("attempts/ended", test_wrong_proof_of_an_ended_code_counts);
  for (gsize i = 0; i < G_N_ELEMENTS (delay_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/code-desk/delay/%s", delay_cases[i].name);

      g_test_add (path, Fixture, &delay_cases[i], set_up, test_delay, tear_down);
    }
  ADD ("attempts/mistyped", test_mistyping_costs_the_shown_code_an_attempt);
  ADD ("shown/future", test_future_code_has_expired);
  ADD ("unknown-device", test_device_must_be_known);
  ADD ("records", test_refusals_are_recorded_without_the_code);

  result = g_test_run ();
  desk_tear_down (&desk, NULL);
  return result;
}
