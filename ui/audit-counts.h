#pragma once

#include "ui/audit-timeline.h"

G_BEGIN_DECLS

/* Counts, in a thread, what a timeline looks at. Signal: none; the timeline is told. */
#define ZM_TYPE_AUDIT_COUNTS (zm_audit_counts_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditCounts, zm_audit_counts, ZM, AUDIT_COUNTS, GObject)

/* timeline is not kept alive. */
ZmAuditCounts *zm_audit_counts_new  (ZmDatabase          *database,
                                     ZmAuditTimeline     *timeline);
/* What fits the filter, but for its span, which the timeline shows in its place. */
void           zm_audit_counts_load (ZmAuditCounts       *self,
                                     const ZmAuditFilter *filter);
/* Nothing is told any more. */
void           zm_audit_counts_stop (ZmAuditCounts       *self);

G_END_DECLS
