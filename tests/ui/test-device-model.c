#include "app/store/device-record.h"
#include "ui/device-model.h"

#define ROWS 1000

/* A registry of a thousand devices, of which each tenth is retired. */
typedef struct {
  ZmDatabase    *database;
  ZmDeviceModel *model;
} Fixture;

static void
add_device (ZmDatabase *database,
            int         number)
{
  g_autofree char *device_id = g_strdup_printf ("DEV-%04d", number);
  const ZmDeviceRecord record = {
    .device_id = device_id,
    .label = (char *) "monitor",
    .state = number % 10 == 0 ? ZM_DEVICE_RETIRED : ZM_DEVICE_REGISTERED,
    .created_at = 1,
    .updated_at = 1,
  };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_device_record_insert (database, &record, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->database = zm_database_open (":memory:", &zm_schema_station, ZM_DATABASE_READ_WRITE,
                                        &error);
  g_assert_no_error (error);
  for (int i = 0; i < ROWS; i++)
    add_device (fixture->database, i);
  fixture->model = zm_device_model_new (fixture->database);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ZmDeviceModel *model = fixture->model;

  /* A page that is being read keeps the model until its thread is through, which may be the last that
   * has it. */
  g_object_add_weak_pointer (G_OBJECT (model), (gpointer *) &fixture->model);
  zm_device_model_stop (model);
  g_object_unref (model);
  while (g_atomic_pointer_get (&fixture->model) != NULL)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
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

static void
load (Fixture    *fixture,
      const char *text)
{
  g_autoptr(ZmDeviceView) view = zm_device_view_parse (text);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  zm_device_model_load_async (fixture->model, view, loaded_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (zm_device_model_load_finish (fixture->model, result, &error));
  g_assert_no_error (error);
}

static ZmDeviceItem *
look_at (Fixture *fixture,
         guint    position)
{
  ZmDeviceItem *item = g_list_model_get_item (G_LIST_MODEL (fixture->model), position);

  g_assert_nonnull (item);
  return item;
}

/* Once its page is there. */
static void
assert_row (Fixture    *fixture,
            guint       position,
            const char *device_id)
{
  g_autoptr(ZmDeviceItem) item = look_at (fixture, position);

  while (zm_device_item_get_id (item) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (zm_device_item_get_id (item), ==, device_id);
}

static void
await_row (Fixture    *fixture,
           guint       position,
           const char *device_id)
{
  g_autoptr(ZmDeviceItem) item = look_at (fixture, position);

  while (g_strcmp0 (zm_device_item_get_id (item), device_id) != 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==, 0);
  load (fixture, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==, ROWS);
  g_assert_cmpuint (zm_device_model_get_total (fixture->model), ==, ROWS);
  assert_row (fixture, 0, "DEV-0000");
  assert_row (fixture, ROWS - 1, "DEV-0999");
  assert_row (fixture, 64, "DEV-0064");
  assert_row (fixture, 63, "DEV-0063");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->model), ROWS));

  load (fixture, "sort-down=device&state=retired");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==, ROWS / 10);
  g_assert_cmpuint (zm_device_model_get_total (fixture->model), ==, ROWS);
  await_row (fixture, 0, "DEV-0990");
  load (fixture, "find=nowhere");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==, 0);
}

/* Nobody waits for a row: it is there at once, and what it says comes later. */
static void
test_reads_in_a_thread (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(ZmDeviceItem) item = NULL;

  load (fixture, "");
  item = look_at (fixture, 500);
  g_assert_null (zm_device_item_get_id (item));
  assert_row (fixture, 500, "DEV-0500");
}

/* Gated by counting, since a time says nothing on a busy machine. */
static void
test_pages_are_read_once (Fixture       *fixture,
                          gconstpointer  data)
{
  load (fixture, "");
  g_assert_cmpuint (zm_device_model_get_reads (fixture->model), ==, 0);
  for (guint i = 0; i < ROWS; i++)
    g_object_unref (look_at (fixture, i));
  g_assert_cmpuint (zm_device_model_get_reads (fixture->model), ==,
                    (ROWS + ZM_DEVICE_MODEL_PAGE_ROWS - 1) / ZM_DEVICE_MODEL_PAGE_ROWS);
  for (guint i = ROWS; i > 0; i--)
    g_object_unref (look_at (fixture, i - 1));
  g_assert_cmpuint (zm_device_model_get_reads (fixture->model), ==,
                    (ROWS + ZM_DEVICE_MODEL_PAGE_ROWS - 1) / ZM_DEVICE_MODEL_PAGE_ROWS);
}

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            guint      *count)
{
  (*count)++;
}

/* Whoever reads is not moved by a change that moves nothing. */
static void
test_refresh (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ZmDeviceItem) before = NULL;
  g_autoptr(ZmDeviceItem) after = NULL;
  g_autofree char *status = NULL;
  g_autoptr(GError) error = NULL;
  guint changes = 0;

  load (fixture, "");
  assert_row (fixture, 1, "DEV-0001");
  before = look_at (fixture, 1);
  g_signal_connect (fixture->model, "items-changed", G_CALLBACK (changed_cb), &changes);
  g_assert_true (zm_device_record_set_state (fixture->database, "DEV-0001", ZM_DEVICE_ACTIVE, 2,
                                             &error));
  load (fixture, "");
  g_assert_cmpuint (changes, ==, 0);
  after = look_at (fixture, 1);
  g_assert_true (before == after);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (status);
      g_object_get (after, "status", &status, NULL);
    } while (!g_str_equal (status, "In service"));

  add_device (fixture->database, ROWS);
  load (fixture, "");
  g_assert_cmpuint (changes, ==, 1);
  assert_row (fixture, ROWS, "DEV-1000");
}

static void
reordered_cb (ZmDeviceModel *model,
              guint         *count)
{
  (*count)++;
}

/* No list looks at a thousand rows because they have another order. */
static void
test_another_order (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(ZmDeviceItem) place = NULL;
  guint changes = 0;
  guint orders = 0;
  guint reads;

  load (fixture, "");
  assert_row (fixture, 1, "DEV-0001");
  assert_row (fixture, ROWS - 1, "DEV-0999");
  place = look_at (fixture, 1);
  reads = zm_device_model_get_reads (fixture->model);
  g_signal_connect (fixture->model, "items-changed", G_CALLBACK (changed_cb), &changes);
  g_signal_connect (fixture->model, "reordered", G_CALLBACK (reordered_cb), &orders);

  load (fixture, "sort-down=device");
  await_row (fixture, 1, "DEV-0998");
  await_row (fixture, ROWS - 1, "DEV-0000");
  g_assert_cmpstr (zm_device_item_get_id (place), ==, "DEV-0998");
  g_assert_cmpuint (changes, ==, 0);
  g_assert_cmpuint (orders, ==, 1);
  g_assert_cmpuint (zm_device_model_get_reads (fixture->model) - reads, ==, 2);

  load (fixture, "sort-down=device&state=retired");
  await_row (fixture, 1, "DEV-0980");
  await_row (fixture, ROWS / 10 - 1, "DEV-0000");
  g_assert_cmpuint (changes, ==, 1);
  load (fixture, "sort-down=device");
  await_row (fixture, 1, "DEV-0998");
  await_row (fixture, 70, "DEV-0929");
  await_row (fixture, ROWS - 1, "DEV-0000");
  g_assert_cmpuint (changes, ==, 2);
}

/* The latest wish counts, and only that. */
static void
test_given_up (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(ZmDeviceView) view = zm_device_view_new ();
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  zm_device_model_load_async (fixture->model, view, loaded_cb, &first);
  zm_device_model_load_async (fixture->model, view, loaded_cb, &second);
  while (first == NULL || second == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (zm_device_model_load_finish (fixture->model, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (zm_device_model_load_finish (fixture->model, second, &error));
  g_assert_no_error (error);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/device-model/rows", test_rows);
  ADD ("/device-model/reads-in-a-thread", test_reads_in_a_thread);
  ADD ("/device-model/pages-are-read-once", test_pages_are_read_once);
  ADD ("/device-model/refresh", test_refresh);
  ADD ("/device-model/another-order", test_another_order);
  ADD ("/device-model/given-up", test_given_up);

  return g_test_run ();
}
