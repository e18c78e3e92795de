#pragma once

#include "app/audit/checkpoint-store.h"
#include "app/audit/frontier.h"

G_BEGIN_DECLS

/* How far the rows of a log were followed, and the checkpoints on the way. Nothing is kept of the rows
 * that were passed, so that each checkpoint is compared when its size is reached. */
typedef struct {
  GPtrArray *checkpoints; /* ZmCheckpoint, by size */
  char *damaged;          /* a file that is no checkpoint, or NULL */
  ZmFrontier *frontier;   /* of the rows so far: all of them fit the chain */
  char head[2 * ZM_SHA256_LENGTH + 1]; /* hash of the last of them */
  guint agreeing;         /* of the checkpoints, from the first */
  gboolean differs;       /* the one after them has another root than these rows have: */
  guint8 root[ZM_SHA256_LENGTH];
} ZmAuditCourse;

/* What lies in a directory, unless that is NULL, and what others remember, if anybody does. */
gboolean            zm_audit_course_collect          (ZmAuditCourse        *course,
                                                      const char           *directory,
                                                      ZmNoteKey            *key,
                                                      const GPtrArray      *witnesses,
                                                      GError              **error);
/* Before the first row, again if need be. */
void                zm_audit_course_begin            (ZmAuditCourse        *course);
void                zm_audit_course_pass             (ZmAuditCourse        *course,
                                                      const guint8          hash[ZM_SHA256_LENGTH]);
gint64              zm_audit_course_get_size         (const ZmAuditCourse  *course);
/* Sizes; 0 without one. */
guint64             zm_audit_course_get_newest       (const ZmAuditCourse  *course);
guint64             zm_audit_course_get_last_good    (const ZmAuditCourse  *course);
/* The one that differs, or NULL. */
const ZmCheckpoint *zm_audit_course_get_contradiction (const ZmAuditCourse *course);
void                zm_audit_course_clear            (ZmAuditCourse        *course);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmAuditCourse, zm_audit_course_clear)

G_END_DECLS
