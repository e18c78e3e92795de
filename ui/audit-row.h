#pragma once

#include "ui/audit-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A record in the list, in columns or in three lines; below it, when it is expanded, the record
 * itself. Property: "item". */
#define ZM_TYPE_AUDIT_ROW (zm_audit_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditRow, zm_audit_row, ZM, AUDIT_ROW, GtkWidget)

G_END_DECLS
