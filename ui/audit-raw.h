#pragma once

#include "ui/audit-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The record itself, every column of it with its hashes, below the line that tells of it, while its
 * item is expanded; to be copied, and to go on from to the story of its session. Property: "item". */
#define ZM_TYPE_AUDIT_RAW (zm_audit_raw_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditRaw, zm_audit_raw, ZM, AUDIT_RAW, GtkWidget)

G_END_DECLS
