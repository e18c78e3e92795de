#pragma once

#include "app/audit/audit-course.h"
#include "app/audit/audit-sweep.h"
#include "app/audit/audit-verifier.h"

G_BEGIN_DECLS

/* A course through the rows of a log: fast, which ends at the first doubt, or row by row, which says
 * what is wrong. Both begin anew. FALSE where reading failed or was cancelled. */
typedef struct {
  const ZmAuditEvidence *evidence;
  ZmDatabase *database; /* held at one moment */
  gint64 last;          /* number of the last row there */
  ZmAuditCourse *course;
} ZmAuditWalk;

/* What the chain has against a row. */
typedef struct {
  gint64 seq; /* 0: nothing */
  const char *check;
  char *seen;
  char *expected;
  const char *message;
} ZmAuditFault;

/* Sets *sure where all rows are there and right. */
gboolean zm_audit_walk_fast        (const ZmAuditWalk  *walk,
                                    ZmAuditSweep       *sweep,
                                    gboolean           *sure,
                                    GError            **error);
gboolean zm_audit_walk_row_by_row  (const ZmAuditWalk  *walk,
                                    ZmAuditFault       *fault,
                                    GError            **error);
void     zm_audit_walk_clear_fault (ZmAuditFault       *fault);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmAuditFault, zm_audit_walk_clear_fault)

G_END_DECLS
