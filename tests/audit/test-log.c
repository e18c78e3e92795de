#include "app/audit/audit-log.h"

#include "app/audit/audit-query.h"
#include "app/base/error.h"
#include "app/store/transaction.h"
#include "tests/audit/vectors.h"
#include "tests/scratch.h"

static ZmDatabase *
open_memory (const ZmSchema *schema)
{
  g_autoptr(GError) error = NULL;
  ZmDatabase *database = zm_database_open (":memory:", schema, ZM_DATABASE_READ_WRITE, &error);

  g_assert_no_error (error);
  return database;
}

static ZmInstant
show_instant (gpointer data)
{
  return *(ZmInstant *) data;
}

static ZmAuditLog *
open_log (ZmDatabase *database,
          ZmInstant  *now)
{
  g_autoptr(GError) error = NULL;
  ZmAuditLog *log = zm_audit_log_open_clock (database, "desk-1", show_instant, now, &error);

  g_assert_no_error (error);
  return log;
}

static void
append (ZmAuditLog *log,
        const char *action,
        const char *device)
{
  g_autoptr(ZmAuditRecord) record = NULL;
  g_autoptr(GError) error = NULL;
  gboolean ok;

  record = zm_audit_record_new ("mkeller", "technician", action, ZM_AUDIT_SUCCESS);
  zm_audit_record_set_place (record, NULL, NULL, device);
  ok = zm_audit_log_append (log, record, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
}

static gint64
size_of (ZmAuditLog *log)
{
  g_autofree char *hash = NULL;
  g_autoptr(GError) error = NULL;
  gint64 size = -1;

  g_assert_true (zm_audit_log_get_head (log, &size, &hash, &error));
  return size;
}

/* --- Appending --- */

/* The log itself writes the rows of the vectors, on both schemas. */
static void
test_vectors (gconstpointer data)
{
  g_autoptr(json_t) vectors = load_vectors ();
  g_autoptr(ZmDatabase) database = open_memory (data);
  g_autoptr(ZmAuditRecord) first = get_record (vectors, 0);
  ZmInstant now = first->time;
  g_autoptr(ZmAuditLog) log = open_log (database, &now);
  g_autoptr(ZmTree) tree = zm_tree_new ();
  g_autofree char *hash = NULL;
  g_autoptr(GError) error = NULL;
  guint8 root[ZM_SHA256_LENGTH];
  guint8 expected[ZM_SHA256_LENGTH];
  gint64 size;

  for (gsize i = 1; i < count_rows (vectors); i++)
    {
      g_autoptr(ZmAuditRecord) record = get_record (vectors, i);

      now = record->time;
      g_assert_true (zm_audit_log_append (log, record, &error));
      g_assert_cmpstr (record->hash, ==, get_text (get_row (vectors, i), "hash"));
      g_assert_cmpint (record->seq, ==, (gint64) i + 1);
    }

  g_assert_true (zm_audit_log_get_head (log, &size, &hash, &error));
  g_assert_cmpint (size, ==, 5);
  g_assert_cmpstr (hash, ==, get_text (get_row (vectors, 4), "hash"));
  g_assert_true (zm_audit_log_load_tree (log, tree, &error));
  zm_tree_get_root (tree, 5, root);
  get_root (vectors, 5, expected);
  g_assert_cmpmem (root, sizeof root, expected, sizeof expected);
}

static void
test_opens_once (void)
{
  g_autoptr(ZmDatabase) database = open_memory (&zm_schema_station);
  g_autoptr(ZmAuditLog) one = zm_audit_log_open (database, "desk-1", NULL);
  g_autoptr(ZmAuditLog) two = zm_audit_log_open (database, "desk-1", NULL);
  g_autoptr(ZmAuditRecord) record = zm_audit_query_get (database, 1, NULL);

  g_assert_nonnull (one);
  g_assert_cmpint (size_of (two), ==, 1);
  g_assert_cmpstr (record->action, ==, "log.opened");
  g_assert_cmpstr (record->prev_hash, ==, ZM_AUDIT_FIRST_PREV);
  g_assert_cmpint (ABS (zm_instant_now () - record->time), <, ZM_INSTANT_MINUTE);
}

static void
test_rollback_leaves_no_row (void)
{
  g_autoptr(ZmDatabase) database = open_memory (&zm_schema_station);
  g_autoptr(ZmAuditLog) log = zm_audit_log_open (database, "desk-1", NULL);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, NULL);

  append (log, "session.opened", "DEV-001");
  g_assert_cmpint (size_of (log), ==, 2);
  g_clear_pointer (&transaction, zm_transaction_free);
  g_assert_cmpint (size_of (log), ==, 1);

  append (log, "session.opened", "DEV-002");
  g_assert_cmpint (size_of (log), ==, 2);
}

static void
test_refused_record_writes_nothing (void)
{
  g_autoptr(ZmDatabase) database = open_memory (&zm_schema_station);
  g_autoptr(ZmAuditLog) log = zm_audit_log_open (database, "desk-1", NULL);
  g_autoptr(ZmAuditRecord) record = NULL;
  g_autoptr(GError) error = NULL;

  record = zm_audit_record_new ("a", "b", "Not An Action", ZM_AUDIT_SUCCESS);
  g_assert_false (zm_audit_log_append (log, record, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "audit.record");
  g_assert_cmpint (size_of (log), ==, 1);
}

static void
test_clock_that_went_back (void)
{
  g_autoptr(ZmDatabase) database = open_memory (&zm_schema_station);
  ZmInstant now = 1000 * ZM_INSTANT_SECOND + 1;
  g_autoptr(ZmAuditLog) log = open_log (database, &now);
  g_autoptr(ZmAuditRecord) second = NULL;
  g_autoptr(ZmAuditRecord) third = NULL;

  now = 900 * ZM_INSTANT_SECOND;
  append (log, "session.opened", NULL);
  now = 901 * ZM_INSTANT_SECOND;
  append (log, "session.opened", NULL);

  second = zm_audit_query_get (database, 2, NULL);
  g_assert_cmpint (second->time, ==, 900 * ZM_INSTANT_SECOND);
  g_assert_cmpstr (get_text (second->detail, "clockWentBackFrom"), ==,
                   "1970-01-01T00:16:40.000001Z");
  third = zm_audit_query_get (database, 3, NULL);
  g_assert_cmpuint (json_object_size (third->detail), ==, 0);
}

static gpointer
append_many (gpointer data)
{
  for (int i = 0; i < 100; i++)
    append (data, "session.opened", "DEV-001");

  return NULL;
}

static gboolean
check_link (const ZmAuditRecord  *record,
            gpointer              data,
            GError              **error)
{
  char **previous = data;

  g_assert_cmpstr (record->prev_hash, ==, *previous);
  g_free (*previous);
  *previous = g_strdup (record->hash);

  return TRUE;
}

static void
assert_chain (ZmDatabase *database,
              gint64      size)
{
  g_autofree char *previous = g_strdup (ZM_AUDIT_FIRST_PREV);
  g_autoptr(ZmAuditRecord) last = zm_audit_query_get (database, size, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_audit_query_foreach (database, NULL, check_link, &previous, &error));
  g_assert_cmpstr (previous, ==, last->hash);
  g_assert_null (zm_audit_query_get (database, size + 1, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "audit.unknown");
}

/* Threads on one connection, and another connection as of another program. */
static void
test_threads (Scratch       *scratch,
              gconstpointer  data)
{
  g_autofree char *path = scratch_build (scratch, "station.db");
  g_autoptr(ZmDatabase) first = zm_database_open (path, &zm_schema_station,
                                                  ZM_DATABASE_READ_WRITE, NULL);
  g_autoptr(ZmDatabase) second = zm_database_open (path, &zm_schema_station,
                                                   ZM_DATABASE_READ_WRITE, NULL);
  g_autoptr(ZmAuditLog) one = zm_audit_log_open (first, "desk-1", NULL);
  g_autoptr(ZmAuditLog) two = zm_audit_log_open (second, "desk-1", NULL);
  GThread *threads[] = {
    g_thread_new ("one", append_many, one),
    g_thread_new ("one", append_many, one),
    g_thread_new ("two", append_many, two),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  assert_chain (first, 301);
}

static void
test_tree_grows_with_the_log (void)
{
  g_autoptr(ZmDatabase) database = open_memory (&zm_schema_station);
  g_autoptr(ZmAuditLog) log = zm_audit_log_open (database, "desk-1", NULL);
  g_autoptr(ZmTree) tree = zm_tree_new ();
  g_autoptr(ZmTree) fresh = zm_tree_new ();
  guint8 root[ZM_SHA256_LENGTH];
  guint8 expected[ZM_SHA256_LENGTH];

  for (int i = 0; i < 9; i++)
    {
      g_assert_true (zm_audit_log_load_tree (log, tree, NULL));
      append (log, "session.opened", NULL);
    }
  g_assert_true (zm_audit_log_load_tree (log, tree, NULL));
  g_assert_true (zm_audit_log_load_tree (log, fresh, NULL));
  g_assert_cmpuint (zm_tree_get_size (tree), ==, 10);
  zm_tree_get_root (tree, 10, root);
  zm_tree_get_root (fresh, 10, expected);
  g_assert_cmpmem (root, sizeof root, expected, sizeof expected);
}

/* --- Listing --- */

static ZmDatabase *
open_vectors (void)
{
  g_autoptr(json_t) vectors = load_vectors ();
  ZmDatabase *database = open_memory (&zm_schema_station);
  g_autoptr(ZmAuditRecord) first = get_record (vectors, 0);
  ZmInstant now = first->time;
  g_autoptr(ZmAuditLog) log = open_log (database, &now);

  for (gsize i = 1; i < count_rows (vectors); i++)
    {
      g_autoptr(ZmAuditRecord) record = get_record (vectors, i);

      now = record->time;
      g_assert_true (zm_audit_log_append (log, record, NULL));
    }

  return database;
}

static char *
list_seqs (ZmDatabase          *database,
           const ZmAuditFilter *filter,
           gint64               before,
           guint                limit)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = zm_audit_query_list (database, filter, before, limit, &error);
  GString *seqs = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (seqs, "%d", (int) ((ZmAuditRecord *) rows->pdata[i])->seq);

  return g_string_free (seqs, FALSE);
}

static void
test_filters (void)
{
  static const struct {
    ZmAuditFilter filter;
    const char *seqs;
  } cases[] = {
    { { 0 }, "54321" },
    { { .device = "DEV-001" }, "543" },
    { { .device = "dev-001" }, "" },
    { { .session = "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b" }, "543" },
    { { .action = "pairing." }, "3" },
    { { .action = "certificate.issued" }, "4" },
    { { .action = "certificate.issued." }, "" },
    { { .outcomes = 1 << ZM_AUDIT_FAILURE }, "3" },
    { { .outcomes = (1 << ZM_AUDIT_UNKNOWN) | (1 << ZM_AUDIT_FAILURE) }, "53" },
    { { .text = "KELLER" }, "5432" },
    { { .text = "Zürich" }, "4" },
    { { .text = "4f0a" }, "4" },
    { { .text = "%" }, "" },
    { { .text = "_" }, "" },
    { { .device = "DEV-001", .outcomes = 1 << ZM_AUDIT_SUCCESS, .text = "keller" }, "4" },
  };
  g_autoptr(ZmDatabase) database = open_vectors ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *seqs = list_seqs (database, &cases[i].filter, 0, 100);

      g_assert_cmpstr (seqs, ==, cases[i].seqs);
    }
}

static void
test_times (void)
{
  g_autoptr(ZmDatabase) database = open_vectors ();
  g_autoptr(ZmAuditRecord) second = zm_audit_query_get (database, 2, NULL);
  g_autoptr(ZmAuditRecord) fourth = zm_audit_query_get (database, 4, NULL);
  const ZmAuditFilter filter = { .from = second->time, .to = fourth->time };
  g_autofree char *seqs = list_seqs (database, &filter, 0, 100);

  g_assert_cmpstr (seqs, ==, "32");
}

static void
test_pages (void)
{
  g_autoptr(ZmDatabase) database = open_vectors ();
  g_autofree char *first = list_seqs (database, NULL, 0, 2);
  g_autofree char *second = list_seqs (database, NULL, 4, 2);
  g_autofree char *third = list_seqs (database, NULL, 2, 2);

  g_assert_cmpstr (first, ==, "54");
  g_assert_cmpstr (second, ==, "32");
  g_assert_cmpstr (third, ==, "1");
}

static gboolean
stop_at_three (const ZmAuditRecord  *record,
               gpointer              data,
               GError              **error)
{
  int *visited = data;

  (*visited)++;
  if (record->seq == 3)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "test.stop", NULL, NULL, "Stop");
      return FALSE;
    }

  return TRUE;
}

static void
test_foreach_stops (void)
{
  g_autoptr(ZmDatabase) database = open_vectors ();
  g_autoptr(GError) error = NULL;
  int visited = 0;

  g_assert_false (zm_audit_query_foreach (database, NULL, stop_at_three, &visited, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "test.stop");
  g_assert_cmpint (visited, ==, 3);
}

static void
count_progress (guint64  done,
                guint64  total,
                gpointer data)
{
  g_assert_cmpuint (total, ==, 21);
  g_assert_cmpuint (done, ==, 21);
  (*(int *) data)++;
}

/* Every row that a list has is found, in its order, along whichever index. */
static void
test_find (void)
{
  g_autoptr(ZmDatabase) database = open_memory (&zm_schema_station);
  ZmInstant now = zm_instant_now ();
  g_autoptr(ZmAuditLog) log = open_log (database, &now);
  const struct {
    ZmAuditFilter filter;
    guint count;
  } cases[] = {
    { { 0 }, 21 },
    { { .action = "code." }, 10 },
    { { .device = "DEV-2" }, 7 },
    { { .device = "DEV-9" }, 0 },
    { { .device = "DEV-2", .action = "session.", .outcomes = 1 << ZM_AUDIT_SUCCESS }, 3 },
    { { .actor = "system" }, 1 },
    { { .port = "1-1" }, 0 },
    { { .outcomes = 1 << ZM_AUDIT_FAILURE }, 0 },
    { { .outcomes = 1 << ZM_AUDIT_SUCCESS, .from = 1 }, 21 },
  };

  for (int i = 0; i < 20; i++)
    append (log, i % 2 == 0 ? "code.used" : "session.paired", i % 3 == 0 ? "DEV-2" : "DEV-3");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      int told = 0;
      g_autoptr(GArray) seqs = zm_audit_query_find (database, &cases[i].filter, count_progress,
                                                    &told, NULL, &error);
      g_autoptr(GPtrArray) all = zm_audit_query_list (database, &cases[i].filter, 0, 100, NULL);

      g_assert_no_error (error);
      g_assert_cmpint (told, ==, 1);
      g_assert_cmpuint (seqs->len, ==, cases[i].count);
      g_assert_cmpuint (all->len, ==, cases[i].count);
      for (guint row = 0; row < seqs->len; row++)
        g_assert_cmpint (g_array_index (seqs, gint64, row), ==,
                         ((ZmAuditRecord *) all->pdata[row])->seq);
    }
}

static void
test_find_can_be_stopped (void)
{
  g_autoptr(ZmDatabase) database = open_vectors ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (zm_audit_query_find (database, NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_values (void)
{
  g_autoptr(ZmDatabase) database = open_vectors ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) actors = zm_audit_query_values (database, "actor", 10, &error);
  g_autoptr(GPtrArray) one = zm_audit_query_values (database, "actor", 1, NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (actors->len, ==, 2);
  g_assert_cmpstr (actors->pdata[1], ==, "system");
  g_assert_cmpuint (one->len, ==, 1);
}

/* A copy has strings of its own, and only one that says nothing is empty. */
static void
test_filter_copies (void)
{
  char device[] = "DEV-1";
  const ZmAuditFilter filter = { .device = device, .outcomes = 1 << ZM_AUDIT_FAILURE };
  g_autoptr(ZmAuditFilter) copy = zm_audit_filter_copy (&filter);
  g_autoptr(ZmAuditFilter) nothing = zm_audit_filter_copy (NULL);

  device[0] = 'X';
  g_assert_cmpstr (copy->device, ==, "DEV-1");
  g_assert_cmpuint (copy->outcomes, ==, filter.outcomes);
  g_assert_false (zm_audit_filter_is_empty (copy));
  g_assert_true (zm_audit_filter_is_empty (nothing));
  g_assert_true (zm_audit_filter_is_empty (NULL));
}

static void
test_changed_row_is_named (void)
{
  g_autoptr(ZmDatabase) database = open_vectors ();
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_database_run_script (database,
                                         "DROP TRIGGER security_audit_log_update;"
                                         "UPDATE security_audit_log SET time = 'noon'"
                                         "  WHERE seq = 2", NULL));
  g_assert_null (zm_audit_query_list (database, NULL, 0, 100, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "audit.row");
  g_assert_true (zm_error_matches (error, ZM_ERROR_CORRUPT));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/audit-log/station/vectors", &zm_schema_station, test_vectors);
  g_test_add_data_func ("/audit-log/device/vectors", &zm_schema_device, test_vectors);
  g_test_add_func ("/audit-log/opens-once", test_opens_once);
  g_test_add_func ("/audit-log/rollback-leaves-no-row", test_rollback_leaves_no_row);
  g_test_add_func ("/audit-log/refused-record", test_refused_record_writes_nothing);
  g_test_add_func ("/audit-log/clock-that-went-back", test_clock_that_went_back);
  g_test_add ("/audit-log/threads", Scratch, NULL, scratch_set_up, test_threads,
              scratch_tear_down);
  g_test_add_func ("/audit-log/tree", test_tree_grows_with_the_log);
  g_test_add_func ("/audit-query/filters", test_filters);
  g_test_add_func ("/audit-query/times", test_times);
  g_test_add_func ("/audit-query/pages", test_pages);
  g_test_add_func ("/audit-query/find", test_find);
  g_test_add_func ("/audit-query/find-can-be-stopped", test_find_can_be_stopped);
  g_test_add_func ("/audit-query/values", test_values);
  g_test_add_func ("/audit-query/filter-copies", test_filter_copies);
  g_test_add_func ("/audit-query/foreach-stops", test_foreach_stops);
  g_test_add_func ("/audit-query/changed-row", test_changed_row_is_named);

  return g_test_run ();
}
