#pragma once

#include "app/audit/audit-filter.h"
#include "app/audit/audit-progress.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads security_audit_log for people: filtered, in pages. A row that cannot have been written
 * here ends it with check "audit.row" (ZM_ERROR_CORRUPT); hashes are not compared. */

/* FALSE with an error set ends the walk. */
typedef gboolean (*ZmAuditVisit) (const ZmAuditRecord  *record,
                                  gpointer              data,
                                  GError              **error);

/* ZmAuditRecord, the newest first: at most limit rows before the row before_seq, 0 from the end.
 * The next page goes on before the last seq of this one. filter may be NULL. */
GPtrArray     *zm_audit_query_list    (ZmDatabase           *database,
                                       const ZmAuditFilter  *filter,
                                       gint64                before_seq,
                                       guint                 limit,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The seq (gint64) of every row that fits, the newest first. The database is locked for a moment at
 * a time. progress may be NULL. */
GArray        *zm_audit_query_find    (ZmDatabase           *database,
                                       const ZmAuditFilter  *filter,
                                       ZmAuditProgress       progress,
                                       gpointer              data,
                                       GCancellable         *cancellable,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The oldest first. The database is not locked while visit runs. */
gboolean       zm_audit_query_foreach (ZmDatabase           *database,
                                       const ZmAuditFilter  *filter,
                                       ZmAuditVisit          visit,
                                       gpointer              data,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* One row; check "audit.unknown" (ZM_ERROR_NOT_FOUND). */
ZmAuditRecord *zm_audit_query_get     (ZmDatabase           *database,
                                       gint64                seq,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The first so many different texts (char *) of a column, in their order; looks at every row. */
GPtrArray     *zm_audit_query_values  (ZmDatabase           *database,
                                       const char           *column,
                                       guint                 limit,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Which devices (char *) the rows after this one name, in their order. */
GPtrArray     *zm_audit_query_touched (ZmDatabase           *database,
                                       gint64                after_seq,
                                       guint                 limit,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
