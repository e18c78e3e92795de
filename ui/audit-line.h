#pragma once

#include "ui/audit-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A record of the audit log on a line in columns, as wide as those of the list's head, or where that is
 * narrow in three lines. GTK keeps two hundred rows of a list, so that all of it is one widget, which
 * draws: what does not fit ends in “…”, and is told by a tooltip. Property: "item". */
#define ZM_TYPE_AUDIT_LINE (zm_audit_line_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditLine, zm_audit_line, ZM, AUDIT_LINE, GtkWidget)

G_END_DECLS
