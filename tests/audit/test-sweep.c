#include "app/audit/audit-stretch.h"

#include "app/store/transaction.h"
#include "tests/audit/desk.h"

/* Logs of several stretches, which threads look at side by side: whatever is wrong at their edges is
 * told as it is within them. */

#define STRETCH ZM_AUDIT_STRETCH_ROWS
#define ROWS    (2 * STRETCH + 100)

static void
long_set_up (Desk          *desk,
             gconstpointer  data)
{
  g_autoptr(ZmDatabase) database = NULL;
  g_autoptr(ZmAuditLog) log = NULL;
  g_autoptr(ZmTransaction) transaction = NULL;

  desk_set_up (desk, data);
  database = open_database (desk);
  log = zm_audit_log_open (database, "desk-1", NULL);
  transaction = zm_transaction_begin (database, NULL);
  append_rows (log, ROWS - DESK_ROWS);
  g_assert_true (zm_transaction_commit (transaction, NULL));
}

static void
add_last_checkpoint (Desk *desk)
{
  g_autoptr(ZmDatabase) database = open_database (desk);
  g_autoptr(ZmAuditLog) log = zm_audit_log_open (database, "desk-1", NULL);

  add_checkpoint (desk, log);
}

static void
test_intact (Desk          *desk,
             gconstpointer  data)
{
  g_autoptr(ZmDatabase) database = open_database (desk);
  g_autoptr(ZmAuditRecord) last = zm_audit_query_get (database, ROWS, NULL);
  g_autoptr(ZmAuditReport) report = NULL;

  add_last_checkpoint (desk);
  report = verify (desk, TRUE, NULL);
  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_INTACT);
  g_assert_cmpint (report->size, ==, ROWS);
  g_assert_cmpstr (report->head, ==, last->hash);
  g_assert_cmpuint (report->last_good_checkpoint, ==, ROWS);
}

/* At the edges of stretches, and within them. */
static const int seqs[] = { 1, STRETCH, STRETCH + 1, STRETCH + 2, 2 * STRETCH, ROWS - 1 };

static guint64
get_last_good (int seq)
{
  return seq > DESK_ROWS ? DESK_ROWS : 0;
}

/* From the end, since the first fault is the one that is told. */
static void
test_changed_rows (Desk          *desk,
                   gconstpointer  data)
{
  static const struct {
    const char *change;
    const char *check;
  } cases[] = {
    { "UPDATE security_audit_log SET actor = 'nobody'", "audit.hash" },
    { "UPDATE security_audit_log SET detail = '{ }'", "audit.row" },
    { "DELETE FROM security_audit_log", "audit.sequence" },
  };

  for (gsize i = G_N_ELEMENTS (seqs); i-- > 0;)
    {
      int seq = seqs[i];
      gsize k = i % G_N_ELEMENTS (cases);
      g_autofree char *sql = g_strdup_printf ("%s WHERE seq = %d", cases[k].change, seq);

      tamper (desk, sql);
      assert_broken (desk, cases[k].check, seq, seq, get_last_good (seq));
    }
}

static void
test_resealed_rows (Desk          *desk,
                    gconstpointer  data)
{
  for (gsize i = G_N_ELEMENTS (seqs); i-- > 0;)
    {
      int seq = seqs[i];
      g_autofree char *sql = g_strdup_printf ("UPDATE security_audit_log SET actor = 'nobody' "
                                              "WHERE seq = %d", seq);

      tamper (desk, sql);
      recompute (desk, seq, seq);
      assert_broken (desk, "audit.chain", seq, seq + 1, get_last_good (seq));
    }
}

static void
test_recomputed_chain (Desk          *desk,
                       gconstpointer  data)
{
  add_last_checkpoint (desk);
  tamper (desk, "UPDATE security_audit_log SET actor = 'nobody' WHERE seq = 20000");
  recompute (desk, 20000, ROWS);
  assert_broken (desk, "audit.checkpoint", DESK_ROWS + 1, ROWS, DESK_ROWS);
}

/* The first row that is wrong is told, whichever thread comes to its own first. */
static void
test_several (Desk          *desk,
              gconstpointer  data)
{
  tamper (desk, "UPDATE security_audit_log SET actor = 'nobody' WHERE seq % 9000 = 8999");
  assert_broken (desk, "audit.hash", 8999, 8999, DESK_ROWS);
}

static void
test_rows_before_the_first (Desk          *desk,
                            gconstpointer  data)
{
  tamper (desk, "UPDATE security_audit_log SET seq = -99999 WHERE seq = 32800");
  assert_broken (desk, "audit.sequence", 1, 1, 0);
  tamper (desk, "UPDATE security_audit_log SET seq = -seq WHERE seq > 0");
  assert_broken (desk, "audit.sequence", 1, 1, 0);
}

static void
test_row_far_away (Desk          *desk,
                   gconstpointer  data)
{
  tamper (desk, "UPDATE security_audit_log SET seq = 9223372036854775807 WHERE seq = 20000");
  assert_broken (desk, "audit.sequence", 20000, 20000, DESK_ROWS);
}

typedef struct {
  guint64 last;
  guint64 end; /* cancelled there */
  GCancellable *cancellable;
} Follower;

static void
follow_cb (guint64  done,
           guint64  total,
           gpointer data)
{
  Follower *follower = data;

  g_assert_cmpuint (done, >, follower->last);
  g_assert_cmpuint (total, ==, ROWS);
  follower->last = done;
  if (done >= follower->end)
    g_cancellable_cancel (follower->cancellable);
}

static void
test_progress (Desk          *desk,
               gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Follower follower = { 0, G_MAXUINT64, cancellable };
  const ZmAuditEvidence evidence = {
    .database = desk->path, .schema = &zm_schema_station,
    .progress = follow_cb, .progress_data = &follower, .cancellable = cancellable,
  };
  g_autoptr(ZmAuditReport) report = zm_audit_verifier_run (&evidence);

  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_INTACT);
  g_assert_cmpuint (follower.last, ==, 2 * STRETCH);

  follower = (Follower) { 0, STRETCH + 4096, cancellable };
  g_assert_null (zm_audit_verifier_run (&evidence));
  g_assert_cmpuint (follower.last, ==, follower.end);
}

#define ADD(path, test) g_test_add (path, Desk, NULL, long_set_up, test, desk_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/sweep/intact", test_intact);
  ADD ("/sweep/changed-rows", test_changed_rows);
  ADD ("/sweep/resealed-rows", test_resealed_rows);
  ADD ("/sweep/recomputed-chain", test_recomputed_chain);
  ADD ("/sweep/several", test_several);
  ADD ("/sweep/rows-before-the-first", test_rows_before_the_first);
  ADD ("/sweep/row-far-away", test_row_far_away);
  ADD ("/sweep/progress", test_progress);

  return g_test_run ();
}
