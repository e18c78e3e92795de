#include "app/audit/audit-verifier.h"

#include "app/audit/audit-glance.h"
#include "app/audit/audit-record.h"
#include "app/audit/checkpoint-store.h"
#include "app/audit/frontier.h"
#include "app/audit/page-check.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/store/row.h"
#include "app/store/statement.h"
#include "app/store/transaction.h"

#include <string.h>

#define TELL_ROWS 4096 /* between two words on the progress */

/* What has been read of the log so far: all of it fits the chain. */
typedef struct {
  const ZmAuditEvidence *evidence;
  ZmAuditReport *report;
  ZmAuditGlance *glance;
  GPtrArray *checkpoints; /* ZmCheckpoint, by size */
  char *damaged;          /* a file that is no checkpoint, or NULL */
  guint agreeing;         /* of those, from the first */
  gboolean differs;       /* the one after them has another root than these rows have: */
  guint8 root[ZM_SHA256_LENGTH];
  ZmFrontier *frontier;
  gint64 last_seq; /* there is; for the progress */
  char previous[2 * ZM_SHA256_LENGTH + 1]; /* hash of the last row */
} Trial;

static void
trial_clear (Trial *trial)
{
  g_clear_pointer (&trial->glance, zm_audit_glance_free);
  g_clear_pointer (&trial->checkpoints, g_ptr_array_unref);
  g_clear_pointer (&trial->damaged, g_free);
  g_clear_pointer (&trial->frontier, zm_frontier_free);
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

/* --- Checkpoints --- */

static int
compare_sizes (gconstpointer a,
               gconstpointer b)
{
  const ZmCheckpoint *left = *(const ZmCheckpoint *const *) a;
  const ZmCheckpoint *right = *(const ZmCheckpoint *const *) b;

  return (left->size > right->size) - (left->size < right->size);
}

static gboolean
collect_stored (Trial                  *trial,
                const ZmAuditEvidence  *evidence,
                GError                **error)
{
  g_autoptr(ZmCheckpointStore) store = NULL;
  g_autoptr(GPtrArray) stored = NULL;

  store = zm_checkpoint_store_open_existing (evidence->checkpoints, evidence->key, error);
  stored = store != NULL ? zm_checkpoint_store_list (store, &trial->damaged, error) : NULL;
  if (stored == NULL)
    return FALSE;

  g_ptr_array_extend_and_steal (trial->checkpoints, g_steal_pointer (&stored));
  return TRUE;
}

static gboolean
collect_checkpoints (Trial                  *trial,
                     const ZmAuditEvidence  *evidence,
                     GError                **error)
{
  trial->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_checkpoint_free);
  if (evidence->checkpoints != NULL && !collect_stored (trial, evidence, error))
    return FALSE;

  for (guint i = 0; evidence->witnesses != NULL && i < evidence->witnesses->len; i++)
    {
      const ZmCheckpoint *witness = g_ptr_array_index (evidence->witnesses, i);

      g_ptr_array_add (trial->checkpoints,
                       zm_checkpoint_new (witness->origin, witness->size, witness->root));
    }

  g_ptr_array_sort (trial->checkpoints, compare_sizes);
  if (trial->checkpoints->len > 0)
    {
      const ZmCheckpoint *newest =
        g_ptr_array_index (trial->checkpoints, trial->checkpoints->len - 1);

      trial->report->newest_checkpoint = newest->size;
    }

  return TRUE;
}

static const ZmCheckpoint *
get_checkpoint (const Trial *trial,
                guint        i)
{
  return g_ptr_array_index (trial->checkpoints, i);
}

/* While the rows are read, since nothing is kept of those that were. */
static void
compare_checkpoints (Trial *trial)
{
  while (!trial->differs && trial->agreeing < trial->checkpoints->len)
    {
      const ZmCheckpoint *checkpoint = get_checkpoint (trial, trial->agreeing);

      if (checkpoint->size > zm_frontier_get_size (trial->frontier))
        return;
      zm_frontier_get_root (trial->frontier, trial->root);
      trial->differs = memcmp (trial->root, checkpoint->root, ZM_SHA256_LENGTH) != 0;
      trial->agreeing += trial->differs ? 0 : 1;
    }
}

/* A row that has not the root of a checkpoint lies between the last one that agreed and this one. */
static void
judge_checkpoints (Trial *trial)
{
  ZmAuditReport *report = trial->report;
  const ZmCheckpoint *checkpoint;

  if (trial->agreeing > 0)
    report->last_good_checkpoint = get_checkpoint (trial, trial->agreeing - 1)->size;
  if (!trial->differs)
    return;

  checkpoint = get_checkpoint (trial, trial->agreeing);
  decide_broken (report, (gint64) report->last_good_checkpoint + 1, (gint64) checkpoint->size,
                 "audit.checkpoint", zm_hex_encode (trial->root, ZM_SHA256_LENGTH),
                 zm_hex_encode (checkpoint->root, ZM_SHA256_LENGTH),
                 "The rows are not those that a checkpoint was signed for");
}

/* --- Rows --- */

/* A fault of the chain that the walk met at a row; kept until the checkpoints before it have been
 * asked, since what they find lies earlier. */
typedef struct {
  gint64 seq; /* 0 without a fault */
  const char *check;
  char *seen;
  char *expected;
  const char *message;
} Fault;

static void
fault_clear (Fault *fault)
{
  g_clear_pointer (&fault->seen, g_free);
  g_clear_pointer (&fault->expected, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fault, fault_clear)

static gint64
get_next_seq (const Trial *trial)
{
  return (gint64) zm_frontier_get_size (trial->frontier) + 1;
}

static gboolean
find_fault (Trial               *trial,
            const ZmAuditRecord *record,
            const char          *computed,
            Fault               *fault)
{
  gint64 seq = get_next_seq (trial);

  if (record->seq != seq)
    *fault = (Fault) { seq, "audit.sequence", format_number (record->seq), format_number (seq),
                       "A row is missing, or one was put in" }
  ;
  else if (strcmp (record->hash, computed) != 0)
    *fault = (Fault) { seq, "audit.hash", g_strdup (computed), g_strdup (record->hash),
                       "A row is not what its hash was made from" }
  ;
  else if (strcmp (record->prev_hash, trial->previous) != 0)
    *fault = (Fault) { seq, "audit.chain", g_strdup (trial->previous),
                       g_strdup (record->prev_hash),
                       "A row does not continue the one before it" }
  ;
  else
    return FALSE;

  return TRUE;
}

/* Taken apart, so that what is wrong can be named. */
static gboolean
examine_row (Trial       *trial,
             const ZmRow *row,
             guint8       hash[ZM_SHA256_LENGTH],
             Fault       *fault)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmAuditRecord) record = zm_audit_record_read (row, &error);
  g_autofree char *computed = NULL;

  if (record == NULL || !zm_audit_record_digest (record, hash, &error))
    {
      *fault = (Fault) { get_next_seq (trial), "audit.row", g_strdup (zm_error_get_seen (error)),
                         NULL, "A row holds what the log never writes" };
      return FALSE;
    }

  computed = zm_hex_encode (hash, ZM_SHA256_LENGTH);
  return !find_fault (trial, record, computed, fault);
}

static gboolean
judge_row (Trial       *trial,
           const ZmRow *row,
           Fault       *fault)
{
  guint8 hash[ZM_SHA256_LENGTH];

  if (!zm_audit_glance_trust (trial->glance, row, get_next_seq (trial), trial->previous, hash) &&
      !examine_row (trial, row, hash, fault))
    return FALSE;

  zm_frontier_append (trial->frontier, hash);
  zm_hex_write (hash, sizeof hash, trial->previous);
  compare_checkpoints (trial);
  return TRUE;
}

/* Whether to go on. */
static gboolean
tell_progress (const Trial  *trial,
               GError      **error)
{
  const ZmAuditEvidence *evidence = trial->evidence;
  guint64 done = zm_frontier_get_size (trial->frontier);

  if (done % TELL_ROWS != 0)
    return TRUE;
  if (evidence->progress != NULL)
    evidence->progress (done, (guint64) trial->last_seq, evidence->progress_data);

  return !g_cancellable_set_error_if_cancelled (evidence->cancellable, error);
}

typedef struct {
  Trial *trial;
  Fault *fault;
  GError *error; /* given up */
} Walk;

static gboolean
visit_row (const ZmRow *row,
           gpointer     data)
{
  Walk *walk = data;

  return judge_row (walk->trial, row, walk->fault) && tell_progress (walk->trial, &walk->error);
}

static gboolean
walk_rows (Trial       *trial,
           ZmDatabase  *database,
           Fault       *fault,
           GError     **error)
{
  Walk walk = { trial, fault, NULL };

  compare_checkpoints (trial);
  /* NOT INDEXED: an index may tell another story than the table, whose order is that of seq. */
  if (!zm_row_visit (database, ZM_AUDIT_COLUMNS, "security_audit_log NOT INDEXED", visit_row,
                     &walk, error))
    return FALSE;
  if (walk.error == NULL)
    return TRUE;

  g_propagate_error (error, walk.error);
  return FALSE;
}

static gboolean
read_number (ZmDatabase  *database,
             const char  *sql,
             gint64      *number,
             GError     **error)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, error);

  if (statement == NULL || zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  *number = zm_statement_column_int64 (statement, 0);
  return TRUE;
}

/* Counting takes an eighth of the whole time, and whoever came to the end has counted. */
static gboolean
count_rows (const Trial  *trial,
            ZmDatabase   *database,
            const Fault  *fault,
            GError      **error)
{
  trial->report->size = (gint64) zm_frontier_get_size (trial->frontier);

  return fault->seq == 0 ||
         read_number (database, "SELECT count (*) FROM security_audit_log NOT INDEXED",
                      &trial->report->size, error);
}

/* --- Judgement --- */

/* A link that does not hold speaks against the row before it as much as against this one, unless
 * a checkpoint stands for the row before. */
static void
judge_fault (Trial *trial,
             Fault *fault)
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
  if (trial->damaged != NULL)
    decide (trial->report, ZM_AUDIT_UNREADABLE, "checkpoint.file", g_strdup (trial->damaged), NULL,
            "A checkpoint was changed or damaged");
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
       Fault        *fault,
       const GError *damage)
{
  if (zm_frontier_get_size (trial->frontier) > 0)
    trial->report->head = g_strdup (trial->previous);
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

static ZmDatabase *
open_database (const ZmAuditEvidence  *evidence,
               GError                **error)
{
  return zm_database_open_keyed (evidence->database, evidence->schema, ZM_DATABASE_READ_ONLY,
                                 evidence->database_key, error);
}

static gboolean
read_log (Trial   *trial,
          Fault   *fault,
          GError **error)
{
  g_autoptr(ZmDatabase) database = open_database (trial->evidence, error);
  g_autoptr(ZmTransaction) snapshot = NULL;

  snapshot = database != NULL ? zm_transaction_begin (database, error) : NULL;
  return snapshot != NULL &&
         read_number (database, "SELECT coalesce (max (seq), 0) FROM security_audit_log",
                      &trial->last_seq, error) &&
         walk_rows (trial, database, fault, error) &&
         count_rows (trial, database, fault, error);
}

static ZmPageCheck *
start_page_check (const ZmAuditEvidence  *evidence,
                  GError                **error)
{
  g_autoptr(ZmDatabase) pages = open_database (evidence, error);
  g_autoptr(ZmDatabase) indexes = pages != NULL ? open_database (evidence, error) : NULL;

  if (indexes == NULL)
    return NULL;

  return zm_page_check_start (g_steal_pointer (&pages), g_steal_pointer (&indexes));
}

static gboolean
judge_database (Trial   *trial,
                GError **error)
{
  ZmPageCheck *pages = start_page_check (trial->evidence, error);
  g_autoptr(GError) damage = NULL;
  g_auto(Fault) fault = { 0 };
  gboolean ok;

  if (pages == NULL)
    return FALSE;

  ok = read_log (trial, &fault, error);
  /* What is broken or given up needs no whole pages. */
  if (!ok || fault.seq != 0)
    zm_page_check_give_up (pages);
  zm_page_check_end (pages, &damage);
  if (ok)
    judge (trial, &fault, damage);

  return ok;
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
  trial.glance = zm_audit_glance_new ();
  trial.frontier = zm_frontier_new ();
  memcpy (trial.previous, ZM_AUDIT_FIRST_PREV, sizeof trial.previous);

  /* The checkpoints first: a desk at work may add one while the rows are read. */
  if (!collect_checkpoints (&trial, evidence, &error) || !judge_database (&trial, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return NULL;
      decide_unreadable (report, error);
    }

  return g_steal_pointer (&report);
}
