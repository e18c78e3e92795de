#include "app/base/error.h"
#include "app/store/integrity.h"
#include "app/store/statement.h"

#include <glib/gstdio.h>

#define HASH "0000000000000000000000000000000000000000000000000000000000000000"

static ZmDatabase *
open_schema (const ZmSchema *schema)
{
  g_autoptr(GError) error = NULL;
  ZmDatabase *database = zm_database_open (":memory:", schema, ZM_DATABASE_READ_WRITE, &error);

  g_assert_no_error (error);
  return database;
}

static void
assert_runs (ZmDatabase *database,
             const char *sql)
{
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_database_run_script (database, sql, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static void
assert_constraint (ZmDatabase *database,
                   const char *sql)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_database_run_script (database, sql, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "database.constraint");
}

#define INSERT_ROW(seq) \
  "INSERT INTO security_audit_log (seq, time, actor, role, desk, action, outcome, detail," \
  "  prev_hash, hash)" \
  " VALUES (" seq ", '2026-11-23T07:00:00.000000Z', 'a', 'r', 'd', 'x', 'success', '{}'," \
                  "  '" HASH "', '" HASH "')"

static void
test_audit_log_only_grows (gconstpointer data)
{
  g_autoptr(ZmDatabase) database = open_schema (data);

  assert_runs (database, INSERT_ROW ("1") ";" INSERT_ROW ("2"));
  assert_constraint (database, "UPDATE security_audit_log SET actor = 'b'");
  assert_constraint (database, "DELETE FROM security_audit_log WHERE seq = 2");
  assert_constraint (database, "REPLACE INTO security_audit_log SELECT * FROM security_audit_log");
  assert_constraint (database, INSERT_ROW ("0"));
  assert_constraint (database, INSERT_ROW ("4"));
  assert_constraint (database, INSERT_ROW ("NULL"));
  assert_runs (database, INSERT_ROW ("3"));
}

static void
test_one_live_code (void)
{
  g_autoptr(ZmDatabase) database = open_schema (&zm_schema_station);
  const char *live = "INSERT INTO codes (device_id, code_hash, origin, issued_at, expires_at,"
                     "  attempts, state) VALUES ('A', 'h', 'shown', 't', 't', 0, 'live')";

  assert_runs (database, "INSERT INTO devices (device_id, label, state, created_at, updated_at)"
                         " VALUES ('A', 'a', 'registered', 't', 't')");
  assert_runs (database, live);
  assert_constraint (database, live);
  assert_runs (database, "UPDATE codes SET state = 'void'");
  assert_runs (database, live);
}

static void
test_one_open_session (void)
{
  g_autoptr(ZmDatabase) database = open_schema (&zm_schema_station);
  const char *insert = "INSERT INTO sessions (session_id, device_id, purpose, state, operator,"
                       "  number_confirmed, started_at, updated_at)"
                       " VALUES (lower (hex (randomblob (18))), 'A', 'register', 'paired', 'o',"
                       "  0, 't', 't')";

  assert_runs (database, "INSERT INTO devices (device_id, label, state, created_at, updated_at)"
                         " VALUES ('A', 'a', 'registered', 't', 't')");
  assert_runs (database, insert);
  assert_constraint (database, insert);
  assert_runs (database, "UPDATE sessions SET state = 'failed'");
  assert_runs (database, insert);
  assert_constraint (database, "UPDATE sessions SET state = 'installed'");
}

static void
test_values_are_checked (void)
{
  g_autoptr(ZmDatabase) database = open_schema (&zm_schema_station);

  assert_constraint (database, "INSERT INTO devices VALUES"
                               " ('a b', 'l', NULL, NULL, NULL, NULL, 'active', 't', 't')");
  assert_constraint (database, "INSERT INTO devices VALUES"
                               " ('a', 'l', NULL, NULL, NULL, NULL, 'broken', 't', 't')");
  assert_constraint (database, "INSERT INTO sessions (session_id, device_id, purpose, state,"
                               "  operator, number_confirmed, started_at, updated_at)"
                               " VALUES (lower (hex (randomblob (18))), 'unknown', 'register',"
                               "  'paired', 'o', 0, 't', 't')");
}

static void
test_fresh_databases_are_whole (gconstpointer data)
{
  g_autoptr(ZmDatabase) database = open_schema (data);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_integrity_check (database, data, &error));
  g_assert_no_error (error);
}

/* A station of the first release, opened by this one. */
static void
test_first_release_grows (void)
{
  const ZmSchema first = { zm_schema_station.application_id, zm_schema_station.steps, 1 };
  g_autofree char *directory = g_dir_make_tmp ("zm-schema-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "station.db", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmDatabase) database = zm_database_open (path, &first, ZM_DATABASE_READ_WRITE, &error);

  g_assert_no_error (error);
  assert_runs (database, INSERT_ROW ("1"));
  g_clear_pointer (&database, zm_database_unref);

  database = zm_database_open (path, &zm_schema_station, ZM_DATABASE_READ_WRITE, &error);
  g_assert_no_error (error);
  assert_runs (database, INSERT_ROW ("2"));
  assert_runs (database, "INSERT INTO ports VALUES ('1-2.3', 'Left hub 3', 't')");
  assert_constraint (database, "INSERT INTO ports VALUES ('1-2.3', 'Another', 't')");
  g_assert_true (zm_integrity_check (database, &zm_schema_station, &error));
  g_assert_no_error (error);
  g_clear_pointer (&database, zm_database_unref);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/schema/station/audit-log-only-grows", &zm_schema_station,
                        test_audit_log_only_grows);
  g_test_add_data_func ("/schema/device/audit-log-only-grows", &zm_schema_device,
                        test_audit_log_only_grows);
  g_test_add_data_func ("/schema/station/whole", &zm_schema_station,
                        test_fresh_databases_are_whole);
  g_test_add_data_func ("/schema/device/whole", &zm_schema_device,
                        test_fresh_databases_are_whole);
  g_test_add_func ("/schema/station/first-release", test_first_release_grows);
  g_test_add_func ("/schema/station/one-live-code", test_one_live_code);
  g_test_add_func ("/schema/station/one-open-session", test_one_open_session);
  g_test_add_func ("/schema/station/values-are-checked", test_values_are_checked);

  return g_test_run ();
}
