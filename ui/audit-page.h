#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The audit log: listed, filtered, and judged. */
#define ZM_TYPE_AUDIT_PAGE (zm_audit_page_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditPage, zm_audit_page, ZM, AUDIT_PAGE, GtkWidget)

/* Once. */
void zm_audit_page_open         (ZmAuditPage *self,
                                 ZmStation   *station);
/* Only what concerns this device. */
void zm_audit_page_show_device  (ZmAuditPage *self,
                                 const char  *device_id);
void zm_audit_page_focus_search (ZmAuditPage *self);

G_END_DECLS
