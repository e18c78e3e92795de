#include "app/store/transaction.h"

#include "tests/store/things.h"

static void
test_commit_and_rollback (void)
{
  g_autoptr(ZmDatabase) database = open_memory ();
  g_autoptr(GError) error = NULL;

  {
    g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, &error);

    add_thing (database, "kept");
    g_assert_true (zm_transaction_commit (transaction, &error));
  }
  {
    g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, &error);

    add_thing (database, "dropped");
  }

  g_assert_no_error (error);
  g_assert_cmpint (count_things (database), ==, 1);
}

static void
test_nested (void)
{
  g_autoptr(ZmDatabase) database = open_memory ();
  g_autoptr(ZmTransaction) outer = zm_transaction_begin (database, NULL);
  g_autoptr(GError) error = NULL;

  {
    g_autoptr(ZmTransaction) inner = zm_transaction_begin (database, NULL);

    add_thing (database, "inner");
    g_assert_true (zm_transaction_commit (inner, &error));
  }
  g_clear_pointer (&outer, zm_transaction_free);
  g_assert_cmpint (count_things (database), ==, 0);
}

static void
test_inner_rollback_undoes_all (void)
{
  g_autoptr(ZmDatabase) database = open_memory ();
  g_autoptr(ZmTransaction) outer = zm_transaction_begin (database, NULL);
  g_autoptr(ZmTransaction) inner = NULL;
  g_autoptr(GError) error = NULL;

  add_thing (database, "outer");
  inner = zm_transaction_begin (database, NULL);
  g_clear_pointer (&inner, zm_transaction_free);

  g_assert_false (zm_statement_execute (database, "INSERT INTO things (name) VALUES ('later')",
                                        &error, NULL));
  assert_refused (error, ZM_ERROR_CONFLICT, "database.transaction");
  g_clear_error (&error);

  g_assert_false (zm_transaction_commit (outer, &error));
  assert_refused (error, ZM_ERROR_CONFLICT, "database.transaction");
  g_assert_cmpint (count_things (database), ==, 0);
  add_thing (database, "the next one works again");
}

/* As after a full disk: SQLite has rolled back on its own. */
static void
test_nothing_after_a_lost_transaction (void)
{
  g_autoptr(ZmDatabase) database = open_memory ();
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_database_run_script (database, "ROLLBACK", NULL));
  g_assert_false (zm_statement_execute (database, "INSERT INTO things (name) VALUES ('stray')",
                                        &error, NULL));
  assert_refused (error, ZM_ERROR_CONFLICT, "database.transaction");
  g_clear_error (&error);
  g_assert_false (zm_transaction_commit (transaction, &error));
  assert_refused (error, ZM_ERROR_CONFLICT, "database.transaction");
  g_assert_cmpint (count_things (database), ==, 0);
}

static void
test_busy (Scratch       *scratch,
           gconstpointer  data)
{
  g_autoptr(ZmDatabase) one = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);
  g_autoptr(ZmDatabase) other = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (one, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_transaction_begin (other, &error));
  assert_refused (error, ZM_ERROR_UNAVAILABLE, "database.busy");
  g_clear_error (&error);

  g_clear_pointer (&transaction, zm_transaction_free);
  transaction = zm_transaction_begin (other, &error);
  g_assert_no_error (error);
}

typedef struct {
  ZmDatabase *database;
  int         ended; /* atomic */
} Writer;

static gpointer
wait_to_write (gpointer data)
{
  Writer *writer = data;
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (writer->database, NULL);

  g_atomic_int_set (&writer->ended, TRUE);
  return GINT_TO_POINTER (transaction != NULL);
}

/* While another program writes, a thread that waits for it must not bar those that only read. */
static void
test_waiting_bars_no_reader (Scratch       *scratch,
                             gconstpointer  data)
{
  g_autoptr(ZmDatabase) one = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);
  g_autoptr(ZmDatabase) other = open_file (scratch, &newest, ZM_DATABASE_READ_WRITE);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (one, NULL);
  Writer writer = { other, FALSE };
  GThread *thread = g_thread_new ("writer", wait_to_write, &writer);

  for (int i = 0; i < 20; i++)
    {
      g_usleep (20000);
      g_assert_cmpint (count_things (other), ==, 0);
      g_assert_false (g_atomic_int_get (&writer.ended));
    }

  g_clear_pointer (&transaction, zm_transaction_free);
  g_assert_true (GPOINTER_TO_INT (g_thread_join (thread)));
}

static gpointer
count_up (gpointer data)
{
  ZmDatabase *database = data;

  for (int i = 0; i < 200; i++)
    {
      g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, NULL);
      gint64 number = ask (database, "SELECT number FROM things WHERE name = 'counter'");

      g_assert_true (zm_statement_execute (database, "UPDATE things SET number = ?", NULL, "i",
                                           number + 1));
      g_assert_true (zm_transaction_commit (transaction, NULL));
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr(ZmDatabase) database = open_memory ();
  GThread *threads[4];

  add_thing (database, "counter");
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("counter", count_up, database);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpint (ask (database, "SELECT number FROM things WHERE name = 'counter'"), ==, 800);
}

static gpointer
read_count (gpointer data)
{
  return GINT_TO_POINTER ((int) count_things (data));
}

static void
test_no_thread_sees_anothers_transaction (void)
{
  g_autoptr(ZmDatabase) database = open_memory ();
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, NULL);
  GThread *reader;

  add_thing (database, "unfinished");
  reader = g_thread_new ("reader", read_count, database);
  g_usleep (20000);
  g_clear_pointer (&transaction, zm_transaction_free);

  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (reader)), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transaction/commit-and-rollback", test_commit_and_rollback);
  g_test_add_func ("/transaction/nested", test_nested);
  g_test_add_func ("/transaction/inner-rollback-undoes-all", test_inner_rollback_undoes_all);
  g_test_add_func ("/transaction/nothing-after-a-lost-one", test_nothing_after_a_lost_transaction);
  g_test_add ("/transaction/busy", Scratch, NULL, scratch_set_up, test_busy, scratch_tear_down);
  g_test_add ("/transaction/waiting-bars-no-reader", Scratch, NULL, scratch_set_up,
              test_waiting_bars_no_reader, scratch_tear_down);
  g_test_add_func ("/transaction/threads", test_threads);
  g_test_add_func ("/transaction/isolation", test_no_thread_sees_anothers_transaction);

  return g_test_run ();
}
