#pragma once

#include "ui/audit-chart.h"

G_BEGIN_DECLS

/* The log over days. By the mouse: drag a span to look into it. By keys: arrows move (with Shift they
 * choose), + and - zoom, Home and End go to the ends, Return takes what is chosen, Escape gives up.
 * It counts nothing itself. Signals: "view-changed", when other bins are wanted; "taken" (from and to,
 * gint64), when the list is to show a span. */
#define ZM_TYPE_AUDIT_TIMELINE (zm_audit_timeline_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditTimeline, zm_audit_timeline, ZM, AUDIT_TIMELINE, GtkWidget)

/* What there is at most; the view is that until somebody zooms. */
void        zm_audit_timeline_set_span (ZmAuditTimeline *self,
                                        ZmInstant        from,
                                        ZmInstant        to);
/* What is looked at, in this unit; NULL where there is nothing. GArray of ZmInstant. */
GArray     *zm_audit_timeline_get_edges (ZmAuditTimeline *self);
/* Takes a reference. */
void        zm_audit_timeline_set_bins (ZmAuditTimeline *self,
                                        GArray          *bins);
/* steps > 0 nearer, < 0 farther. */
void        zm_audit_timeline_zoom     (ZmAuditTimeline *self,
                                        int              steps);
void        zm_audit_timeline_zoom_out (ZmAuditTimeline *self);
/* As Return. */
void        zm_audit_timeline_take     (ZmAuditTimeline *self);

G_END_DECLS
