#pragma once

#include "app/audit/audit-query.h"

G_BEGIN_DECLS

/* How many records with which outcome fall into each of a row of spans of time. */

#define ZM_AUDIT_OUTCOMES (ZM_AUDIT_UNKNOWN + 1)

typedef struct {
  ZmInstant from; /* inclusive */
  ZmInstant to;   /* exclusive */
  guint counts[ZM_AUDIT_OUTCOMES];
} ZmAuditBin;

/* edges: ZmInstant, each later than the one before it; between two of them lies a bin. GArray of
 * ZmAuditBin. The filter's own span narrows it. */
GArray   *zm_audit_bins_count (ZmDatabase           *database,
                               const ZmAuditFilter  *filter,
                               const GArray         *edges,
                               GCancellable         *cancellable,
                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* When the first and the last record were written, by their own times; 0 in an empty log. */
gboolean  zm_audit_bins_span  (ZmDatabase           *database,
                               ZmInstant            *first,
                               ZmInstant            *last,
                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;
guint     zm_audit_bins_total (const ZmAuditBin     *bin);

G_END_DECLS
