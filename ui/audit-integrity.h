#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether the audit log holds, always in sight: never verified, or how it was last found; verification
 * with progress, and what is wrong where it is. Signals: "show-record" (gint64 seq), "show-device"
 * (const char *). */
#define ZM_TYPE_AUDIT_INTEGRITY (zm_audit_integrity_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditIntegrity, zm_audit_integrity, ZM, AUDIT_INTEGRITY, GtkWidget)

/* database: a connection of the page's own. */
void zm_audit_integrity_open    (ZmAuditIntegrity *self,
                                 ZmStation        *station,
                                 ZmDatabase       *database);
/* The verdict of the last verification, which a person closes. */
GtkRevealer *zm_audit_integrity_get_verdict (ZmAuditIntegrity *self);
/* After records came. */
void zm_audit_integrity_refresh (ZmAuditIntegrity *self);

G_END_DECLS
