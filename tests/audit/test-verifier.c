#include "app/audit/audit-verifier.h"

#include "app/store/transaction.h"
#include "tests/audit/desk.h"

#include <string.h>

/* --- Intact --- */

static void
test_intact (Desk          *desk,
             gconstpointer  data)
{
  g_autoptr(ZmAuditReport) report = verify (desk, TRUE, NULL);

  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_INTACT);
  g_assert_null (report->check);
  g_assert_cmpint (report->size, ==, DESK_ROWS);
  g_assert_cmpuint (report->last_good_checkpoint, ==, DESK_ROWS);
  g_assert_cmpuint (report->newest_checkpoint, ==, DESK_ROWS);
  g_assert_cmpint (report->first_bad_seq, ==, 0);
}

static void
test_intact_while_in_use (Desk          *desk,
                          gconstpointer  data)
{
  g_autoptr(ZmDatabase) database = open_database (desk);
  g_autoptr(ZmAuditLog) log = zm_audit_log_open (database, "desk-1", NULL);
  g_autoptr(ZmTransaction) transaction = NULL;
  g_autoptr(ZmAuditReport) report = NULL;
  g_autofree char *hash = NULL;
  gint64 size;

  append_rows (log, 2);
  g_assert_true (zm_audit_log_get_head (log, &size, &hash, NULL));
  transaction = zm_transaction_begin (database, NULL);
  append_rows (log, 1);
  report = verify (desk, TRUE, NULL);
  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_INTACT);
  g_assert_cmpint (report->size, ==, DESK_ROWS + 2);
  g_assert_cmpstr (report->head, ==, hash);
  g_assert_cmpuint (report->last_good_checkpoint, ==, DESK_ROWS);
}

/* --- Broken --- */

static void
test_changed_rows (Desk          *desk,
                   gconstpointer  data)
{
  static const struct {
    const char *change; /* of row 6 */
    const char *check;
  } cases[] = {
    { "SET actor = 'nobody'", "audit.hash" },
    { "SET device = 'DEV-009'", "audit.hash" },
    { "SET outcome = 'failure'", "audit.hash" },
    { "SET time = '2020-01-01T00:00:00.000000Z'", "audit.hash" },
    { "SET detail = '{\"a\":1}'", "audit.hash" },
    { "SET hash = prev_hash", "audit.hash" },
    { "SET detail = '{ }'", "audit.row" },
    { "SET detail = 'x'", "audit.row" },
    { "SET actor = actor || char (0) || 'x'", "audit.row" },
    { "SET actor = CAST (actor AS BLOB)", "audit.row" },
    { "SET actor = CAST (x'ff' AS TEXT)", "audit.row" },
    { "SET actor = ''", "audit.row" },
    { "SET time = ''", "audit.row" },
    { "SET outcome = ''", "audit.row" },
    { "SET detail = ''", "audit.row" },
    { "SET hash = ''", "audit.row" },
    { "SET time = '2020-01-01T00:00:00Z'", "audit.row" },
    { "SET outcome = 'fine'", "audit.row" },
    { "SET seq = 99", "audit.sequence" },
  };
  g_autofree char *whole = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (desk->path, &whole, &length, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE security_audit_log %s WHERE seq = 6",
                                              cases[i].change);

      tamper (desk, sql);
      assert_broken (desk, cases[i].check, 6, 6, 4);
      g_assert_true (g_file_set_contents (desk->path, whole, (gssize) length, NULL));
    }
  assert_verdict (desk, ZM_AUDIT_INTACT, NULL);
}

static void
test_missing_rows (Desk          *desk,
                   gconstpointer  data)
{
  tamper (desk, "DELETE FROM security_audit_log WHERE seq = 6");
  assert_broken (desk, "audit.sequence", 6, 6, 4);
  tamper (desk, "DELETE FROM security_audit_log WHERE seq = 1");
  assert_broken (desk, "audit.sequence", 1, 1, 0);
}

static void
test_last_row (Desk          *desk,
               gconstpointer  data)
{
  tamper (desk, "UPDATE security_audit_log SET actor = 'nobody' WHERE seq = 10");
  assert_broken (desk, "audit.hash", 10, 10, 4);
}

static void
test_row_before_the_first (Desk          *desk,
                           gconstpointer  data)
{
  tamper (desk, "INSERT INTO security_audit_log SELECT 0, time, actor, role, desk, port, session,"
                " device, action, outcome, detail, prev_hash, hash"
                " FROM security_audit_log WHERE seq = 1");
  assert_broken (desk, "audit.sequence", 1, 1, 0);
}

/* One row with its own hash made right: the next one does not continue it. */
static void
test_resealed_row (Desk          *desk,
                   gconstpointer  data)
{
  tamper (desk, "UPDATE security_audit_log SET actor = 'nobody' WHERE seq = 6");
  recompute (desk, 6, 6);
  assert_broken (desk, "audit.chain", 6, 7, 4);
}

/* A checkpoint stands for row 4, so that row 5 is the one that lies. */
static void
test_link_after_a_checkpoint (Desk          *desk,
                              gconstpointer  data)
{
  g_autoptr(ZmDatabase) database = open_database (desk);
  g_autofree char *guards = take_guards (database);

  reseal (database, 5, ZM_AUDIT_FIRST_PREV);
  assert_broken (desk, "audit.chain", 5, 5, 4);
}

/* An empty text is no NULL, and no crash. */
static void
test_empty_text (Desk          *desk,
                 gconstpointer  data)
{
  static const char *const columns[] = { "time", "actor", "desk", "port", "device", "action",
                                         "outcome", "detail", "prev_hash", "hash" };

  /* From the end, since the first fault is the one that is told. */
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      int seq = DESK_ROWS - (int) i;
      g_autofree char *sql = g_strdup_printf ("UPDATE security_audit_log SET %s = '' "
                                              "WHERE seq = %d", columns[i], seq);
      g_autoptr(ZmAuditReport) report = NULL;

      tamper (desk, sql);
      report = verify (desk, FALSE, NULL);
      g_assert_cmpint (report->verdict, ==, ZM_AUDIT_BROKEN);
      g_assert_cmpint (report->first_bad_seq, ==, seq);
      g_assert_cmpstr (report->check, ==, "audit.row");
    }
}

/* No secret is in the chain: whoever can write can compute it anew. */
static void
test_recomputed_chain (Desk          *desk,
                       gconstpointer  data)
{
  g_autoptr(ZmAuditReport) alone = NULL;

  tamper (desk, "UPDATE security_audit_log SET actor = 'nobody' WHERE seq = 6");
  recompute (desk, 6, DESK_ROWS);
  alone = verify (desk, FALSE, NULL);
  g_assert_cmpint (alone->verdict, ==, ZM_AUDIT_UNWITNESSED);
  g_assert_cmpstr (alone->check, ==, "audit.witness");
  assert_broken (desk, "audit.checkpoint", 5, 10, 4);
}

static void
test_recomputed_from_the_start (Desk          *desk,
                                gconstpointer  data)
{
  tamper (desk, "UPDATE security_audit_log SET actor = 'nobody' WHERE seq = 1");
  recompute (desk, 1, DESK_ROWS);
  assert_broken (desk, "audit.checkpoint", 1, 4, 0);
}

/* The tail is cut, and what comes after it fills the gap. */
static void
test_regrown_tail (Desk          *desk,
                   gconstpointer  data)
{
  g_autoptr(ZmDatabase) database = NULL;
  g_autoptr(ZmAuditLog) log = NULL;

  tamper (desk, "DELETE FROM security_audit_log WHERE seq > 8");
  database = open_database (desk);
  log = zm_audit_log_open (database, "desk-1", NULL);
  append_rows (log, 5);
  assert_broken (desk, "audit.checkpoint", 5, 10, 4);
}

/* --- Cut --- */

static void
test_cut_tail (Desk          *desk,
               gconstpointer  data)
{
  g_autoptr(ZmAuditReport) report = NULL;

  tamper (desk, "DELETE FROM security_audit_log WHERE seq > 8");
  report = verify (desk, TRUE, NULL);
  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_CUT);
  g_assert_cmpstr (report->check, ==, "audit.tail");
  g_assert_cmpstr (report->seen, ==, "8");
  g_assert_cmpstr (report->expected, ==, "10");
  g_assert_cmpint (report->first_bad_seq, ==, 9);
  g_assert_cmpuint (report->last_good_checkpoint, ==, 4);
}

static void
test_emptied (Desk          *desk,
              gconstpointer  data)
{
  g_autoptr(ZmAuditReport) report = NULL;

  tamper (desk, "DELETE FROM security_audit_log");
  assert_verdict (desk, ZM_AUDIT_CUT, "audit.tail");
  report = verify (desk, FALSE, NULL);
  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_CUT);
  g_assert_null (report->head);
}

static void
test_older_copy (Desk          *desk,
                 gconstpointer  data)
{
  g_autoptr(ZmDatabase) database = NULL;
  g_autoptr(ZmAuditLog) log = NULL;
  g_autofree char *copy = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (desk->path, &copy, &length, NULL));
  database = open_database (desk);
  log = zm_audit_log_open (database, "desk-1", NULL);
  append_rows (log, 3);
  add_checkpoint (desk, log);
  g_clear_pointer (&log, zm_audit_log_free);
  g_clear_pointer (&database, zm_database_unref);

  assert_verdict (desk, ZM_AUDIT_INTACT, NULL);
  g_assert_true (g_file_set_contents (desk->path, copy, (gssize) length, NULL));
  assert_verdict (desk, ZM_AUDIT_CUT, "audit.tail");
}

/* The newest checkpoint was taken away with the rows, but the signer remembers it. */
static void
test_witness (Desk          *desk,
              gconstpointer  data)
{
  g_autofree char *newest = g_build_filename (desk->checkpoints, "00000000000000000010.note",
                                              NULL);
  g_autofree char *note = NULL;
  g_autoptr(GPtrArray) witnesses = NULL;
  g_autoptr(ZmAuditReport) report = NULL;

  witnesses = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_checkpoint_free);
  g_assert_true (g_file_get_contents (newest, &note, NULL, NULL));
  g_ptr_array_add (witnesses, zm_checkpoint_open (note, strlen (note), desk->note_key, NULL));
  g_assert_cmpint (g_unlink (newest), ==, 0);
  tamper (desk, "DELETE FROM security_audit_log WHERE seq > 8");

  assert_verdict (desk, ZM_AUDIT_INTACT, NULL);
  report = verify (desk, TRUE, witnesses);
  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_CUT);
  g_assert_cmpuint (report->newest_checkpoint, ==, 10);
}

/* --- Unreadable --- */

static void
test_garbage (Desk          *desk,
              gconstpointer  data)
{
  g_autofree char *garbage = g_strnfill (40000, 'x');

  g_assert_true (g_file_set_contents (desk->path, garbage, -1, NULL));
  assert_verdict (desk, ZM_AUDIT_UNREADABLE, "database.corrupt");
  g_assert_true (g_file_set_contents (desk->path, "", 0, NULL));
  assert_verdict (desk, ZM_AUDIT_UNREADABLE, "database.foreign");
  g_assert_cmpint (g_unlink (desk->path), ==, 0);
  assert_verdict (desk, ZM_AUDIT_UNREADABLE, "database.open");
}

static void
test_truncated_file (Desk          *desk,
                     gconstpointer  data)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (desk->path, &content, &length, NULL));
  g_assert_true (g_file_set_contents (desk->path, content, (gssize) (length / 2), NULL));
  assert_verdict (desk, ZM_AUDIT_UNREADABLE, "database.corrupt");
}

static void
test_no_table (Desk          *desk,
               gconstpointer  data)
{
  g_autofree char *whole = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (desk->path, &whole, &length, NULL));
  tamper (desk, "DROP TABLE security_audit_log");
  assert_verdict (desk, ZM_AUDIT_UNREADABLE, "database.fault");
  g_assert_true (g_file_set_contents (desk->path, whole, (gssize) length, NULL));
  tamper (desk, "DROP TABLE security_audit_log;"
                "CREATE VIEW security_audit_log AS SELECT 1 AS seq");
  assert_verdict (desk, ZM_AUDIT_UNREADABLE, "database.fault");
}

/* The table is as it was, but people's lists come by way of the indexes: one that was made otherwise,
 * and whose definition was then changed in the file to what it was. */
static void
test_index_that_tells_another_story (Desk          *desk,
                                     gconstpointer  data)
{
  static const struct {
    const char *made;
    const char *told; /* as long */
  } cases[] = {
    { "(action) WHERE seq != 6", "(action)               " }, /* hides a row */
    { "(actor )", "(action)" },                               /* has other words */
    { "(action DESC)", "(action     )" },                     /* is in another order */
  };
  g_autofree char *whole = NULL;
  gsize whole_length;

  g_assert_true (g_file_get_contents (desk->path, &whole, &whole_length, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sql = g_strconcat ("DROP INDEX security_audit_log_action;"
                                          "CREATE INDEX security_audit_log_action"
                                          "  ON security_audit_log ", cases[i].made, NULL);
      g_autofree char *content = NULL;
      char *found;
      gsize length;

      tamper (desk, sql);
      assert_verdict (desk, ZM_AUDIT_INTACT, NULL);

      g_assert_true (g_file_get_contents (desk->path, &content, &length, NULL));
      found = memmem (content, length, cases[i].made, strlen (cases[i].made));
      g_assert_nonnull (found);
      memcpy (found, cases[i].told, strlen (cases[i].told));
      g_assert_true (g_file_set_contents (desk->path, content, (gssize) length, NULL));
      assert_verdict (desk, ZM_AUDIT_UNREADABLE, "database.corrupt");
      g_assert_true (g_file_set_contents (desk->path, whole, (gssize) whole_length, NULL));
    }
}

static void
test_damaged_checkpoint (Desk          *desk,
                         gconstpointer  data)
{
  g_autofree char *newest = g_build_filename (desk->checkpoints, "00000000000000000010.note",
                                              NULL);

  g_assert_true (g_file_set_contents (newest, "x", 1, NULL));
  assert_verdict (desk, ZM_AUDIT_UNREADABLE, "checkpoint.file");
  tamper (desk, "UPDATE security_audit_log SET actor = 'nobody' WHERE seq = 6");
  assert_verdict (desk, ZM_AUDIT_BROKEN, "audit.hash");
}

static void
test_no_checkpoint_directory (Desk          *desk,
                              gconstpointer  data)
{
  scratch_remove (desk->checkpoints);
  assert_verdict (desk, ZM_AUDIT_UNREADABLE, "checkpoint.directory");
}

static void
test_names (void)
{
  g_assert_cmpstr (zm_audit_verifier_verdict_name (ZM_AUDIT_INTACT), ==, "intact");
  g_assert_cmpstr (zm_audit_verifier_verdict_name (ZM_AUDIT_UNREADABLE), ==, "unreadable");
  g_assert_cmpstr (zm_audit_verifier_verdict_name (ZM_AUDIT_UNWITNESSED), ==, "unwitnessed");
}

/* Rows that no glance can trust are judged by the long way, and found as good. */
static void
test_intact_though_odd (Desk          *desk,
                        gconstpointer  data)
{
  static const char *const details[] = { "{\"label\":\"Säle\"}", "{\"text\":\"a\\nb\"}",
                                         "{\"n\":4503599627370496}" };
  g_autoptr(ZmDatabase) database = open_database (desk);
  g_autoptr(ZmAuditLog) log = zm_audit_log_open (database, "Empfang Süd", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    {
      g_autoptr(ZmAuditRecord) record = zm_audit_record_new ("Müller", "technician", "code.used",
                                                             ZM_AUDIT_UNKNOWN);

      record->detail = json_loads (details[i], 0, NULL);
      g_assert_nonnull (record->detail);
      g_assert_true (zm_audit_log_append (log, record, NULL));
    }
  {
    g_autoptr(ZmAuditReport) report = verify (desk, TRUE, NULL);

    g_assert_cmpint (report->verdict, ==, ZM_AUDIT_INTACT);
    g_assert_cmpint (report->size, ==, DESK_ROWS + 3);
  }
}

static void
test_cancelled (Desk          *desk,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  const ZmAuditEvidence evidence = {
    .database = desk->path, .schema = &zm_schema_station, .cancellable = cancellable,
  };
  g_autoptr(ZmDatabase) database = open_database (desk);
  g_autoptr(ZmAuditLog) log = zm_audit_log_open (database, "desk-1", NULL);

  append_rows (log, 4096);
  g_cancellable_cancel (cancellable);
  g_assert_null (zm_audit_verifier_run (&evidence));
}

#define ADD(path, test) g_test_add (path, Desk, NULL, desk_set_up, test, desk_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/verifier/intact", test_intact);
  ADD ("/verifier/intact/odd", test_intact_though_odd);
  ADD ("/verifier/cancelled", test_cancelled);
  ADD ("/verifier/intact/in-use", test_intact_while_in_use);
  ADD ("/verifier/broken/changed-rows", test_changed_rows);
  ADD ("/verifier/broken/missing-rows", test_missing_rows);
  ADD ("/verifier/broken/last-row", test_last_row);
  ADD ("/verifier/broken/row-before-the-first", test_row_before_the_first);
  ADD ("/verifier/broken/resealed-row", test_resealed_row);
  ADD ("/verifier/broken/link-after-a-checkpoint", test_link_after_a_checkpoint);
  ADD ("/verifier/broken/empty-text", test_empty_text);
  ADD ("/verifier/broken/recomputed-chain", test_recomputed_chain);
  ADD ("/verifier/broken/recomputed-from-the-start", test_recomputed_from_the_start);
  ADD ("/verifier/broken/regrown-tail", test_regrown_tail);
  ADD ("/verifier/cut/tail", test_cut_tail);
  ADD ("/verifier/cut/emptied", test_emptied);
  ADD ("/verifier/cut/older-copy", test_older_copy);
  ADD ("/verifier/cut/witness", test_witness);
  ADD ("/verifier/unreadable/garbage", test_garbage);
  ADD ("/verifier/unreadable/truncated-file", test_truncated_file);
  ADD ("/verifier/unreadable/no-table", test_no_table);
  ADD ("/verifier/unreadable/index", test_index_that_tells_another_story);
  ADD ("/verifier/unreadable/damaged-checkpoint", test_damaged_checkpoint);
  ADD ("/verifier/unreadable/no-checkpoint-directory", test_no_checkpoint_directory);
  g_test_add_func ("/verifier/names", test_names);

  return g_test_run ();
}
