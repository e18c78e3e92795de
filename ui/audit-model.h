#pragma once

#include "app/audit/audit-query.h"
#include "ui/audit-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* security_audit_log as a list, the newest first, of any length: pages are read when somebody looks
 * at them, by their first row and never by an offset, and only some are kept. It shows the log as it
 * was when the list was made; for what came later, or for another filter, a new list is made. */
#define ZM_TYPE_AUDIT_MODEL (zm_audit_model_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditModel, zm_audit_model, ZM, AUDIT_MODEL, GObject)

#define ZM_AUDIT_MODEL_PAGE_ROWS 256
#define ZM_AUDIT_MODEL_PAGES_MAX 64 /* kept in memory */

/* The filter (strings and all) is copied. Counts in a thread. */
void          zm_audit_model_load_async  (ZmDatabase           *database,
                                          const ZmAuditFilter  *filter,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
ZmAuditModel *zm_audit_model_load_finish (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* How often a page was read. */
guint         zm_audit_model_get_reads   (ZmAuditModel         *self);

G_END_DECLS
