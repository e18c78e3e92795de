#include "app/store/database.h"

#include "app/store/integrity.h"
#include "app/store/transaction.h"
#include "tests/store/things.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATABASE_SIZE_MAX 1000000 /* bytes; more than any file here */

static const ZmSchemaStep broken_steps[] = {
  { 1, "CREATE TABLE things (name TEXT PRIMARY KEY, number INTEGER, body BLOB, at TEXT);" },
  { 2, "CREATE TABLE more (name TEXT);" },
  { 3, "CREATE TABLE things (name TEXT);" },
};
static const ZmSchema first = { 0x54455354, steps, 1 };
static const ZmSchema broken = { 0x54455354, broken_steps, 3 };
static const ZmSchema foreign = { 0x4f544852, steps, 1 };

/* --- Opening --- */

static void
test_settings (Scratch       *scratch,
               gconstpointer  data)
{
  g_autoptr(ZmDatabase) database = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStatement) journal = zm_statement_new (database, "PRAGMA journal_mode", &error);

  g_assert_no_error (error);
  g_assert_cmpint (zm_statement_step (journal, &error), ==, ZM_STEP_ROW);
  g_assert_cmpstr (zm_statement_column_text (journal, 0), ==, "wal");
  g_assert_cmpint (ask (database, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (ask (database, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (ask (database, "PRAGMA secure_delete"), ==, 1);
  g_assert_cmpint (ask (database, "PRAGMA busy_timeout"), ==, 5000);
  g_assert_cmpint (ask (database, "PRAGMA user_version"), ==, 3);
  g_assert_true (zm_integrity_check (database, &newest, &error));
}

static int
mode_of (Scratch    *scratch,
         const char *name)
{
  g_autofree char *path = scratch_build (scratch, name);
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
test_file_mode (Scratch       *scratch,
                gconstpointer  data)
{
  g_autofree char *path = scratch_build (scratch, "test.db");
  mode_t mask = umask (0);

  {
    g_autoptr(ZmDatabase) database = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);

    add_thing (database, "one");
    g_assert_cmpint (mode_of (scratch, "test.db"), ==, 0600);
    g_assert_cmpint (mode_of (scratch, "test.db-wal"), ==, 0600);
    g_assert_cmpint (mode_of (scratch, "test.db-shm"), ==, 0600);
  }
  g_assert_cmpint (chmod (path, 0664), ==, 0);
  {
    g_autoptr(ZmDatabase) database = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);

    g_assert_cmpint (mode_of (scratch, "test.db"), ==, 0600);
  }
  umask (mask);
}

static void
test_upgrade (Scratch       *scratch,
              gconstpointer  data)
{
  g_autoptr(ZmDatabase) database = open_file (scratch, &first, ZM_DATABASE_READ_WRITE);

  add_thing (database, "old");
  g_clear_pointer (&database, zm_database_unref);

  database = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);
  g_assert_cmpint (ask (database, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (ask (database, "SELECT count(*) FROM things"), ==, 2);
  g_clear_pointer (&database, zm_database_unref);

  /* The steps are not applied a second time. */
  database = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);
  g_assert_cmpint (ask (database, "SELECT count(*) FROM things"), ==, 2);
}

static void
test_failed_upgrade (Scratch       *scratch,
                     gconstpointer  data)
{
  g_autofree char *path = scratch_build (scratch, "test.db");
  g_autoptr(ZmDatabase) database = open_file (scratch, &first, ZM_DATABASE_READ_WRITE);
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&database, zm_database_unref);
  g_assert_null (zm_database_open (path, &broken, ZM_DATABASE_READ_WRITE, &error));
  assert_refused (error, ZM_ERROR_INTERNAL, "database.fault");

  database = open_file (scratch, &first, ZM_DATABASE_READ_WRITE);
  g_assert_cmpint (ask (database, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask (database, "SELECT count(*) FROM sqlite_master WHERE name = 'more'"), ==,
                   0);
}

static void
test_refuses_other_databases (Scratch       *scratch,
                              gconstpointer  data)
{
  static const struct {
    const ZmSchema *made_with;
    const ZmSchema *opened_with;
    const char *change;
    const char *check;
  } cases[] = {
    { &newest, &first, "", "database.version" }, /* newer than the program */
    { &first, &foreign, "", "database.foreign" },
    { &first, &first, "PRAGMA application_id = 0; PRAGMA user_version = 0", "database.foreign" },
    { &first, &first, "PRAGMA user_version = 0", "database.version" },
    { &first, &first, "PRAGMA user_version = -1", "database.version" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%zu.db", scratch->path, i);
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmDatabase) database = zm_database_open (path, cases[i].made_with,
                                                         ZM_DATABASE_READ_WRITE, &error);

      g_assert_no_error (error);
      g_assert_true (zm_database_run_script (database, cases[i].change, &error));
      g_clear_pointer (&database, zm_database_unref);

      for (int mode = ZM_DATABASE_READ_WRITE; mode <= ZM_DATABASE_READ_ONLY; mode++)
        {
          g_assert_null (zm_database_open (path, cases[i].opened_with, (ZmDatabaseMode) mode,
                                           &error));
          assert_refused (error, ZM_ERROR_REFUSED, cases[i].check);
          g_clear_error (&error);
        }
    }
}

static void
test_refuses_other_files (Scratch       *scratch,
                          gconstpointer  data)
{
  g_autofree char *path = scratch_build (scratch, "test.db");
  g_autofree char *link = scratch_build (scratch, "link.db");
  g_autofree char *far = scratch_build (scratch, "no/such/test.db");
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "This is text and no database.", -1, NULL));
  g_assert_null (zm_database_open (path, &newest, ZM_DATABASE_READ_WRITE, &error));
  assert_refused (error, ZM_ERROR_CORRUPT, "database.corrupt");
  g_clear_error (&error);

  g_assert_cmpint (symlink (path, link), ==, 0);
  g_assert_null (zm_database_open (link, &newest, ZM_DATABASE_READ_WRITE, &error));
  assert_refused (error, ZM_ERROR_IO, "database.open");
  g_clear_error (&error);

  g_assert_null (zm_database_open (scratch->path, &newest, ZM_DATABASE_READ_WRITE, &error));
  assert_refused (error, ZM_ERROR_IO, "database.open");
  g_clear_error (&error);

  g_assert_null (zm_database_open (far, &newest, ZM_DATABASE_READ_WRITE, &error));
  assert_refused (error, ZM_ERROR_IO, "database.open");
  g_clear_error (&error);

  g_assert_null (zm_database_open (far, &newest, ZM_DATABASE_READ_ONLY, &error));
  assert_refused (error, ZM_ERROR_IO, "database.open");
}

static void
test_read_only (Scratch       *scratch,
                gconstpointer  data)
{
  g_autoptr(ZmDatabase) writer = open_file (scratch, &first, ZM_DATABASE_READ_WRITE);
  g_autoptr(ZmDatabase) reader = NULL;
  g_autoptr(ZmTransaction) snapshot = NULL;
  g_autoptr(GError) error = NULL;

  add_thing (writer, "one");
  reader = open_file (scratch, &newest, ZM_DATABASE_READ_ONLY);
  g_assert_cmpint (ask (reader, "PRAGMA user_version"), ==, 1);
  g_assert_false (zm_statement_execute (reader, "DELETE FROM things", &error, NULL));
  assert_refused (error, ZM_ERROR_IO, "database.write");

  snapshot = zm_transaction_begin (reader, NULL);
  g_assert_cmpint (count_things (reader), ==, 1);
  add_thing (writer, "two");
  g_assert_cmpint (count_things (reader), ==, 1);
  g_clear_pointer (&snapshot, zm_transaction_free);
  g_assert_cmpint (count_things (reader), ==, 2);
}

/* A copy on a medium that cannot be written, for somebody who is not root. */
static void
open_frozen_copy (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmDatabase) database = NULL;

  if (geteuid () == 0)
    {
      g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
      /* Or the leak sanitiser could not look into this process any more. */
      g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);
    }
  database = zm_database_open (g_getenv ("FROZEN_COPY"), &newest, ZM_DATABASE_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_things (database), ==, 1);
}

static void
test_frozen_copy (Scratch       *scratch,
                  gconstpointer  data)
{
  g_autofree char *path = scratch_build (scratch, "test.db");
  g_autoptr(ZmDatabase) database = NULL;

  if (g_test_subprocess ())
    {
      open_frozen_copy ();
      return;
    }

  database = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);
  add_thing (database, "one");
  g_clear_pointer (&database, zm_database_unref);
  g_assert_cmpint (chmod (path, 0444), ==, 0);
  g_assert_cmpint (chmod (scratch->path, 0555), ==, 0);
  g_setenv ("FROZEN_COPY", path, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_assert_cmpint (chmod (scratch->path, 0700), ==, 0);
  g_test_trap_assert_passed ();
}

/* With the tool that comes with SQLite: our own door is shut against some of it. */
static void
change_from_outside (const char *path,
                     const char *sql)
{
  static const char program[] = "import sqlite3, sys\n"
                                "database = sqlite3.connect (sys.argv[1])\n"
                                "database.executescript (sys.argv[2])\n";
  const char *argv[] = { "/usr/bin/python3", "-c", program, path, sql, NULL };
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL,
                               &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

static void
test_damage (Scratch       *scratch,
             gconstpointer  data)
{
  g_autofree char *path = scratch_build (scratch, "test.db");
  g_autoptr(ZmDatabase) database = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  for (int i = 0; i < 500; i++)
    {
      g_autofree char *name = g_strdup_printf ("thing number %d", i);

      add_thing (database, name);
    }
  g_clear_pointer (&database, zm_database_unref);

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpuint (length, <, DATABASE_SIZE_MAX);
  memset (content + length / 2, 0xff, 4096);
  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));

  database = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);
  g_assert_false (zm_integrity_check (database, &newest, &error));
  assert_refused (error, ZM_ERROR_CORRUPT, "database.corrupt");
}

static void
test_dangling_reference (void)
{
  g_autoptr(ZmDatabase) database = open_memory ();
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_database_run_script (database,
                                         "PRAGMA foreign_keys = OFF;"
                                         "INSERT INTO parts (thing) VALUES ('nothing');", NULL));
  g_assert_false (zm_integrity_check (database, &newest, &error));
  assert_refused (error, ZM_ERROR_CORRUPT, "database.corrupt");
}

/* Somebody else's hand in the file: what guards is gone, or what nobody made is there. */
static void
test_changed_schema (Scratch       *scratch,
                     gconstpointer  data)
{
  static const struct {
    const char *change;
    const char *seen; /* NULL: it is taken as ours */
  } cases[] = {
    { "ANALYZE", NULL },
    { "DROP TABLE parts", "table parts: missing" },
    { "CREATE TRIGGER evil AFTER INSERT ON things BEGIN DELETE FROM parts; END",
      "trigger evil: foreign" },
    { "CREATE TABLE a (b)", "table a: foreign" },
    { "CREATE VIEW zoo AS SELECT 1", "view zoo: foreign" },
    { "ALTER TABLE parts ADD COLUMN more", "table parts: changed" },
    { "DROP TABLE parts; CREATE TABLE parts (thing TEXT NOT NULL, note TEXT)",
      "table parts: changed" },
    /* A name of SQLite's own hides nothing. */
    { "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_stat1',"
      " 'things', 0, 'CREATE TRIGGER sqlite_stat1 AFTER INSERT ON things BEGIN SELECT 1; END')",
      "trigger sqlite_stat1: foreign" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%zu.db", scratch->path, i);
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmDatabase) database = zm_database_open (path, &newest, ZM_DATABASE_READ_WRITE,
                                                         &error);

      g_assert_no_error (error);
      g_clear_pointer (&database, zm_database_unref);
      change_from_outside (path, cases[i].change);

      database = zm_database_open (path, &newest, ZM_DATABASE_READ_WRITE, &error);
      g_assert_cmpint (database != NULL, ==, cases[i].seen == NULL);
      if (cases[i].seen == NULL)
        continue;
      assert_refused (error, ZM_ERROR_CORRUPT, "database.schema");
      g_assert_cmpstr (zm_error_get_seen (error), ==, cases[i].seen);
      g_clear_error (&error);

      /* It can be looked at, and a look tells. */
      database = zm_database_open (path, &newest, ZM_DATABASE_READ_ONLY, &error);
      g_assert_no_error (error);
      g_assert_false (zm_integrity_check (database, &newest, &error));
      assert_refused (error, ZM_ERROR_CORRUPT, "database.schema");
    }
}

/* A step is taken on what the steps before it made, or not at all. */
static void
test_changed_before_upgrade (Scratch       *scratch,
                             gconstpointer  data)
{
  g_autofree char *path = scratch_build (scratch, "test.db");
  g_autoptr(ZmDatabase) database = open_file (scratch, &first, ZM_DATABASE_READ_WRITE);
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&database, zm_database_unref);
  change_from_outside (path, "CREATE TABLE a (b)");
  g_assert_null (zm_database_open (path, &newest, ZM_DATABASE_READ_WRITE, &error));
  assert_refused (error, ZM_ERROR_CORRUPT, "database.schema");
  database = open_file (scratch, &first, ZM_DATABASE_READ_ONLY);
  g_assert_cmpint (ask (database, "PRAGMA user_version"), ==, 1);
}

/* --- Statements --- */

static void
test_values (void)
{
  g_autoptr(ZmDatabase) database = open_memory ();
  g_autoptr(GBytes) body = g_bytes_new_static ("a\0b", 3);
  g_autoptr(GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr(ZmStatement) statement = NULL;
  g_autoptr(GBytes) got_body = NULL;
  g_autoptr(GBytes) got_empty = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_statement_execute (database,
                                       "INSERT INTO things (name, number, body, at) "
                                       "VALUES (?, ?, ?, ?), ('b', NULL, ?, NULL)", &error,
                                       "tibzb", "Zürich", G_MININT64, body,
                                       G_GINT64_CONSTANT (1000001), empty));
  g_assert_cmpint (zm_database_get_changes (database), ==, 2);
  statement = zm_statement_new (database,
                                "SELECT name, number, body, at FROM things "
                                "WHERE name != 'step 3' ORDER BY name", &error);

  g_assert_cmpint (zm_statement_step (statement, &error), ==, ZM_STEP_ROW);
  g_assert_cmpstr (zm_statement_column_text (statement, 0), ==, "Zürich");
  g_assert_cmpint (zm_statement_column_int64 (statement, 1), ==, G_MININT64);
  got_body = zm_statement_column_bytes (statement, 2);
  g_assert_true (g_bytes_equal (got_body, body));
  g_assert_cmpstr (zm_statement_column_text (statement, 3), ==, "1970-01-01T00:00:01.000001Z");
  g_assert_cmpint (zm_statement_column_type (statement, 2), ==, ZM_COLUMN_BLOB);

  g_assert_cmpint (zm_statement_step (statement, &error), ==, ZM_STEP_ROW);
  g_assert_true (zm_statement_column_is_null (statement, 1));
  got_empty = zm_statement_column_bytes (statement, 2);
  g_assert_true (g_bytes_equal (got_empty, empty));
  g_assert_null (zm_statement_column_text (statement, 3));
  g_assert_null (zm_statement_column_bytes (statement, 3));
  g_assert_cmpint (zm_statement_step (statement, &error), ==, ZM_STEP_DONE);
}

static void
test_refused_statements (void)
{
  static const struct {
    const char *sql;
    ZmErrorCode code;
    const char *check;
  } cases[] = {
    { "INSERT INTO things (name) VALUES ('step 3')", ZM_ERROR_CONFLICT, "database.constraint" },
    { "INSERT INTO parts (thing) VALUES ('none')", ZM_ERROR_CONFLICT, "database.constraint" },
    { "INSERT INTO nothing (name) VALUES (1)", ZM_ERROR_INTERNAL, "database.fault" },
    { "SELEKT", ZM_ERROR_INTERNAL, "database.fault" },
    { "INSERT INTO things (name, body) VALUES ('a', zeroblob (200000))", ZM_ERROR_IO,
      "database.write" },
  };
  g_autoptr(ZmDatabase) database = open_memory ();

  /* A full disk. */
  g_assert_true (zm_database_run_script (database, "PRAGMA max_page_count = 20", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (zm_statement_execute (database, cases[i].sql, &error, NULL));
      assert_refused (error, cases[i].code, cases[i].check);
    }
}

static void
test_unbindable (void)
{
  g_autoptr(ZmDatabase) database = open_memory ();
  g_autoptr(ZmStatement) statement = zm_statement_new (database, "SELECT ?", NULL);
  g_autoptr(GError) error = NULL;

  zm_statement_bind_text (statement, 2, "there is no second one");
  g_assert_cmpint (zm_statement_step (statement, &error), ==, ZM_STEP_ERROR);
  assert_refused (error, ZM_ERROR_INTERNAL, "database.fault");
}

static void
test_replace_fires_delete_triggers (void)
{
  g_autoptr(ZmDatabase) database = open_memory ();
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_database_run_script (database,
                                         "CREATE TRIGGER keep BEFORE DELETE ON things "
                                         "BEGIN SELECT RAISE (ABORT, 'kept'); END;", NULL));
  g_assert_false (zm_statement_execute (database,
                                        "INSERT OR REPLACE INTO things (name) VALUES ('step 3')",
                                        &error, NULL));
  assert_refused (error, ZM_ERROR_CONFLICT, "database.constraint");
}

#define ADD(path, test) \
  g_test_add (path, Scratch, NULL, scratch_set_up, test, scratch_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/database/settings", test_settings);
  ADD ("/database/file-mode", test_file_mode);
  ADD ("/database/upgrade", test_upgrade);
  ADD ("/database/failed-upgrade", test_failed_upgrade);
  ADD ("/database/refuses-other-databases", test_refuses_other_databases);
  ADD ("/database/refuses-other-files", test_refuses_other_files);
  ADD ("/database/read-only", test_read_only);
  ADD ("/database/frozen-copy", test_frozen_copy);
  ADD ("/database/damage", test_damage);
  ADD ("/database/changed-schema", test_changed_schema);
  ADD ("/database/changed-before-upgrade", test_changed_before_upgrade);
  g_test_add_func ("/database/dangling-reference", test_dangling_reference);
  g_test_add_func ("/statement/values", test_values);
  g_test_add_func ("/statement/refused", test_refused_statements);
  g_test_add_func ("/statement/unbindable", test_unbindable);
  g_test_add_func ("/statement/replace-fires-delete-triggers", test_replace_fires_delete_triggers);

  return g_test_run ();
}
