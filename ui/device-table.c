#include "config.h"

#include "ui/device-table.h"

#include "ui/accessible.h"
#include "ui/badge.h"
#include "ui/device-cell.h"
#include "ui/device-widths.h"
#include "ui/device-words.h"
#include "ui/template.h"
#include "ui/text-cell.h"

#include <glib/gi18n.h>

struct _ZmDeviceTable {
  GtkWidget            parent_instance;

  GtkColumnViewColumn *columns[ZM_N_DEVICE_COLUMNS];
  guint                asked; /* the column whose sorter was asked, or ZM_N_DEVICE_COLUMNS */
  gboolean             showing;

  GtkSingleSelection  *selection;
  GtkColumnView       *view;
};

G_DEFINE_FINAL_TYPE (ZmDeviceTable, zm_device_table, GTK_TYPE_WIDGET)

enum {
  SIGNAL_ACTIVATED,
  SIGNAL_SORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The properties of a ZmDeviceItem that a column shows, and whether it takes what is left. */
static const struct {
  const char *text;
  const char *kind; /* of a badge; NULL: a plain text */
  gboolean    expand;
} looks[ZM_N_DEVICE_COLUMNS] = {
  [ZM_DEVICE_COLUMN_DEVICE] = { "device-id", NULL, FALSE },
  [ZM_DEVICE_COLUMN_LABEL] = { "label", NULL, TRUE },
  [ZM_DEVICE_COLUMN_LOCATION] = { "location", NULL, TRUE },
  [ZM_DEVICE_COLUMN_MODEL] = { "model", NULL, FALSE },
  [ZM_DEVICE_COLUMN_SERIAL_NUMBER] = { "serial-number", NULL, FALSE },
  [ZM_DEVICE_COLUMN_ASSET_TAG] = { "asset-tag", NULL, FALSE },
  [ZM_DEVICE_COLUMN_STATE] = { "status", "kind", FALSE },
  [ZM_DEVICE_COLUMN_EXPIRY] = { "expiry", "expiry-kind", FALSE },
  [ZM_DEVICE_COLUMN_SEEN] = { "seen", NULL, FALSE },
  [ZM_DEVICE_COLUMN_VERIFIED] = { "verified", NULL, FALSE },
  [ZM_DEVICE_COLUMN_OUTCOME] = { "outcome", "outcome-kind", FALSE },
};

/* --- Widths --- */

static int
get_width (ZmDeviceTable *self,
           guint          number)
{
  return zm_device_widths_measure ((ZmDeviceColumn) number, GTK_WIDGET (self));
}

static void
text_size_cb (ZmDeviceTable *self)
{
  for (guint i = 0; i < ZM_N_DEVICE_COLUMNS; i++)
    {
      if (gtk_column_view_column_get_visible (self->columns[i]))
        gtk_column_view_column_set_fixed_width (self->columns[i], get_width (self, i));
    }
}

/* --- Cells --- */

/* The property of the row's device, on the widget's, as long as the row shows it. Each call takes what it
 * is given. */
static void
bind (GtkListItem *row,
      const char  *property,
      GtkWidget   *widget,
      const char  *target)
{
  GtkExpression *item = gtk_property_expression_new (GTK_TYPE_LIST_ITEM, NULL, "item");
  GtkExpression *value = gtk_property_expression_new (ZM_TYPE_DEVICE_ITEM, item, property);

  gtk_expression_bind (value, widget, target, row);
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *row,
          gpointer            column)
{
  guint number = GPOINTER_TO_UINT (column);
  gboolean badge = looks[number].kind != NULL;
  GtkWidget *cell = number == ZM_DEVICE_COLUMN_DEVICE
                    ? g_object_new (ZM_TYPE_DEVICE_CELL, NULL)
                    : g_object_new (ZM_TYPE_TEXT_CELL, "badge", badge, NULL);

  bind (row, looks[number].text, cell, "text");
  if (badge)
    bind (row, looks[number].kind, cell, "kind");
  if (number == ZM_DEVICE_COLUMN_DEVICE)
    bind (row, "summary", cell, "summary");
  gtk_list_item_set_child (row, cell);
}

/* --- Sorting --- */

typedef struct {
  ZmDeviceTable *table;
  guint number;
} Head;

/* GTK 4.8 does not say which column somebody chose, but it asks that column's sorter first. */
static int
note_asked (gconstpointer a,
            gconstpointer b,
            gpointer      data)
{
  const Head *head = data;

  if (head->table->asked == ZM_N_DEVICE_COLUMNS)
    head->table->asked = head->number;

  return -1;
}

static GtkSorter *
make_sorter (ZmDeviceTable *self,
             guint          number)
{
  Head *head = g_new (Head, 1);

  *head = (Head) { self, number };
  return GTK_SORTER (gtk_custom_sorter_new (note_asked, head, g_free));
}

static void
sorter_changed_cb (ZmDeviceTable *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[SIGNAL_SORTED], 0);
}

/* --- The table --- */

static void
activate_cb (ZmDeviceTable *self,
             guint          position)
{
  g_autoptr(ZmDeviceItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL && zm_device_item_get_id (item) != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, item);
}

static void
add_column (ZmDeviceTable *self,
            guint          number)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkSorter) sorter = make_sorter (self, number);
  g_autoptr(GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (number));
  column = gtk_column_view_column_new (zm_device_words_column (number), factory);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, looks[number].expand);
  gtk_column_view_column_set_visible (column, FALSE);
  gtk_column_view_append_column (self->view, column);
  self->columns[number] = column;
}

static void
zm_device_table_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_DEVICE_TABLE);

  G_OBJECT_CLASS (zm_device_table_parent_class)->dispose (object);
}

static gboolean
zm_device_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ZM_DEVICE_TABLE (widget)->view));
}

static void
zm_device_table_class_init (ZmDeviceTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_device_table_dispose;
  widget_class->grab_focus = zm_device_table_grab_focus;

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                            ZM_TYPE_DEVICE_ITEM);
  signals[SIGNAL_SORTED] = g_signal_new ("sorted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/device-table.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceTable, selection);
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceTable, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

/* The first child is the row of heads, which GTK 4.8 gives the focus, and nothing to do with it. */
static void
name_parts (ZmDeviceTable *self)
{
  GtkWidget *heads = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  gtk_widget_set_focusable (heads, FALSE);
  zm_accessible_set_label (heads, _("Columns"));
  zm_accessible_name_part (GTK_WIDGET (self->view), GTK_TYPE_LIST_VIEW, _("Devices"));
}

static void
zm_device_table_init (ZmDeviceTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  name_parts (self);
  for (guint i = 0; i < ZM_N_DEVICE_COLUMNS; i++)
    add_column (self, i);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (text_size_cb), self, G_CONNECT_SWAPPED);
}

void
zm_device_table_set_model (ZmDeviceTable *self,
                           GListModel    *model)
{
  g_return_if_fail (ZM_IS_DEVICE_TABLE (self));
  g_return_if_fail (G_IS_LIST_MODEL (model));

  gtk_single_selection_set_model (self->selection, model);
}

void
zm_device_table_unselect (ZmDeviceTable *self)
{
  g_return_if_fail (ZM_IS_DEVICE_TABLE (self));

  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

/* GTK 4.8 leaves room for a hidden column that has a width. */
static void
show_column (ZmDeviceTable *self,
             guint          number,
             gboolean       visible)
{
  GtkColumnViewColumn *column = self->columns[number];

  if (gtk_column_view_column_get_visible (column) == visible)
    return;

  gtk_column_view_column_set_fixed_width (column, visible ? get_width (self, number) : -1);
  gtk_column_view_column_set_visible (column, visible);
}

void
zm_device_table_set_view (ZmDeviceTable      *self,
                          const ZmDeviceView *view)
{
  ZmDeviceColumn sort;
  gboolean descending;

  g_return_if_fail (ZM_IS_DEVICE_TABLE (self));
  g_return_if_fail (view != NULL);

  for (guint i = 0; i < ZM_N_DEVICE_COLUMNS; i++)
    show_column (self, i, (view->columns & (1u << i)) != 0);

  zm_device_table_get_sort (self, &sort, &descending);
  if (sort == view->sort && descending == view->descending)
    return;

  self->showing = TRUE;
  gtk_column_view_sort_by_column (self->view, self->columns[view->sort],
                                  view->descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->showing = FALSE;
}

void
zm_device_table_get_sort (ZmDeviceTable  *self,
                          ZmDeviceColumn *column,
                          gboolean       *descending)
{
  GtkOrdering order;

  g_return_if_fail (ZM_IS_DEVICE_TABLE (self));
  g_return_if_fail (column != NULL && descending != NULL);

  /* Any two objects will do, but one that is compared with itself is equal unasked. */
  self->asked = ZM_N_DEVICE_COLUMNS;
  order = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), self, self->view);
  *column = self->asked < ZM_N_DEVICE_COLUMNS ? self->asked : ZM_DEVICE_COLUMN_DEVICE;
  *descending = order == GTK_ORDERING_LARGER;
}
