#pragma once

#include "app/audit/audit-glance.h"
#include "app/store/database.h"

G_BEGIN_DECLS

#define ZM_AUDIT_STRETCH_ROWS 16384

/* So many rows of a log in a line, looked at without those before them: what the last of those has for
 * its hash is believed, and remains to be compared. */
typedef struct {
  gint64 first;
  gint64 last;
  char before[2 * ZM_SHA256_LENGTH + 1]; /* the hash that was believed */
  guint n_hashes;
  guint8 hashes[ZM_AUDIT_STRETCH_ROWS][ZM_SHA256_LENGTH];
} ZmAuditStretch;

/* Whether each row from first to last is there and right, and continues the one before it; before and
 * the hashes of all then say what it is that they continue, and to what. Else nothing is said of what
 * is wrong, nor whether it is a row or the reading. */
gboolean zm_audit_stretch_check (ZmAuditStretch *stretch,
                                 ZmDatabase     *database,
                                 ZmAuditGlance  *glance);

G_END_DECLS
