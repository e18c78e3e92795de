#include "app/store/integrity.h"

#include "app/base/error.h"
#include "app/store/index-check.h"
#include "app/store/migration.h"
#include "app/store/statement.h"
#include "app/store/transaction.h"

static gboolean
report_damage (ZmStatement  *statement,
               const char   *expected,
               GError      **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "database.corrupt",
                zm_statement_column_text (statement, 0), expected, "The database is damaged");
  return FALSE;
}

static gboolean
run_check (ZmDatabase  *database,
           const char  *sql,
           GError     **error)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, error);

  if (statement == NULL || zm_statement_step (statement, error) == ZM_STEP_ERROR)
    return FALSE;
  if (g_strcmp0 (zm_statement_column_text (statement, 0), "ok") != 0)
    return report_damage (statement, "ok", error);

  return TRUE;
}

static gboolean
check_everything (ZmDatabase  *database,
                  GError     **error)
{
  return run_check (database, "PRAGMA integrity_check (1)", error);
}

/* SQLCipher's SQLite takes the name of a table for no number, and checks everything. */
static gboolean
can_check_one_table (ZmDatabase  *database,
                     gboolean    *can,
                     GError     **error)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, "SELECT sqlite_version ()", error);
  guint64 major, minor;
  char *end;

  if (statement == NULL || zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  major = g_ascii_strtoull (zm_statement_column_text (statement, 0), &end, 10);
  minor = *end == '.' ? g_ascii_strtoull (end + 1, NULL, 10) : 0;
  *can = major > 3 || (major == 3 && minor >= 33);
  return TRUE;
}

static GPtrArray *
list_other_tables (ZmDatabase  *database,
                   const char  *table,
                   GError     **error)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(ZmStatement) statement =
    zm_statement_new (database, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> ?",
                      error);
  ZmStep step = ZM_STEP_ERROR;

  if (statement != NULL)
    zm_statement_bind_text (statement, 1, table);
  while (statement != NULL && (step = zm_statement_step (statement, error)) == ZM_STEP_ROW)
    g_ptr_array_add (tables, g_strdup (zm_statement_column_text (statement, 0)));

  return step == ZM_STEP_DONE ? g_steal_pointer (&tables) : NULL;
}

static gboolean
check_other_tables (ZmDatabase  *database,
                    const char  *table,
                    GError     **error)
{
  g_autoptr(GPtrArray) tables = list_other_tables (database, table, error);

  for (guint i = 0; tables != NULL && i < tables->len; i++)
    {
      g_autofree char *name = zm_statement_quote (g_ptr_array_index (tables, i));
      g_autofree char *sql = g_strdup_printf ("PRAGMA integrity_check (%s)", name);

      if (!run_check (database, sql, error))
        return FALSE;
    }

  return tables != NULL;
}

gboolean
zm_integrity_check_without (ZmDatabase  *database,
                            const char  *table,
                            GError     **error)
{
  gboolean can;

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (table != NULL, FALSE);

  if (!can_check_one_table (database, &can, error))
    return FALSE;
  if (!can)
    return check_everything (database, error);

  return run_check (database, "PRAGMA quick_check (1)", error) &&
         check_other_tables (database, table, error);
}

gboolean
zm_integrity_check_indexes (ZmDatabase    *database,
                            const char    *table,
                            const guint8   key[ZM_SIP_KEY_LENGTH],
                            GError       **error)
{
  g_autoptr(ZmTransaction) snapshot = NULL;
  gboolean can;
  gboolean sure = FALSE;

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (table != NULL, FALSE);

  if (!can_check_one_table (database, &can, error))
    return FALSE;
  if (!can)
    return TRUE;

  /* Or what somebody writes between two readings is a difference. */
  snapshot = zm_transaction_begin (database, error);
  if (snapshot == NULL || !zm_index_check_run (database, table, key, &sure, error))
    return FALSE;

  return sure || check_everything (database, error);
}

static gboolean
check_foreign_keys (ZmDatabase  *database,
                    GError     **error)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, "PRAGMA foreign_key_check",
                                                       error);
  ZmStep step = statement != NULL ? zm_statement_step (statement, error) : ZM_STEP_ERROR;

  if (step == ZM_STEP_ROW)
    return report_damage (statement, "rows that name only rows that exist", error);

  return step == ZM_STEP_DONE;
}

gboolean
zm_integrity_check (ZmDatabase      *database,
                    const ZmSchema  *schema,
                    GError         **error)
{
  return check_everything (database, error) &&
         zm_migration_compare (database, schema, error) &&
         check_foreign_keys (database, error);
}
