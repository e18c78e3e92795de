#include "app/store/row.h"

#include "app/store/database-private.h"
#include "app/store/statement.h"

#define FUNCTION "zm_visit"

/* A schema that somebody prepared calls no function of ours. SQLCipher's SQLite is older than this. */
#ifndef SQLITE_DIRECTONLY
#define SQLITE_DIRECTONLY 0
#endif

typedef struct {
  ZmRowVisitor visitor;
  gpointer data;
  gboolean stopped;
} Visit;

/* Each question to a column takes SQLite's lock, those to a value do not. */
static sqlite3_value *
get_value (const ZmRow *row,
           int          column)
{
  if (row->statement != NULL)
    return sqlite3_column_value (row->statement, column);

  return column < row->n_values ? row->values[column] : NULL;
}

ZmColumnType
zm_row_get_type (const ZmRow *row,
                 int          column)
{
  sqlite3_value *value = get_value (row, column);

  switch (value != NULL ? sqlite3_value_type (value) : SQLITE_NULL)
    {
    case SQLITE_INTEGER:
      return ZM_COLUMN_INTEGER;
    case SQLITE_FLOAT:
      return ZM_COLUMN_REAL;
    case SQLITE_TEXT:
      return ZM_COLUMN_TEXT;
    case SQLITE_BLOB:
      return ZM_COLUMN_BLOB;
    default:
      return ZM_COLUMN_NULL;
    }
}

gint64
zm_row_get_int64 (const ZmRow *row,
                  int          column)
{
  sqlite3_value *value = get_value (row, column);

  return value != NULL ? sqlite3_value_int64 (value) : 0;
}

GBytes *
zm_row_get_bytes (const ZmRow *row,
                  int          column)
{
  sqlite3_value *value = get_value (row, column);
  const void *data;

  if (value == NULL || sqlite3_value_type (value) == SQLITE_NULL)
    return NULL;

  /* The pointer first: asking for the length first may convert the value twice. */
  data = sqlite3_value_blob (value);
  if (data == NULL)
    return g_bytes_new_static ("", 0);

  return g_bytes_new (data, (gsize) sqlite3_value_bytes (value));
}

const char *
zm_row_peek_text (const ZmRow *row,
                  int          column,
                  gsize       *length)
{
  sqlite3_value *value = get_value (row, column);
  const char *text;

  if (value == NULL || sqlite3_value_type (value) != SQLITE_TEXT)
    return NULL;

  text = (const char *) sqlite3_value_text (value);
  *length = (gsize) sqlite3_value_bytes (value);
  return text;
}

/* --- Visiting --- */

static void
show_row (sqlite3_context  *context,
          int               n_values,
          sqlite3_value   **values)
{
  const ZmDatabase *database = sqlite3_user_data (context);
  const ZmRow row = { .values = values, .n_values = n_values };
  Visit *visit = database->visit;

  if (visit == NULL || visit->stopped)
    return;

  visit->stopped = !visit->visitor (&row, visit->data);
  if (visit->stopped)
    sqlite3_result_error_code (context, SQLITE_ABORT);
}

static void
end_rows (sqlite3_context *context)
{
}

static gboolean
learn_function (ZmDatabase  *database,
                GError     **error)
{
  int result;

  if (database->has_visits)
    return TRUE;

  result = sqlite3_create_function_v2 (database->handle, FUNCTION, -1,
                                       SQLITE_UTF8 | SQLITE_DIRECTONLY, database, NULL, show_row,
                                       end_rows, NULL);
  if (result != SQLITE_OK)
    return zm_database_take_error (database, result, error);

  database->has_visits = TRUE;
  return TRUE;
}

static gboolean
visit_rows (ZmStatement  *statement,
            ZmDatabase   *database,
            Visit        *visit,
            GError      **error)
{
  g_autoptr(GError) failure = NULL;
  ZmStep step;

  database->visit = visit;
  do
    step = zm_statement_step (statement, &failure);
  while (step == ZM_STEP_ROW);
  database->visit = NULL;

  if (step == ZM_STEP_DONE || visit->stopped)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
zm_row_visit (ZmDatabase    *database,
              const char    *columns,
              const char    *source,
              ZmRowVisitor   visitor,
              gpointer       data,
              GError       **error)
{
  Visit visit = { visitor, data, FALSE };
  g_autofree char *sql = NULL;
  g_autoptr(ZmStatement) statement = NULL;
  gboolean ok;

  g_return_val_if_fail (database != NULL && visitor != NULL, FALSE);

  sql = g_strdup_printf ("SELECT " FUNCTION " (%s) FROM %s", columns, source);
  g_rec_mutex_lock (&database->lock);
  if (learn_function (database, error))
    statement = zm_statement_new (database, sql, error);
  ok = statement != NULL && visit_rows (statement, database, &visit, error);
  g_clear_pointer (&statement, zm_statement_free);
  g_rec_mutex_unlock (&database->lock);

  return ok;
}
