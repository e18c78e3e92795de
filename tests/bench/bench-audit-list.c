/* The audit log as the window shows it: what it costs in memory, and what a jump within it costs.
 *
 *     bench-audit-list FILE JUMPS
 *
 * Prints the process's own memory in kB before the log is opened and after the jumps, how many rows
 * there are, how often a page was read and a row was bound. */

#include "app/base/heap.h"
#include "tests/bench/bench-list.h"
#include "ui/audit-model.h"
#include "ui/audit-row.h"

#include <adwaita.h>
#include <stdlib.h>

static guint binds;

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, g_object_new (ZM_TYPE_AUDIT_ROW, NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  binds++;
  g_object_set (gtk_list_item_get_child (item), "item", gtk_list_item_get_item (item), NULL);
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
load (ZmDatabase *database)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ZmAuditModel *model;

  zm_audit_model_load_async (database, NULL, NULL, NULL, loaded_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  model = zm_audit_model_load_finish (result, &error);
  g_assert_no_error (error);

  return model;
}

static GtkWidget *
make_list (GtkSelectionModel *selection)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return gtk_list_view_new (selection, factory);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(ZmDatabase) database = NULL;
  g_autoptr(ZmAuditModel) model = NULL;
  GtkNoSelection *selection;
  GtkWidget *window, *scrolled, *list;
  guint rows, first_binds, first_reads;
  long before;

  zm_heap_set_up ();
  adw_init ();
  scrolled = gtk_scrolled_window_new ();
  selection = gtk_no_selection_new (NULL);
  list = make_list (GTK_SELECTION_MODEL (selection));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  window = bench_list_show (scrolled);
  before = bench_list_read_memory ();

  database = zm_database_open (argv[1], &zm_schema_station, ZM_DATABASE_READ_ONLY, NULL);
  g_assert_nonnull (database);
  model = load (database);
  gtk_no_selection_set_model (selection, G_LIST_MODEL (model));
  bench_list_spin (500);
  rows = g_list_model_get_n_items (G_LIST_MODEL (model));
  first_binds = binds;
  first_reads = zm_audit_model_get_reads (model);
  bench_list_jump (list, rows, (guint) atoi (argv[2]));

  g_print ("%ld %ld %u %u %u\n", before, bench_list_read_memory (), rows,
           zm_audit_model_get_reads (model) - first_reads, binds - first_binds);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
