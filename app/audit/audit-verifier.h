#pragma once

#include "app/audit/audit-progress.h"
#include "app/audit/checkpoint.h"
#include "app/store/schema.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Judges a database file by its own bytes and by checkpoints kept elsewhere. The chain alone shows
 * a careless change; only the checkpoints, signed with a key that is not on this disk, show a
 * chain that was computed anew, a tail that was cut off or an older copy. What was appended after
 * the newest checkpoint rests on the chain alone. */

/* Several may be true: a log that is broken and cut counts as broken. */
typedef enum {
  ZM_AUDIT_INTACT,
  ZM_AUDIT_BROKEN,     /* a row was changed, added or taken out */
  ZM_AUDIT_CUT,        /* what is there is right, but more was there: cut off, or an old copy */
  ZM_AUDIT_UNREADABLE, /* damaged, missing, or not ours: nothing can be said */
  ZM_AUDIT_UNWITNESSED, /* the chain holds, but no checkpoint vouches for any of it */
} ZmAuditVerdict;

typedef struct {
  const char *database; /* path */
  const ZmSchema *schema;
  const ZmSecret *database_key; /* NULL: in the clear */
  const char *checkpoints; /* the directory of the ZmCheckpointStore; NULL if there is none */
  ZmNoteKey *key;          /* of the checkpoints; not NULL if checkpoints is not */
  GPtrArray *witnesses;    /* ZmCheckpoint from elsewhere, the signer's last one; or NULL */
  gboolean needs_witness;  /* a log that ought to have checkpoints; a device's has none */
  ZmAuditProgress progress; /* or NULL */
  gpointer progress_data;
  GCancellable *cancellable; /* or NULL */
} ZmAuditEvidence;

/* The check is one of "audit.row", "audit.sequence", "audit.hash", "audit.chain" and
 * "audit.checkpoint" (broken), "audit.tail" (cut), "checkpoint.file" and any of the store's
 * (unreadable), "audit.witness" (unwitnessed), or NULL where all is intact. */
typedef struct {
  ZmAuditVerdict verdict;
  char *check;
  char *seen;
  char *expected;
  char *message; /* one English sentence; NULL where all is intact */
  gint64 size;   /* rows in the table */
  char *head;    /* hash of the last row that fits its chain; NULL without one */
  gint64 first_bad_seq; /* broken: the first row that is wrong, or the earliest that may be; cut:
                         * the first one missing; 0 otherwise */
  gint64 last_bad_seq;  /* broken: between the two the evidence cannot tell; otherwise 0 */
  guint64 last_good_checkpoint; /* size of the newest one that the rows agree with; 0 without */
  guint64 newest_checkpoint;    /* size of the newest one that was presented; 0 without */
} ZmAuditReport;

const char    *zm_audit_verifier_verdict_name (ZmAuditVerdict         verdict);

/* Never fails: what goes wrong is a verdict; NULL only where it was cancelled. Opens the file
 * read-only; it may be in use. */
ZmAuditReport *zm_audit_verifier_run          (const ZmAuditEvidence *evidence);
void           zm_audit_verifier_free_report  (ZmAuditReport         *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAuditReport, zm_audit_verifier_free_report)

G_END_DECLS
