#pragma once

#include "app/station/audit-export.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for a file, writes records into it with progress, and says what came of it. Signal: "refused"
 * (GError). */
#define ZM_TYPE_AUDIT_EXPORT_BAR (zm_audit_export_bar_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditExportBar, zm_audit_export_bar, ZM, AUDIT_EXPORT_BAR, GtkWidget)

/* One at a time: a second is not begun. */
void zm_audit_export_bar_begin (ZmAuditExportBar    *self,
                                ZmStation           *station,
                                const ZmAuditFilter *filter,
                                ZmAuditFormat        format);

G_END_DECLS
