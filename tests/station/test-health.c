#include "app/station/health.h"

#include "app/station/directory.h"
#include "app/station/remedy.h"
#include "tests/station/desk.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  const char       *name;
  gint64            begin; /* days before now */
  gint64            end;   /* days after now */
  guint             percent;
  ZmHealthSeverity  severity;
} ExpiryCase;

static const ExpiryCase expiry_cases[] = {
  { "new", 0, 100, 0, ZM_HEALTH_OK },
  { "not-yet", -10, 100, 0, ZM_HEALTH_OK },
  { "half", 50, 50, 50, ZM_HEALTH_OK },
  { "before-warning", 74, 26, 74, ZM_HEALTH_OK },
  { "warning", 75, 25, 75, ZM_HEALTH_WARNING },
  { "before-problem", 89, 11, 89, ZM_HEALTH_WARNING },
  { "problem", 90, 10, 90, ZM_HEALTH_PROBLEM },
  { "over", 100, 0, 100, ZM_HEALTH_PROBLEM },
  { "long-over", 200, -100, 100, ZM_HEALTH_PROBLEM },
  { "backwards", -10, -20, 100, ZM_HEALTH_PROBLEM },
  { "twenty-years", 5475, 1825, 75, ZM_HEALTH_WARNING },
};

static void
test_expiry (gconstpointer data)
{
  const ExpiryCase *expiry = data;
  ZmInstant now = G_GINT64_CONSTANT (1800000000) * ZM_INSTANT_SECOND;
  guint percent = 12345;

  g_assert_cmpint (zm_health_judge_expiry (now - expiry->begin * ZM_INSTANT_DAY,
                                           now + expiry->end * ZM_INSTANT_DAY, now, &percent),
                   ==, expiry->severity);
  g_assert_cmpuint (percent, ==, expiry->percent);
}

static const ZmHealthFinding *
find (GPtrArray  *findings,
      const char *check)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const ZmHealthFinding *finding = findings->pdata[i];

      if (g_str_equal (finding->check, check))
        return finding;
    }

  return NULL;
}

static void
assert_found (GPtrArray        *findings,
              const char       *check,
              ZmHealthSeverity  severity)
{
  const ZmHealthFinding *finding = find (findings, check);

  g_assert_nonnull (finding);
  g_assert_cmpint (finding->severity, ==, severity);
  g_assert_cmpint (finding->remedy != NULL, ==, severity != ZM_HEALTH_OK);
  g_assert_cmpstr (finding->title, !=, "");
}

static void
test_station_without_authority (Desk          *desk,
                                gconstpointer  data)
{
  g_autoptr(GPtrArray) findings =
    zm_health_check (zm_station_get_directory (desk->station), desk->station, NULL, NULL);

  assert_found (findings, "file.directory", ZM_HEALTH_OK);
  assert_found (findings, "config.value", ZM_HEALTH_OK);
  assert_found (findings, "database.corrupt", ZM_HEALTH_OK);
  assert_found (findings, "audit.witness", ZM_HEALTH_WARNING);
  assert_found (findings, "clock.backwards", ZM_HEALTH_OK);
  assert_found (findings, "signer.absent", ZM_HEALTH_OK);
  assert_found (findings, "signer.same-user", ZM_HEALTH_WARNING);
  assert_found (findings, "authority.absent", ZM_HEALTH_PROBLEM);
  assert_found (findings, "session.open", ZM_HEALTH_OK);
  assert_found (findings, "intent.open", ZM_HEALTH_OK);
  g_assert_cmpint (zm_health_judge (findings), ==, ZM_HEALTH_PROBLEM);
}

static void
test_open_rights_and_bad_line (Desk          *desk,
                               gconstpointer  data)
{
  const char *directory = zm_station_get_directory (desk->station);
  g_autofree char *config = g_build_filename (directory, "station.conf", NULL);
  g_autoptr(GPtrArray) findings = NULL;

  g_assert_true (g_file_set_contents (config, "[station]\ndesk=x\ncolour=red\n", -1, NULL));
  g_assert_cmpint (g_chmod (directory, 0755), ==, 0);
  findings = zm_health_check (directory, desk->station, NULL, NULL);
  assert_found (findings, "file.directory", ZM_HEALTH_PROBLEM);
  assert_found (findings, "config.key", ZM_HEALTH_PROBLEM);
  g_assert_cmpstr (find (findings, "config.key")->seen, ==, "colour=red");
}

static void
test_changed_log (Desk          *desk,
                  gconstpointer  data)
{
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_database_run_script (zm_station_get_database (desk->station),
                                         "DROP TRIGGER security_audit_log_update;"
                                         "UPDATE security_audit_log SET actor = 'Nobody'",
                                         &error));
  findings = zm_health_check (zm_station_get_directory (desk->station), desk->station, NULL, NULL);
  assert_found (findings, "audit.hash", ZM_HEALTH_PROBLEM);
}

static void
test_record_from_the_future (Desk          *desk,
                             gconstpointer  data)
{
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_database_run_script (zm_station_get_database (desk->station),
                                         "DROP TRIGGER security_audit_log_update;"
                                         "UPDATE security_audit_log "
                                         "SET time = '2999-01-01T00:00:00.000000Z'", &error));
  findings = zm_health_check (zm_station_get_directory (desk->station), desk->station, NULL, NULL);
  assert_found (findings, "clock.backwards", ZM_HEALTH_PROBLEM);
}

static void
test_stopped (Desk          *desk,
              gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (zm_health_check (zm_station_get_directory (desk->station), desk->station, NULL,
                                  cancellable));
  g_assert_cmpuint (desk_count (desk, "desk.test-stopped", 0), ==, 0);
  g_assert_true (zm_health_note_stopped (desk->station, &error));
  g_assert_cmpuint (desk_count (desk, "desk.test-stopped", 1 << ZM_AUDIT_SUCCESS), ==, 1);
}

static void
test_no_station (void)
{
  g_autofree char *directory = g_dir_make_tmp ("zm-health-XXXXXX", NULL);
  g_autofree char *missing = g_build_filename (directory, "station", NULL);
  g_autoptr(GError) failure = NULL;
  g_autoptr(GPtrArray) findings = NULL;

  g_assert_null (zm_station_open (missing, &failure));
  findings = zm_health_check (missing, NULL, failure, NULL);
  assert_found (findings, "station.missing", ZM_HEALTH_PROBLEM);
  g_assert_cmpint (zm_health_judge (findings), ==, ZM_HEALTH_PROBLEM);
  /* It looked, and made nothing. */
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

static void
test_remedies (void)
{
  const char *fallback = zm_remedy_for ("no-such-room.at-all");

  g_assert_cmpstr (fallback, !=, "");
  g_assert_cmpstr (zm_remedy_for (""), ==, fallback);
  g_assert_cmpstr (zm_remedy_for ("code"), ==, fallback);
  g_assert_cmpstr (zm_remedy_for ("code.delay"), !=, zm_remedy_for ("code.spent"));
  g_assert_cmpstr (zm_remedy_for ("code.spent"), ==, zm_remedy_for ("code.no-such"));
  g_assert_cmpstr (zm_remedy_for ("chain.crl-expired"), ==, zm_remedy_for ("chain.crl-missing"));
  g_assert_cmpstr (zm_remedy_for ("chain.crl-expired"), !=, zm_remedy_for ("chain.order"));
}

#define ADD(path, function) \
  g_test_add ("/health/" path, Desk, NULL, desk_set_up, function, desk_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (expiry_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/health/expiry/%s", expiry_cases[i].name);

      g_test_add_data_func (path, &expiry_cases[i], test_expiry);
    }
  ADD ("no-authority", test_station_without_authority);
  ADD ("rights-and-line", test_open_rights_and_bad_line);
  ADD ("changed-log", test_changed_log);
  ADD ("future", test_record_from_the_future);
  ADD ("stopped", test_stopped);
  g_test_add_func ("/health/no-station", test_no_station);
  g_test_add_func ("/health/remedies", test_remedies);

  return g_test_run ();
}
