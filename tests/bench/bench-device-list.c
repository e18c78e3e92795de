/* The devices as the window's table shows them: what it costs in memory, and what a jump within it or
 * another order costs.
 *
 *     bench-device-list FILE JUMPS
 *
 * Prints the process's own memory in kB before the database is opened and after the jumps, how many
 * rows there are, then how often a page was read and a row was bound: at the jumps, and at a sort. */

#include "app/base/heap.h"
#include "tests/bench/bench-list.h"
#include "ui/accessible.h"
#include "ui/device-model.h"
#include "ui/device-table.h"

#include <adwaita.h>
#include <stdlib.h>

static guint binds;

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      ended)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_device_model_load_finish (ZM_DEVICE_MODEL (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) ended = TRUE;
}

static void
load (ZmDeviceModel      *model,
      const ZmDeviceView *view)
{
  gboolean ended = FALSE;

  zm_device_model_load_async (model, view, loaded_cb, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  bench_list_spin (500);
}

static void
bind_cb (void)
{
  binds++;
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);

  return found;
}

/* The first column has a cell in every row. */
static void
count_binds (GtkWidget *table)
{
  GtkWidget *view = find (table, GTK_TYPE_COLUMN_VIEW);
  g_autoptr(GtkColumnViewColumn) column =
    g_list_model_get_item (gtk_column_view_get_columns (GTK_COLUMN_VIEW (view)), 0);

  g_signal_connect (gtk_column_view_column_get_factory (column), "bind", G_CALLBACK (bind_cb), NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(ZmDatabase) database = NULL;
  g_autoptr(ZmDeviceModel) model = NULL;
  g_autoptr(ZmDeviceView) view = zm_device_view_new ();
  GtkWidget *window, *table;
  guint rows, first_binds, first_reads, jump_binds, jump_reads;
  long before, after;

  zm_heap_set_up ();
  adw_init ();
  table = g_object_new (ZM_TYPE_DEVICE_TABLE, NULL);
  zm_device_table_set_view (ZM_DEVICE_TABLE (table), view);
  window = bench_list_show (table);
  before = bench_list_read_memory ();

  database = zm_database_open (argv[1], &zm_schema_station, ZM_DATABASE_READ_ONLY, NULL);
  g_assert_nonnull (database);
  model = zm_device_model_new (database);
  zm_device_table_set_model (ZM_DEVICE_TABLE (table), G_LIST_MODEL (model));
  count_binds (table);
  load (model, view);
  rows = g_list_model_get_n_items (G_LIST_MODEL (model));

  first_binds = binds;
  first_reads = zm_device_model_get_reads (model);
  bench_list_jump (find (table, GTK_TYPE_LIST_VIEW), rows, (guint) atoi (argv[2]));
  jump_binds = binds;
  jump_reads = zm_device_model_get_reads (model);
  after = bench_list_read_memory ();
  view->sort = ZM_DEVICE_COLUMN_EXPIRY;
  load (model, view);

  g_print ("%ld %ld %u %u %u %u %u\n", before, after, rows, jump_reads - first_reads,
           jump_binds - first_binds, zm_device_model_get_reads (model) - jump_reads,
           binds - jump_binds);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
