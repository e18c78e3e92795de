#include "app/audit/audit-walk.h"

#include "app/audit/audit-glance.h"
#include "app/audit/audit-record.h"
#include "app/base/error.h"
#include "app/base/hex.h"

#include <string.h>

#define TELL_ROWS 4096 /* between two words on the progress */

void
zm_audit_walk_clear_fault (ZmAuditFault *fault)
{
  g_clear_pointer (&fault->seen, g_free);
  g_clear_pointer (&fault->expected, g_free);
}

/* Whether to go on. */
static gboolean
tell_progress (const ZmAuditWalk  *walk,
               GError            **error)
{
  const ZmAuditEvidence *evidence = walk->evidence;
  gint64 done = zm_audit_course_get_size (walk->course);

  if (done % TELL_ROWS != 0)
    return TRUE;
  if (evidence->progress != NULL)
    evidence->progress ((guint64) done, (guint64) walk->last, evidence->progress_data);

  return !g_cancellable_set_error_if_cancelled (evidence->cancellable, error);
}

/* --- Fast --- */

static gboolean
pass_stretch (const ZmAuditWalk     *walk,
              const ZmAuditStretch  *stretch,
              GError               **error)
{
  for (guint i = 0; i < stretch->n_hashes; i++)
    {
      zm_audit_course_pass (walk->course, stretch->hashes[i]);
      if (!tell_progress (walk, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
zm_audit_walk_fast (const ZmAuditWalk  *walk,
                    ZmAuditSweep       *sweep,
                    gboolean           *sure,
                    GError            **error)
{
  const ZmAuditStretch *stretch;

  zm_audit_course_begin (walk->course);
  while ((stretch = zm_audit_sweep_next (sweep, walk->database)) != NULL &&
         strcmp (stretch->before, walk->course->head) == 0)
    {
      if (!pass_stretch (walk, stretch, error))
        return FALSE;
    }

  /* Of a log that seems empty nothing has been seen. */
  *sure = walk->last > 0 && zm_audit_course_get_size (walk->course) == walk->last;
  return TRUE;
}

/* --- Row by row --- */

typedef struct {
  const ZmAuditWalk *walk;
  ZmAuditGlance *glance;
  ZmAuditFault *fault;
  GError *error; /* given up */
} Visit;

static char *
format_number (gint64 number)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

/* Takes the texts. */
static gboolean
take_fault (ZmAuditFault *fault,
            gint64        seq,
            const char   *check,
            char         *seen,
            char         *expected,
            const char   *message)
{
  *fault = (ZmAuditFault) { seq, check, seen, expected, message };
  return TRUE;
}

static gboolean
find_fault (const ZmAuditCourse *course,
            const ZmAuditRecord *record,
            const char          *computed,
            ZmAuditFault        *fault)
{
  gint64 seq = zm_audit_course_get_size (course) + 1;

  if (record->seq != seq)
    return take_fault (fault, seq, "audit.sequence", format_number (record->seq),
                       format_number (seq), "A row is missing, or one was put in");
  if (strcmp (record->hash, computed) != 0)
    return take_fault (fault, seq, "audit.hash", g_strdup (computed), g_strdup (record->hash),
                       "A row is not what its hash was made from");
  if (strcmp (record->prev_hash, course->head) != 0)
    return take_fault (fault, seq, "audit.chain", g_strdup (course->head),
                       g_strdup (record->prev_hash), "A row does not continue the one before it");

  return FALSE;
}

/* Taken apart, so that what is wrong can be named. */
static gboolean
examine_row (const ZmAuditCourse *course,
             const ZmRow         *row,
             guint8               hash[ZM_SHA256_LENGTH],
             ZmAuditFault        *fault)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmAuditRecord) record = zm_audit_record_read (row, &error);
  g_autofree char *computed = NULL;

  if (record == NULL || !zm_audit_record_digest (record, hash, &error))
    return !take_fault (fault, zm_audit_course_get_size (course) + 1, "audit.row",
                        g_strdup (zm_error_get_seen (error)), NULL,
                        "A row holds what the log never writes");

  computed = zm_hex_encode (hash, ZM_SHA256_LENGTH);
  return !find_fault (course, record, computed, fault);
}

static gboolean
visit_row (const ZmRow *row,
           gpointer     data)
{
  Visit *visit = data;
  ZmAuditCourse *course = visit->walk->course;
  guint8 hash[ZM_SHA256_LENGTH];

  if (!zm_audit_glance_trust (visit->glance, row, zm_audit_course_get_size (course) + 1,
                              course->head, hash) &&
      !examine_row (course, row, hash, visit->fault))
    return FALSE;

  zm_audit_course_pass (course, hash);
  return tell_progress (visit->walk, &visit->error);
}

gboolean
zm_audit_walk_row_by_row (const ZmAuditWalk  *walk,
                          ZmAuditFault       *fault,
                          GError            **error)
{
  g_autoptr(ZmAuditGlance) glance = zm_audit_glance_new ();
  Visit visit = { walk, glance, fault, NULL };

  zm_audit_course_begin (walk->course);
  /* NOT INDEXED: an index may tell another story than the table, whose order is that of seq. */
  if (!zm_row_visit (walk->database, ZM_AUDIT_COLUMNS, "security_audit_log NOT INDEXED", visit_row,
                     &visit, error))
    return FALSE;
  if (visit.error == NULL)
    return TRUE;

  g_propagate_error (error, visit.error);
  return FALSE;
}
