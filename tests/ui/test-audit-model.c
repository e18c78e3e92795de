#include "app/audit/audit-log.h"
#include "tests/scratch.h"
#include "ui/audit-model.h"

#define ROWS 1000

/* A log of a thousand rows, of which each tenth is a failure and each fourth concerns DEV-2. */
typedef struct {
  ZmDatabase *database;
} Fixture;

static void
append_rows (ZmAuditLog *log)
{
  for (int i = 0; i < ROWS - 1; i++)
    {
      g_autoptr(ZmAuditRecord) record =
        zm_audit_record_new ("ana", "technician", "session.paired",
                             i % 10 == 0 ? ZM_AUDIT_FAILURE : ZM_AUDIT_SUCCESS);
      g_autoptr(GError) error = NULL;

      zm_audit_record_set_place (record, NULL, NULL, i % 4 == 0 ? "DEV-2" : "DEV-3");
      g_assert_true (zm_audit_log_append (log, record, &error));
      g_assert_no_error (error);
    }
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmAuditLog) log = NULL;

  fixture->database = zm_database_open (":memory:", &zm_schema_station, ZM_DATABASE_READ_WRITE,
                                        &error);
  g_assert_no_error (error);
  log = zm_audit_log_open (fixture->database, "desk-1", &error);
  g_assert_no_error (error);
  append_rows (log);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->database, zm_database_unref);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static ZmAuditModel *
load (Fixture              *fixture,
      const ZmAuditFilter  *filter,
      GCancellable         *cancellable,
      GError              **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  zm_audit_model_load_async (fixture->database, filter, NULL, cancellable, loaded_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return zm_audit_model_load_finish (result, error);
}

static ZmAuditModel *
load_well (Fixture             *fixture,
           const ZmAuditFilter *filter)
{
  g_autoptr(GError) error = NULL;
  ZmAuditModel *model = load (fixture, filter, NULL, &error);

  g_assert_no_error (error);
  return model;
}

static gint64
seq_at (ZmAuditModel *model,
        guint         position)
{
  g_autoptr(ZmAuditItem) item = g_list_model_get_item (G_LIST_MODEL (model), position);

  g_assert_nonnull (item);
  return zm_audit_item_get_seq (item);
}

/* In whatever order a list asks. */
static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(ZmAuditModel) model = load_well (fixture, NULL);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, ROWS);
  g_assert_cmpint (seq_at (model, 0), ==, ROWS);
  g_assert_cmpint (seq_at (model, ROWS - 1), ==, 1);
  g_assert_cmpint (seq_at (model, 256), ==, ROWS - 256);
  g_assert_cmpint (seq_at (model, 255), ==, ROWS - 255);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), ROWS));
}

/* Gated by counting, since a time says nothing on a busy machine. */
static void
test_pages_are_read_once (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(ZmAuditModel) model = load_well (fixture, NULL);

  g_assert_cmpuint (zm_audit_model_get_reads (model), ==, 1);
  for (guint i = 0; i < ZM_AUDIT_MODEL_PAGE_ROWS; i++)
    seq_at (model, i);
  g_assert_cmpuint (zm_audit_model_get_reads (model), ==, 1);
  seq_at (model, ROWS - 1);
  g_assert_cmpuint (zm_audit_model_get_reads (model), ==, 2);
  seq_at (model, 0);
  g_assert_cmpuint (zm_audit_model_get_reads (model), ==, 2);
}

static void
test_same_item_while_it_is_kept (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr(ZmAuditModel) model = load_well (fixture, NULL);
  g_autoptr(ZmAuditItem) item = g_list_model_get_item (G_LIST_MODEL (model), 3);
  g_autoptr(ZmAuditItem) again = NULL;

  g_object_set (item, "expanded", TRUE, NULL);
  again = g_list_model_get_item (G_LIST_MODEL (model), 3);
  g_assert_true (item == again);
}

static void
test_filters (Fixture       *fixture,
              gconstpointer  data)
{
  const struct {
    ZmAuditFilter filter;
    guint         count;
  } cases[] = {
    { { .outcomes = 1u << ZM_AUDIT_FAILURE }, 100 },
    { { .device = "DEV-2" }, 250 },
    { { .device = "DEV-2", .outcomes = 1u << ZM_AUDIT_FAILURE }, 50 },
    { { .text = "opened" }, 1 },
    { { .text = "nowhere" }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ZmAuditModel) model = load_well (fixture, &cases[i].filter);

      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, cases[i].count);
      for (guint row = 1; row < cases[i].count; row++)
        g_assert_cmpint (seq_at (model, row), <, seq_at (model, row - 1));
    }
}

/* The list shows the log as it was. */
static void
test_later_rows_do_not_move_it (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr(ZmAuditModel) model = load_well (fixture, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmAuditLog) log = zm_audit_log_open (fixture->database, "desk-1", &error);

  g_assert_no_error (error);
  append_rows (log);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, ROWS);
  g_assert_cmpint (seq_at (model, 700), ==, ROWS - 700);
}

static void
test_unreadable_row (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(ZmAuditModel) model = NULL;
  g_autoptr(ZmAuditItem) item = NULL;
  g_autofree char *outcome = NULL;

  g_assert_true (zm_database_run_script (fixture->database,
                                         "DROP TRIGGER security_audit_log_update;"
                                         "UPDATE security_audit_log SET time = 'noon' "
                                         "WHERE seq = 500", NULL));
  model = load_well (fixture, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, ROWS);
  item = g_list_model_get_item (G_LIST_MODEL (model), ROWS - 500);
  g_object_get (item, "outcome", &outcome, NULL);
  g_assert_cmpstr (outcome, ==, "Unreadable");
  g_assert_cmpint (zm_audit_item_get_seq (item), ==, 500);
  g_assert_cmpint (seq_at (model, ROWS - 501), ==, 501);
  g_assert_cmpint (seq_at (model, 0), ==, ROWS);
  g_assert_cmpint (seq_at (model, ROWS - 1), ==, 1);
}

/* More pages than are kept, in rows that nobody verifies. */
static void
test_old_pages_are_dropped (Fixture       *fixture,
                            gconstpointer  data)
{
  const guint rows = (ZM_AUDIT_MODEL_PAGES_MAX + 6) * ZM_AUDIT_MODEL_PAGE_ROWS;
  g_autoptr(ZmAuditModel) model = NULL;
  g_autofree char *sql = NULL;
  g_autoptr(GError) error = NULL;

  sql = g_strdup_printf ("DROP TRIGGER security_audit_log_insert;"
                         "WITH RECURSIVE n (i) AS (SELECT %u UNION ALL SELECT i + 1 FROM n "
                         "WHERE i < %u) INSERT INTO security_audit_log "
                         "(seq, time, actor, role, desk, action, outcome, detail, prev_hash, hash) "
                         "SELECT i, time, actor, role, desk, action, outcome, detail, hash, "
                         "printf ('%%064x', i) FROM n, security_audit_log WHERE seq = 2",
                         ROWS + 1, rows);
  g_assert_true (zm_database_run_script (fixture->database, sql, &error));
  g_assert_no_error (error);

  model = load_well (fixture, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, rows);
  for (guint row = 0; row < rows; row += ZM_AUDIT_MODEL_PAGE_ROWS)
    g_assert_cmpint (seq_at (model, row), ==, rows - row);
  g_assert_cmpuint (zm_audit_model_get_reads (model), ==, ZM_AUDIT_MODEL_PAGES_MAX + 6);
  seq_at (model, rows - 1);
  g_assert_cmpuint (zm_audit_model_get_reads (model), ==, ZM_AUDIT_MODEL_PAGES_MAX + 6);
  g_assert_cmpint (seq_at (model, 0), ==, rows);
  g_assert_cmpuint (zm_audit_model_get_reads (model), ==, ZM_AUDIT_MODEL_PAGES_MAX + 7);
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  const ZmAuditFilter filter = { .outcomes = 1u << ZM_AUDIT_FAILURE };
  g_autoptr(ZmAuditModel) model = load_well (fixture, &filter);
  guint position = 99;

  g_assert_false (zm_audit_model_find (model, 1, &position));
  g_assert_false (zm_audit_model_find (model, ROWS, &position));
  g_assert_cmpuint (position, ==, 99);
  for (guint i = 0; i < 100; i += 33)
    {
      g_assert_true (zm_audit_model_find (model, seq_at (model, i), &position));
      g_assert_cmpuint (position, ==, i);
    }
}

/* Of a whole log no numbers are kept. */
static void
test_find_in_all (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(ZmAuditModel) model = load_well (fixture, NULL);
  guint position = 99;

  g_assert_false (zm_audit_model_find (model, 0, &position));
  g_assert_false (zm_audit_model_find (model, ROWS + 1, &position));
  g_assert_cmpuint (position, ==, 99);
  g_assert_true (zm_audit_model_find (model, 1, &position));
  g_assert_cmpuint (position, ==, ROWS - 1);
  g_assert_true (zm_audit_model_find (model, ROWS, &position));
  g_assert_cmpuint (position, ==, 0);
}

/* But where one is gone they are. */
static void
test_gap (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(ZmAuditModel) model = NULL;
  guint position;

  g_assert_true (zm_database_run_script (fixture->database,
                                         "DROP TRIGGER security_audit_log_delete;"
                                         "DELETE FROM security_audit_log WHERE seq = 500", NULL));
  model = load_well (fixture, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, ROWS - 1);
  g_assert_cmpint (seq_at (model, ROWS - 501), ==, 501);
  g_assert_cmpint (seq_at (model, ROWS - 500), ==, 499);
  g_assert_false (zm_audit_model_find (model, 500, &position));
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (load (fixture, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, function) g_test_add ("/audit-model/" name, Fixture, NULL, set_up, function, \
                                        tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("rows", test_rows);
  ADD ("pages-are-read-once", test_pages_are_read_once);
  ADD ("same-item", test_same_item_while_it_is_kept);
  ADD ("filters", test_filters);
  ADD ("later-rows", test_later_rows_do_not_move_it);
  ADD ("unreadable-row", test_unreadable_row);
  ADD ("old-pages", test_old_pages_are_dropped);
  ADD ("find", test_find);
  ADD ("find/in-all", test_find_in_all);
  ADD ("gap", test_gap);
  ADD ("cancelled", test_cancelled);

  return g_test_run ();
}
