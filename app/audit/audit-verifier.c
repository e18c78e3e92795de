#include "app/audit/audit-verifier.h"

#include "app/audit/audit-walk.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/store/statement.h"
#include "app/store/transaction.h"

#include <string.h>

typedef struct {
  const ZmAuditEvidence *evidence;
  ZmAuditReport *report;
  ZmAuditCourse course;
} Trial;

static void
trial_clear (Trial *trial)
{
  zm_audit_course_clear (&trial->course);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trial, trial_clear)

const char *
zm_audit_verifier_verdict_name (ZmAuditVerdict verdict)
{
  static const char *const names[] = { "intact", "broken", "cut", "unreadable",
                                       "unwitnessed" };

  g_return_val_if_fail ((gsize) verdict < G_N_ELEMENTS (names), NULL);

  return names[verdict];
}

void
zm_audit_verifier_free_report (ZmAuditReport *report)
{
  if (report == NULL)
    return;

  g_free (report->check);
  g_free (report->seen);
  g_free (report->expected);
  g_free (report->message);
  g_free (report->head);
  g_free (report);
}

/* --- Verdicts --- */

/* The first verdict stands. Takes seen and expected. */
static void
decide (ZmAuditReport  *report,
        ZmAuditVerdict  verdict,
        const char     *check,
        char           *seen,
        char           *expected,
        const char     *message)
{
  g_assert (report->verdict == ZM_AUDIT_INTACT);

  report->verdict = verdict;
  report->check = g_strdup (check);
  report->seen = seen;
  report->expected = expected;
  report->message = g_strdup (message);
}

static void
decide_unreadable (ZmAuditReport *report,
                   const GError  *error)
{
  decide (report, ZM_AUDIT_UNREADABLE, zm_error_get_check (error),
          g_strdup (zm_error_get_seen (error)), g_strdup (zm_error_get_expected (error)),
          error->message);
}

static void
decide_broken (ZmAuditReport *report,
               gint64         first_seq,
               gint64         last_seq,
               const char    *check,
               char          *seen,
               char          *expected,
               const char    *message)
{
  decide (report, ZM_AUDIT_BROKEN, check, seen, expected, message);
  report->first_bad_seq = first_seq;
  report->last_bad_seq = last_seq;
}

static char *
format_number (gint64 number)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

/* --- Judgement --- */

/* A row that has not the root of a checkpoint lies between the last one that agreed and this one. */
static void
judge_checkpoints (Trial *trial)
{
  ZmAuditReport *report = trial->report;
  const ZmCheckpoint *checkpoint = zm_audit_course_get_contradiction (&trial->course);

  report->last_good_checkpoint = zm_audit_course_get_last_good (&trial->course);
  if (checkpoint == NULL)
    return;

  decide_broken (report, (gint64) report->last_good_checkpoint + 1, (gint64) checkpoint->size,
                 "audit.checkpoint", zm_hex_encode (trial->course.root, ZM_SHA256_LENGTH),
                 zm_hex_encode (checkpoint->root, ZM_SHA256_LENGTH),
                 "The rows are not those that a checkpoint was signed for");
}

/* A link that does not hold speaks against the row before it as much as against this one, unless
 * a checkpoint stands for the row before. */
static void
judge_fault (Trial        *trial,
             ZmAuditFault *fault)
{
  gint64 first = fault->seq;

  if (strcmp (fault->check, "audit.chain") == 0 && first > 1 &&
      trial->report->last_good_checkpoint + 1 < (guint64) first)
    first--;

  decide_broken (trial->report, first, fault->seq, fault->check, g_steal_pointer (&fault->seen),
                 g_steal_pointer (&fault->expected), fault->message);
}

/* Every log begins with its first row, "log.opened". */
static void
judge_end (Trial *trial)
{
  ZmAuditReport *report = trial->report;
  guint64 least = MAX (report->newest_checkpoint, 1);

  if ((guint64) report->size >= least)
    return;

  report->first_bad_seq = report->size + 1;
  decide (report, ZM_AUDIT_CUT, "audit.tail", format_number (report->size),
          format_number ((gint64) least), "Rows at the end are missing");
}

static void
judge_rest (Trial        *trial,
            const GError *damage)
{
  if (trial->course.damaged != NULL)
    decide (trial->report, ZM_AUDIT_UNREADABLE, "checkpoint.file",
            g_strdup (trial->course.damaged), NULL, "A checkpoint was changed or damaged");
  else if (damage != NULL)
    decide_unreadable (trial->report, damage);
}

/* Whoever can write the file can make its whole chain anew. */
static void
judge_witness (Trial *trial)
{
  const ZmAuditEvidence *evidence = trial->evidence;

  if (evidence->needs_witness && trial->report->last_good_checkpoint == 0)
    decide (trial->report, ZM_AUDIT_UNWITNESSED, "audit.witness",
            g_strdup (evidence->key != NULL ? "no checkpoint" : "no key to verify checkpoints"),
            g_strdup ("a signed checkpoint over some of the rows"),
            "The chain holds, but nobody outside this file vouches for it");
}

static gboolean
is_intact (const Trial *trial)
{
  return trial->report->verdict == ZM_AUDIT_INTACT;
}

static void
judge (Trial        *trial,
       ZmAuditFault *fault,
       const GError *damage)
{
  if (zm_audit_course_get_size (&trial->course) > 0)
    trial->report->head = g_strdup (trial->course.head);
  judge_checkpoints (trial);
  if (is_intact (trial) && fault->seq != 0)
    judge_fault (trial, fault);
  if (is_intact (trial))
    judge_end (trial);
  if (is_intact (trial))
    judge_rest (trial, damage);
  if (is_intact (trial))
    judge_witness (trial);
}

/* --- Reading --- */

static ZmDatabase *
open_database (const ZmAuditEvidence  *evidence,
               GError                **error)
{
  return zm_database_open_keyed (evidence->database, evidence->schema, ZM_DATABASE_READ_ONLY,
                                 evidence->database_key, error);
}

static ZmDatabase *
open_for_thread (gconstpointer evidence)
{
  return open_database (evidence, NULL);
}

static ZmPageCheck *
make_page_check (const ZmAuditEvidence  *evidence,
                 GError                **error)
{
  g_autoptr(ZmDatabase) pages = open_database (evidence, error);
  g_autoptr(ZmDatabase) indexes = pages != NULL ? open_database (evidence, error) : NULL;

  if (indexes == NULL)
    return NULL;

  return zm_page_check_new (g_steal_pointer (&pages), g_steal_pointer (&indexes));
}

/* NOT INDEXED: an index may tell another story than the table. */
static gboolean
read_number (ZmDatabase  *database,
             const char  *expression,
             gint64      *number,
             GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM security_audit_log NOT INDEXED",
                                          expression);
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, error);

  if (statement == NULL || zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  *number = zm_statement_column_int64 (statement, 0);
  return TRUE;
}

/* Counting takes an eighth of the whole time, and whoever came to the end has counted. */
static gboolean
count_rows (const ZmAuditWalk   *walk,
            const ZmAuditFault  *fault,
            gint64              *size,
            GError             **error)
{
  *size = zm_audit_course_get_size (walk->course);
  return fault->seq == 0 || read_number (walk->database, "count (*)", size, error);
}

/* Row by row only where something is to be named: in the rows, or beside them. */
static gboolean
read_rows (const ZmAuditWalk  *walk,
           ZmPageCheck        *pages,
           ZmAuditFault       *fault,
           GError            **damage,
           GError            **error)
{
  g_autoptr(ZmAuditSweep) sweep = zm_audit_sweep_start (pages, walk->last, open_for_thread,
                                                        walk->evidence);
  gboolean sure = FALSE;
  gboolean ok = zm_audit_walk_fast (walk, sweep, &sure, error);

  zm_audit_sweep_stop (sweep);
  if (ok && !sure)
    ok = zm_audit_walk_row_by_row (walk, fault, error);
  /* What is broken or given up needs no whole pages. */
  if (!ok || fault->seq != 0)
    zm_page_check_give_up (pages);
  zm_page_check_run (pages);
  g_clear_pointer (&sweep, zm_audit_sweep_free);

  if (zm_page_check_end (pages, damage) || !ok || !sure)
    return ok;

  return zm_audit_walk_row_by_row (walk, fault, error);
}

static gboolean
judge_database (Trial   *trial,
                GError **error)
{
  ZmAuditWalk walk = { .evidence = trial->evidence, .course = &trial->course };
  g_autoptr(ZmDatabase) database = open_database (trial->evidence, error);
  g_autoptr(ZmTransaction) snapshot = NULL;
  g_autoptr(GError) damage = NULL;
  g_auto(ZmAuditFault) fault = { 0 };
  ZmPageCheck *pages;

  walk.database = database;
  snapshot = database != NULL ? zm_transaction_begin (database, error) : NULL;
  if (snapshot == NULL ||
      !read_number (database, "coalesce (max (seq), 0)", &walk.last, error))
    return FALSE;

  pages = make_page_check (trial->evidence, error);
  if (pages == NULL || !read_rows (&walk, pages, &fault, &damage, error) ||
      !count_rows (&walk, &fault, &trial->report->size, error))
    return FALSE;

  judge (trial, &fault, damage);
  return TRUE;
}

static gboolean
collect_checkpoints (Trial   *trial,
                     GError **error)
{
  const ZmAuditEvidence *evidence = trial->evidence;

  if (!zm_audit_course_collect (&trial->course, evidence->checkpoints, evidence->key,
                                evidence->witnesses, error))
    return FALSE;

  trial->report->newest_checkpoint = zm_audit_course_get_newest (&trial->course);
  return TRUE;
}

ZmAuditReport *
zm_audit_verifier_run (const ZmAuditEvidence *evidence)
{
  g_autoptr(ZmAuditReport) report = g_new0 (ZmAuditReport, 1);
  g_auto(Trial) trial = { 0 };
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (evidence != NULL && evidence->database != NULL, NULL);
  g_return_val_if_fail (evidence->checkpoints == NULL || evidence->key != NULL, NULL);

  trial.evidence = evidence;
  trial.report = report;

  /* The checkpoints first: a desk at work may add one while the rows are read. */
  if (!collect_checkpoints (&trial, &error) || !judge_database (&trial, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return NULL;
      decide_unreadable (report, error);
    }

  return g_steal_pointer (&report);
}
