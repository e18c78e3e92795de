#pragma once

#include "app/audit/audit-query.h"
#include "ui/audit-item.h"
#include "ui/progress.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* security_audit_log as a list, the newest first, of any length: it knows the number of every row, reads
 * pages of rows when somebody looks at them, and keeps only some. It shows the log as it was when the
 * list was made; for what came later, or for another filter, a new list is made. */
#define ZM_TYPE_AUDIT_MODEL (zm_audit_model_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditModel, zm_audit_model, ZM, AUDIT_MODEL, GObject)

#define ZM_AUDIT_MODEL_PAGE_ROWS 64
#define ZM_AUDIT_MODEL_PAGES_MAX 16 /* kept in memory */

/* In a thread. progress may be NULL. */
void          zm_audit_model_load_async  (ZmDatabase           *database,
                                          const ZmAuditFilter  *filter,
                                          ZmProgress           *progress,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
ZmAuditModel *zm_audit_model_load_finish (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Where the row with this number stands, if it is in the list. */
gboolean      zm_audit_model_find        (ZmAuditModel         *self,
                                          gint64                seq,
                                          guint                *position);
/* How often a page was read. */
guint         zm_audit_model_get_reads   (ZmAuditModel         *self);

G_END_DECLS
