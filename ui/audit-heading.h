#pragma once

#include "app/station/audit-story.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* What stands above the sentences of a session, in words. */
#define ZM_TYPE_AUDIT_HEADING (zm_audit_heading_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuditHeading, zm_audit_heading, ZM, AUDIT_HEADING, GObject)

ZmAuditHeading *zm_audit_heading_new       (const ZmAuditChapter *chapter);
const char     *zm_audit_heading_get_title (ZmAuditHeading       *self);
const char     *zm_audit_heading_get_facts (ZmAuditHeading       *self);
/* NULL where it is no session. */
const char     *zm_audit_heading_get_end   (ZmAuditHeading       *self);

G_END_DECLS
