#pragma once

#include "app/audit/audit-query.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What of the audit log is shown: free text, a popover with the other fields, and a chip for each
 * that is set, which takes it away. Signal: "changed". */
#define ZM_TYPE_AUDIT_FILTER_BAR (zm_audit_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditFilterBar, zm_audit_filter_bar, ZM, AUDIT_FILTER_BAR, GtkWidget)

/* Which people, ports and actions there are is read from it, in a thread. */
void                 zm_audit_filter_bar_open  (ZmAuditFilterBar     *self,
                                                ZmDatabase           *database);
/* Borrowed until the next change. */
const ZmAuditFilter *zm_audit_filter_bar_get   (ZmAuditFilterBar     *self);
void                 zm_audit_filter_bar_set   (ZmAuditFilterBar     *self,
                                                const ZmAuditFilter  *filter);
void                 zm_audit_filter_bar_focus (ZmAuditFilterBar     *self);

G_END_DECLS
