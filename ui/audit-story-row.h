#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line of a story: a heading, or a sentence with its record below it. Property: "item", a
 * ZmAuditHeading or a ZmAuditItem. */
#define ZM_TYPE_AUDIT_STORY_ROW (zm_audit_story_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditStoryRow, zm_audit_story_row, ZM, AUDIT_STORY_ROW, GtkWidget)

G_END_DECLS
