#include "app/store/statement.h"

#include "app/store/database-private.h"

#define IDLE_MAX 64 /* statements; a program has some fifty, and the filters of a search more */

struct _ZmStatement {
  ZmDatabase *database;
  char *sql;
  sqlite3_stmt *handle;
  ZmRow row; /* of the handle */
  int bind_result;
};

/* One that was compiled before, or a new one: compiling was a sixth of a provisioning. */
static int
take_handle (ZmDatabase    *database,
             const char    *sql,
             sqlite3_stmt **handle)
{
  gpointer kept_sql;
  gpointer kept_handle;

  if (!g_hash_table_steal_extended (database->idle, sql, &kept_sql, &kept_handle))
    return sqlite3_prepare_v2 (database->handle, sql, -1, handle, NULL);

  g_free (kept_sql);
  *handle = kept_handle;
  return SQLITE_OK;
}

/* Without what was bound, which may be somebody's name. */
static void
give_handle (ZmStatement *statement)
{
  GHashTable *idle = statement->database->idle;

  sqlite3_reset (statement->handle);
  sqlite3_clear_bindings (statement->handle);
  if (g_hash_table_size (idle) < IDLE_MAX && !g_hash_table_contains (idle, statement->sql))
    g_hash_table_insert (idle, g_steal_pointer (&statement->sql), statement->handle);
  else
    sqlite3_finalize (statement->handle);
}

ZmStatement *
zm_statement_new (ZmDatabase  *database,
                  const char  *sql,
                  GError     **error)
{
  sqlite3_stmt *handle = NULL;
  ZmStatement *statement;
  int result;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  g_rec_mutex_lock (&database->lock);
  result = take_handle (database, sql, &handle);
  if (result != SQLITE_OK)
    {
      zm_database_take_error (database, result, error);
      g_rec_mutex_unlock (&database->lock);
      return NULL;
    }

  statement = g_new0 (ZmStatement, 1);
  statement->database = zm_database_ref (database);
  statement->sql = g_strdup (sql);
  statement->handle = handle;
  statement->row.statement = handle;

  return statement;
}

void
zm_statement_free (ZmStatement *statement)
{
  if (statement == NULL)
    return;

  give_handle (statement);
  g_rec_mutex_unlock (&statement->database->lock);
  zm_database_unref (statement->database);
  g_free (statement->sql);
  g_free (statement);
}

char *
zm_statement_quote (const char *name)
{
  g_autoptr(GString) quoted = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  quoted = g_string_new (name);
  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_prepend_c (quoted, '"');
  g_string_append_c (quoted, '"');

  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

static void
note_bind (ZmStatement *statement,
           int          result)
{
  if (result != SQLITE_OK)
    statement->bind_result = result;
}

void
zm_statement_bind_text (ZmStatement *statement,
                        int          parameter,
                        const char  *text)
{
  note_bind (statement, sqlite3_bind_text (statement->handle, parameter, text, -1,
                                           SQLITE_TRANSIENT));
}

void
zm_statement_bind_int64 (ZmStatement *statement,
                         int          parameter,
                         gint64       number)
{
  note_bind (statement, sqlite3_bind_int64 (statement->handle, parameter, number));
}

void
zm_statement_bind_bytes (ZmStatement *statement,
                         int          parameter,
                         GBytes      *bytes)
{
  gsize length = 0;
  /* SQLite reads a NULL pointer as NULL, also where the length says "empty". */
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (bytes != NULL && length == 0)
    note_bind (statement, sqlite3_bind_zeroblob (statement->handle, parameter, 0));
  else
    note_bind (statement, sqlite3_bind_blob64 (statement->handle, parameter, data, length,
                                               SQLITE_TRANSIENT));
}

void
zm_statement_bind_null (ZmStatement *statement,
                        int          parameter)
{
  note_bind (statement, sqlite3_bind_null (statement->handle, parameter));
}

ZmStep
zm_statement_step (ZmStatement  *statement,
                   GError      **error)
{
  int result;

  g_return_val_if_fail (statement != NULL, ZM_STEP_ERROR);

  if (!zm_database_check_open (statement->database, error))
    return ZM_STEP_ERROR;

  result = statement->bind_result != SQLITE_OK ? statement->bind_result
                                               : sqlite3_step (statement->handle);
  if (result == SQLITE_ROW)
    return ZM_STEP_ROW;
  if (result == SQLITE_DONE)
    return ZM_STEP_DONE;

  zm_database_take_error (statement->database, result, error);
  return ZM_STEP_ERROR;
}

ZmColumnType
zm_statement_column_type (ZmStatement *statement,
                          int          column)
{
  return zm_row_get_type (&statement->row, column);
}

const char *
zm_statement_column_text (ZmStatement *statement,
                          int          column)
{
  return (const char *) sqlite3_column_text (statement->handle, column);
}

gint64
zm_statement_column_int64 (ZmStatement *statement,
                           int          column)
{
  return sqlite3_column_int64 (statement->handle, column);
}

GBytes *
zm_statement_column_bytes (ZmStatement *statement,
                           int          column)
{
  return zm_row_get_bytes (&statement->row, column);
}

const ZmRow *
zm_statement_get_row (ZmStatement *statement)
{
  g_return_val_if_fail (statement != NULL, NULL);

  return &statement->row;
}
