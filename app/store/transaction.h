#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* From begin to commit nobody else writes, and nobody else on this connection reads. Freeing it
 * uncommitted rolls back:
 *
 *   g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);
 *
 *   if (transaction == NULL || !insert_this (…, error) || !append_that (…, error))
 *     return FALSE;
 *   return zm_transaction_commit (transaction, error);
 *
 * An inner transaction is part of the outer one: only the outermost commit makes anything
 * durable, and one inner rollback undoes it all. */
typedef struct _ZmTransaction ZmTransaction;

ZmTransaction *zm_transaction_begin  (ZmDatabase     *database,
                                      GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Once only. On failure nothing of the whole transaction is kept. */
gboolean       zm_transaction_commit (ZmTransaction  *transaction,
                                      GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void           zm_transaction_free   (ZmTransaction  *transaction);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTransaction, zm_transaction_free)

G_END_DECLS
