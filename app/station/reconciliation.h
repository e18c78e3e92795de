#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* After a database was lost or came back from a backup: what the signer's ledger knows is brought
 * back, and the audit log goes on from where it is. Nothing that was issued is forgotten, nothing
 * that was revoked is good again, and no code of before is. */

typedef struct {
  guint    imported;    /* certificates that were not on record */
  guint    revocations; /* that were on record on one side only */
  guint    cancelled;   /* prepared and never signed */
  guint    abandoned;   /* sessions that were open before their certificate */
  gboolean restarted;   /* the audit log has lost records */
  gint64   last_size;   /* of the log at the last checkpoint before that */
  GStrv    unknown;     /* serial numbers on record that the ledger does not know */
} ZmReconciliation;

void     zm_reconciliation_clear (ZmReconciliation  *self);
/* By a signed-in administrator, while nobody provisions. Again is no error. self is zeroed. */
gboolean zm_reconciliation_run   (ZmStation         *station,
                                  ZmReconciliation  *self,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmReconciliation, zm_reconciliation_clear)

G_END_DECLS
