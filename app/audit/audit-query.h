#pragma once

#include "app/audit/audit-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads security_audit_log for people: filtered, in pages. A row that cannot have been written
 * here ends it with check "audit.row" (ZM_ERROR_CORRUPT); hashes are not compared. */

/* NULL and 0 mean any. */
typedef struct {
  const char *device;
  const char *session;
  const char *action; /* a prefix: "pairing." */
  const char *text;   /* within actor, device, action or detail; ASCII letters of either case */
  guint outcomes;     /* bits, e.g. 1 << ZM_AUDIT_FAILURE */
  ZmInstant from;     /* inclusive */
  ZmInstant to;       /* exclusive */
} ZmAuditFilter;

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
/* Where the pages of such a list begin, for a list that is read in any order: for each page of
 * page_rows rows the before_seq that reads it (gint64), and how many rows there are in all. The
 * database is not locked between two pages. */
GArray        *zm_audit_query_index   (ZmDatabase           *database,
                                       const ZmAuditFilter  *filter,
                                       guint                 page_rows,
                                       guint64              *count,
                                       GCancellable         *cancellable,
                                       GError              **error);
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

G_END_DECLS
