#include "app/store/statement.h"

/* What needs no SQLite; the rest of the statement is behind the door, in
 * database-statement.c. */

void
zm_statement_bind_instant (ZmStatement *statement,
                           int          parameter,
                           ZmInstant    instant)
{
  g_autofree char *text = instant != 0 ? zm_instant_format_micros (instant) : NULL;

  zm_statement_bind_text (statement, parameter, text);
}

void
zm_statement_bind_valist (ZmStatement *statement,
                          const char  *format,
                          va_list      args)
{
  for (int i = 0; format != NULL && format[i] != '\0'; i++)
    {
      switch (format[i])
        {
        case 't':
          zm_statement_bind_text (statement, i + 1, va_arg (args, const char *));
          break;
        case 'i':
          zm_statement_bind_int64 (statement, i + 1, va_arg (args, gint64));
          break;
        case 'b':
          zm_statement_bind_bytes (statement, i + 1, va_arg (args, GBytes *));
          break;
        case 'z':
          zm_statement_bind_instant (statement, i + 1, va_arg (args, ZmInstant));
          break;
        default:
          g_assert_not_reached ();
        }
    }
}

gboolean
zm_statement_column_is_null (ZmStatement *statement,
                             int          column)
{
  return zm_statement_column_type (statement, column) == ZM_COLUMN_NULL;
}

gboolean
zm_statement_execute (ZmDatabase  *database,
                      const char  *sql,
                      GError     **error,
                      const char  *format,
                      ...)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, error);
  va_list args;
  ZmStep step;

  if (statement == NULL)
    return FALSE;

  va_start (args, format);
  zm_statement_bind_valist (statement, format, args);
  va_end (args);

  do
    step = zm_statement_step (statement, error);
  while (step == ZM_STEP_ROW);

  return step == ZM_STEP_DONE;
}
