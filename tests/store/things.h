#pragma once

#include "app/base/error.h"
#include "app/store/statement.h"
#include "tests/scratch.h"

/* A small database of three versions, for the tests of the door itself. */

static const ZmSchemaStep steps[] = {
  { 1, "CREATE TABLE things (name TEXT PRIMARY KEY, number INTEGER, body BLOB, at TEXT);" },
  { 2, "CREATE TABLE parts (thing TEXT NOT NULL REFERENCES things (name));" },
  { 3, "ALTER TABLE parts ADD COLUMN note TEXT; INSERT INTO things (name) VALUES ('step 3');" },
};
static const ZmSchema newest = { 0x54455354, steps, 3 };

static inline void
assert_refused (GError      *error,
                ZmErrorCode  code,
                const char  *check)
{
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_true (zm_error_matches (error, code));
}

static inline ZmDatabase *
open_file (Scratch        *scratch,
           const ZmSchema *schema,
           ZmDatabaseMode  mode)
{
  g_autofree char *path = scratch_build (scratch, "test.db");
  g_autoptr(GError) error = NULL;
  ZmDatabase *database = zm_database_open (path, schema, mode, &error);

  g_assert_no_error (error);
  return database;
}

static inline ZmDatabase *
open_memory (void)
{
  g_autoptr(GError) error = NULL;
  ZmDatabase *database = zm_database_open (":memory:", &newest, ZM_DATABASE_READ_WRITE, &error);

  g_assert_no_error (error);
  return database;
}

static inline gint64
ask (ZmDatabase *database,
     const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpint (zm_statement_step (statement, &error), ==, ZM_STEP_ROW);

  return zm_statement_column_int64 (statement, 0);
}

static inline void
add_thing (ZmDatabase *database,
           const char *name)
{
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_statement_execute (database, "INSERT INTO things (name) VALUES (?)", &error,
                                      "t", name);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static inline gint64
count_things (ZmDatabase *database)
{
  return ask (database, "SELECT count(*) FROM things WHERE name != 'step 3'");
}
