#pragma once

#include "app/audit/audit-query.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The records that fit a filter as a story: a heading for each session, the newest first, and its
 * sentences; a sentence that is activated shows its record. */
#define ZM_TYPE_AUDIT_STORY_VIEW (zm_audit_story_view_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditStoryView, zm_audit_story_view, ZM, AUDIT_STORY_VIEW, GtkWidget)

/* Read in a thread, which may take a moment. */
void zm_audit_story_view_load (ZmAuditStoryView    *self,
                               ZmDatabase          *database,
                               const ZmAuditFilter *filter);

G_END_DECLS
