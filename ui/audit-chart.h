#pragma once

#include "app/audit/audit-bins.h"
#include "app/audit/audit-scale.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Bins drawn over time: what succeeded plain, what failed hatched, what is unknown dotted, so that
 * nobody needs the colours; and the words for them. It decides nothing. */
typedef struct {
  const GArray *bins; /* ZmAuditBin; may be empty */
  ZmAuditUnit   unit;
  int           cursor;     /* bin with the focus; -1 for none */
  int           chosen_from; /* of these two, -1: nothing is chosen */
  int           chosen_to;
  gboolean      from_right; /* time runs from right to left */
} ZmAuditChart;

void  zm_audit_chart_draw      (const ZmAuditChart *chart,
                                GtkWidget          *widget,
                                cairo_t            *cr,
                                int                 width,
                                int                 height);
/* The bin at a place; -1 without bins. */
int   zm_audit_chart_pick      (const ZmAuditChart *chart,
                                double              x,
                                int                 width);
/* "12 May 2026: 34 records, 2 failed" */
char *zm_audit_chart_tell_bin  (const ZmAuditBin   *bin,
                                ZmAuditUnit         unit);
/* The whole in a sentence. */
char *zm_audit_chart_tell_all  (const ZmAuditChart *chart);

G_END_DECLS
