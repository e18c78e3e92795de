#include "app/store/transaction.h"

struct _ZmTransaction {
  ZmDatabase *database;
  gboolean open;
};

ZmTransaction *
zm_transaction_begin (ZmDatabase  *database,
                      GError     **error)
{
  ZmTransaction *transaction;

  g_return_val_if_fail (database != NULL, NULL);

  if (!zm_database_begin (database, error))
    return NULL;

  transaction = g_new0 (ZmTransaction, 1);
  transaction->database = zm_database_ref (database);
  transaction->open = TRUE;

  return transaction;
}

gboolean
zm_transaction_commit (ZmTransaction  *transaction,
                       GError        **error)
{
  g_return_val_if_fail (transaction != NULL, FALSE);
  g_return_val_if_fail (transaction->open, FALSE);

  transaction->open = FALSE;

  return zm_database_commit (transaction->database, error);
}

void
zm_transaction_free (ZmTransaction *transaction)
{
  if (transaction == NULL)
    return;

  if (transaction->open)
    zm_database_rollback (transaction->database);
  zm_database_unref (transaction->database);
  g_free (transaction);
}
