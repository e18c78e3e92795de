#include "app/station/shift-tally.h"
#include "app/store/device-record.h"
#include "app/store/session-record.h"
#include "tests/station/minute-log.h"

#define NAME "Ana"
#define SESSION "00000000-0000-0000-0000-0000000%s" /* of the device with a name of five letters */

/* The time of the record. check may be NULL. */
static ZmInstant
append (MinuteLog      *fixture,
        const char     *actor,
        const char     *device,
        const char     *action,
        ZmAuditOutcome  outcome,
        const char     *check)
{
  g_autoptr(ZmAuditRecord) record = zm_audit_record_new (actor, "technician", action, outcome);
  g_autoptr(GError) error = NULL;
  g_autofree char *session = g_strdup_printf (SESSION, device);
  gboolean paired = device != NULL && g_str_has_prefix (action, "session.");

  zm_audit_record_set_place (record, "1-1", paired ? session : NULL, device);
  record->detail = json_pack ("{s:s*}", "check", check);
  g_assert_true (zm_audit_log_append (fixture->log, record, &error));
  g_assert_no_error (error);

  return record->time;
}

static ZmInstant
note (MinuteLog  *fixture,
      const char *action)
{
  return append (fixture, NAME, NULL, action, ZM_AUDIT_SUCCESS, NULL);
}

static void
store (MinuteLog      *fixture,
       const char     *device_id,
       ZmSessionState  state)
{
  const ZmDeviceRecord device = { .device_id = (char *) device_id, .label = (char *) "A monitor",
                                  .created_at = fixture->now, .updated_at = fixture->now };
  g_autofree char *session = g_strdup_printf (SESSION, device_id);
  const ZmSessionRecord record = { .session_id = session,
                                   .device_id = (char *) device_id, .state = state,
                                   .operator = (char *) NAME, .started_at = fixture->now,
                                   .updated_at = fixture->now };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_device_record_insert (fixture->database, &device, &error));
  g_assert_true (zm_session_record_insert (fixture->database, &record, &error));
  g_assert_no_error (error);
}

static ZmShiftTally *
load (MinuteLog *fixture)
{
  g_autoptr(GError) error = NULL;
  ZmShiftTally *tally = zm_shift_tally_load (fixture->database, NAME, &error);

  g_assert_no_error (error);
  return tally;
}

static void
assert_start (MinuteLog *fixture,
              ZmInstant  expected)
{
  g_autoptr(ZmShiftTally) tally = load (fixture);

  g_assert_cmpint (tally->since, ==, expected);
}

static void
assert_counts (MinuteLog *fixture,
               guint      verified,
               guint      failed,
               guint      half_done)
{
  g_autoptr(ZmShiftTally) tally = load (fixture);

  g_assert_cmpuint (tally->verified, ==, verified);
  g_assert_cmpuint (tally->failed, ==, failed);
  g_assert_cmpuint (tally->half_done->len, ==, half_done);
}

static void
test_start (MinuteLog     *fixture,
            gconstpointer  data)
{
  ZmInstant first;

  assert_start (fixture, 0);
  append (fixture, "Bea", NULL, "operator.signed-in", ZM_AUDIT_SUCCESS, NULL);
  append (fixture, NAME, NULL, "operator.signed-in", ZM_AUDIT_FAILURE, "sign-in.refused");
  assert_start (fixture, 0);
  first = note (fixture, "operator.signed-in");
  assert_start (fixture, first);
  append (fixture, "Bea", NULL, "operator.signed-out", ZM_AUDIT_SUCCESS, NULL);
  assert_start (fixture, first);
}

/* Who has not signed out is still at work, however often the program began again. */
static void
test_restart (MinuteLog     *fixture,
              gconstpointer  data)
{
  ZmInstant first = note (fixture, "operator.signed-in");

  for (guint i = 0; i < 40; i++)
    note (fixture, "operator.signed-in");
  assert_start (fixture, first);
}

static void
test_sign_out (MinuteLog     *fixture,
               gconstpointer  data)
{
  note (fixture, "operator.signed-in");
  note (fixture, "operator.signed-out");
  assert_start (fixture, 0);
  assert_start (fixture, note (fixture, "operator.signed-in"));
}

static void
test_pause (MinuteLog     *fixture,
            gconstpointer  data)
{
  ZmInstant first = note (fixture, "operator.signed-in");

  fixture->now = first + ZM_SHIFT_PAUSE - ZM_INSTANT_MINUTE;
  note (fixture, "operator.signed-in");
  assert_start (fixture, first);

  /* Not how long they are at work counts, but how long they were away. */
  fixture->now += ZM_SHIFT_PAUSE - ZM_INSTANT_MINUTE;
  note (fixture, "label.printed");
  fixture->now += ZM_SHIFT_PAUSE - ZM_INSTANT_MINUTE;
  note (fixture, "operator.signed-in");
  assert_start (fixture, first);

  fixture->now += ZM_SHIFT_PAUSE;
  assert_start (fixture, note (fixture, "operator.signed-in"));
}

static void
test_started (MinuteLog     *fixture,
              gconstpointer  data)
{
  ZmInstant started;

  note (fixture, "operator.signed-in");
  append (fixture, NAME, "DEV-1", "session.verified", ZM_AUDIT_SUCCESS, NULL);
  started = note (fixture, "shift.started");
  append (fixture, "Bea", NULL, "shift.started", ZM_AUDIT_SUCCESS, NULL);
  assert_start (fixture, started);
  assert_counts (fixture, 0, 0, 0);
  note (fixture, "operator.signed-in");
  assert_start (fixture, started);
}

static void
test_counts (MinuteLog     *fixture,
             gconstpointer  data)
{
  note (fixture, "operator.signed-in");
  store (fixture, "DEV-3", ZM_SESSION_REQUESTED);
  store (fixture, "DEV-4", ZM_SESSION_ABANDONED);
  append (fixture, NAME, "DEV-1", "session.paired", ZM_AUDIT_SUCCESS, NULL);
  append (fixture, NAME, "DEV-1", "session.verified", ZM_AUDIT_SUCCESS, NULL);
  append (fixture, NAME, "DEV-1", "session.aftermath", ZM_AUDIT_UNKNOWN, "checkpoint.signer");
  append (fixture, NAME, "DEV-2", "session.failed", ZM_AUDIT_FAILURE, "mtls.refused");
  append (fixture, NAME, "DEV-3", "session.interrupted", ZM_AUDIT_UNKNOWN, "tether.unplugged");
  append (fixture, NAME, "DEV-3", "session.not-joined", ZM_AUDIT_FAILURE, "pairing.possession");
  append (fixture, NAME, "DEV-4", "session.interrupted", ZM_AUDIT_UNKNOWN, "tether.unplugged");
  append (fixture, NAME, "DEV-5", "pairing.refused", ZM_AUDIT_FAILURE, "guard.device-id");
  append (fixture, "Bea", "DEV-6", "session.verified", ZM_AUDIT_SUCCESS, NULL);
  assert_counts (fixture, 1, 2, 1);
}

/* A device counts once, as it ended last. */
static void
test_retried (MinuteLog     *fixture,
              gconstpointer  data)
{
  note (fixture, "operator.signed-in");
  append (fixture, NAME, "DEV-1", "pairing.refused", ZM_AUDIT_FAILURE, "guard.device-id");
  append (fixture, NAME, "DEV-1", "session.failed", ZM_AUDIT_FAILURE, "mtls.refused");
  assert_counts (fixture, 0, 1, 0);
  append (fixture, NAME, "DEV-1", "session.verified", ZM_AUDIT_SUCCESS, NULL);
  assert_counts (fixture, 1, 0, 0);
  append (fixture, NAME, "DEV-1", "pairing.refused", ZM_AUDIT_FAILURE, "code.wrong");
  assert_counts (fixture, 1, 0, 0);
}

/* A person's no is no failure; a cable that was pulled before anything was on record is one. */
static void
test_declined (MinuteLog     *fixture,
               gconstpointer  data)
{
  note (fixture, "operator.signed-in");
  append (fixture, NAME, "DEV-1", "session.failed", ZM_AUDIT_FAILURE, "approval.refused");
  append (fixture, NAME, "DEV-2", "pairing.refused", ZM_AUDIT_FAILURE, "registry.active");
  append (fixture, NAME, NULL, "pairing.refused", ZM_AUDIT_FAILURE, "ticket.form");
  assert_counts (fixture, 0, 0, 0);
  append (fixture, NAME, "DEV-3", "pairing.refused", ZM_AUDIT_UNKNOWN, "tether.unplugged");
  assert_counts (fixture, 0, 1, 0);
}

#define ADD(name, function) \
  g_test_add ("/shift/" name, MinuteLog, "2026-05-03T07:00:00Z", minute_log_set_up, function, \
              minute_log_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("start", test_start);
  ADD ("restart", test_restart);
  ADD ("sign-out", test_sign_out);
  ADD ("pause", test_pause);
  ADD ("started", test_started);
  ADD ("counts", test_counts);
  ADD ("retried", test_retried);
  ADD ("declined", test_declined);

  return g_test_run ();
}
