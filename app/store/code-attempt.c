#include "app/store/code-attempt.h"

#include "app/base/error.h"
#include "app/store/statement.h"

gboolean
zm_code_attempt_insert (ZmDatabase  *database,
                        const char  *device_id,
                        const char  *port,
                        ZmInstant    at,
                        gboolean     success,
                        GError     **error)
{
  return zm_statement_execute (database,
                               "INSERT INTO code_attempts (device_id, port, at, outcome) "
                               "VALUES (?, ?, ?, ?)", error, "ttzt", device_id, port, at,
                               success ? "success" : "failure");
}

static ZmStatement *
select_failures (ZmDatabase  *database,
                 const char  *device_id,
                 const char  *port,
                 ZmInstant    since,
                 ZmInstant    until,
                 GError     **error)
{
  ZmStatement *statement;

  statement = zm_statement_new (database,
                                "SELECT count(*), max (at) FROM code_attempts "
                                "WHERE (device_id = ? OR port = ?) AND at BETWEEN ? AND ? "
                                "AND outcome = 'failure'", error);
  if (statement == NULL)
    return NULL;

  zm_statement_bind_text (statement, 1, device_id);
  zm_statement_bind_text (statement, 2, port);
  zm_statement_bind_instant (statement, 3, since);
  zm_statement_bind_instant (statement, 4, until);

  return statement;
}

gboolean
zm_code_attempt_count_failures (ZmDatabase      *database,
                                const char      *device_id,
                                const char      *port,
                                ZmInstant        since,
                                ZmInstant        until,
                                ZmCodeFailures  *failures,
                                GError         **error)
{
  g_autoptr(ZmStatement) statement = select_failures (database, device_id, port, since, until,
                                                      error);
  ZmInstant last_failure = 0;
  const char *text;

  if (statement == NULL || zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  text = zm_statement_column_text (statement, 1);
  if (text != NULL && !zm_instant_parse_micros (text, &last_failure))
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "database.corrupt", text, "a time",
                    "The table “code_attempts” has a time that cannot be read");
      return FALSE;
    }

  *failures = (ZmCodeFailures) { zm_statement_column_int64 (statement, 0), last_failure };
  return TRUE;
}
