#include "app/store/first-proof.h"

#include "app/store/statement.h"

gboolean
zm_first_proof_find (ZmDatabase  *database,
                     gboolean    *found,
                     GError     **error)
{
  g_autoptr(ZmStatement) statement = NULL;

  g_return_val_if_fail (database != NULL && found != NULL, FALSE);

  statement = zm_statement_new (database, "SELECT EXISTS (SELECT 1 FROM sessions "
                                          "WHERE state = 'verified')", error);
  if (statement == NULL || zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  *found = zm_statement_column_int64 (statement, 0) != 0;
  return TRUE;
}
