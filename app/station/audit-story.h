#pragma once

#include "app/audit/audit-query.h"

G_BEGIN_DECLS

/* The audit log as a story: the records of one session together, under what the session was, who did
 * it and how it ended; what belongs to no session stands between them. */

#define ZM_AUDIT_STORY_MAX 5000 /* records that are told; of more, the newest */

typedef enum {
  ZM_AUDIT_END_NONE, /* it is no session */
  ZM_AUDIT_END_OPEN,
  ZM_AUDIT_END_INTERRUPTED,
  ZM_AUDIT_END_ABANDONED,
  ZM_AUDIT_END_FAILED,
  ZM_AUDIT_END_VERIFIED,
} ZmAuditEnd;

typedef struct {
  GPtrArray *records; /* ZmAuditRecord, the oldest first, never empty */
  const char *session; /* borrowed from the records; NULL where it is no session */
  const char *device;  /* of the first record that has one; or NULL */
  const char *purpose; /* "register", "renew"…; or NULL */
  ZmAuditEnd end;
} ZmAuditChapter;

typedef struct {
  GPtrArray *chapters; /* ZmAuditChapter, by their first records, the oldest first */
  gsize n_records;
  gboolean earlier;    /* there is more than was told */
} ZmAuditStory;

/* What fits the filter, at most limit records. */
ZmAuditStory *zm_audit_story_read          (ZmDatabase            *database,
                                            const ZmAuditFilter   *filter,
                                            guint                  limit,
                                            GError               **error)
                                            G_GNUC_WARN_UNUSED_RESULT;
void          zm_audit_story_free          (ZmAuditStory          *story);

/* "open", "interrupted"…; NULL for ZM_AUDIT_END_NONE. */
const char   *zm_audit_story_end_name      (ZmAuditEnd             end);
/* Translated: what it was, "DEV-014: first certificate". Escaped. */
char         *zm_audit_story_chapter_title (const ZmAuditChapter  *chapter);
/* Translated: who, when and how it ended, "Ana, 3 May 2026, 10:42 to 10:44. In service". Escaped. */
char         *zm_audit_story_chapter_facts (const ZmAuditChapter  *chapter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAuditStory, zm_audit_story_free)

G_END_DECLS
