#include "app/store/integrity.h"

#include "app/base/error.h"
#include "app/store/migration.h"
#include "app/store/statement.h"

static gboolean
report_damage (ZmStatement  *statement,
               const char   *expected,
               GError      **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "database.corrupt",
                zm_statement_column_text (statement, 0), expected, "The database is damaged");
  return FALSE;
}

gboolean
zm_integrity_check_pages (ZmDatabase  *database,
                          GError     **error)
{
  g_autoptr(ZmStatement) statement = NULL;

  g_return_val_if_fail (database != NULL, FALSE);

  statement = zm_statement_new (database, "PRAGMA integrity_check (1)", error);
  if (statement == NULL || zm_statement_step (statement, error) == ZM_STEP_ERROR)
    return FALSE;
  if (g_strcmp0 (zm_statement_column_text (statement, 0), "ok") != 0)
    return report_damage (statement, "ok", error);

  return TRUE;
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
  return zm_integrity_check_pages (database, error) &&
         zm_migration_compare (database, schema, error) &&
         check_foreign_keys (database, error);
}
