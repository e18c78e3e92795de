#include "config.h"

#include "ui/device-view-box.h"

#include "ui/accessible.h"
#include "ui/device-words.h"
#include "ui/template.h"

#include <glib/gi18n.h>

struct _ZmDeviceViewBox {
  GtkWidget       parent_instance;

  gboolean        showing; /* what changes now is not the person's doing */
  GtkCheckButton *checks[ZM_N_DEVICE_COLUMNS];

  GtkFlowBox     *columns;
  GtkCheckButton *descending;
  GtkWidget      *drop;
  GtkEditable    *name;
  GtkDropDown    *sort;
};

G_DEFINE_FINAL_TYPE (ZmDeviceViewBox, zm_device_view_box, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  SIGNAL_DROP,
  SIGNAL_KEEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
has_name (gpointer    self,
          const char *text)
{
  return text != NULL && *text != '\0';
}

static void
changed_cb (ZmDeviceViewBox *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
keep_cb (ZmDeviceViewBox *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));

  if (*name != '\0')
    g_signal_emit (self, signals[SIGNAL_KEEP], 0, name);
}

static void
drop_cb (ZmDeviceViewBox *self)
{
  g_signal_emit (self, signals[SIGNAL_DROP], 0);
}

/* The device is what a row is of: its column cannot be left out. */
static void
add_column (ZmDeviceViewBox *self,
            guint            number)
{
  GtkWidget *check = gtk_check_button_new_with_label (zm_device_words_column (number));

  gtk_widget_set_sensitive (check, number != ZM_DEVICE_COLUMN_DEVICE);
  g_signal_connect_object (check, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_flow_box_append (self->columns, check);
  gtk_widget_set_focusable (gtk_widget_get_parent (check), FALSE);
  self->checks[number] = GTK_CHECK_BUTTON (check);
}

static void
zm_device_view_box_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_DEVICE_VIEW_BOX);

  G_OBJECT_CLASS (zm_device_view_box_parent_class)->dispose (object);
}

static void
zm_device_view_box_class_init (ZmDeviceViewBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_device_view_box_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DROP] = g_signal_new ("drop", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_KEEP] = g_signal_new ("keep", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/device-view-box.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceViewBox, columns);
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceViewBox, descending);
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceViewBox, drop);
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceViewBox, name);
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceViewBox, sort);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, has_name);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
}

static void
zm_device_view_box_init (ZmDeviceViewBox *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  zm_accessible_name_part (GTK_WIDGET (self->sort), GTK_TYPE_TOGGLE_BUTTON, _("Sort by"));

  self->showing = TRUE;
  for (guint i = 0; i < ZM_N_DEVICE_COLUMNS; i++)
    {
      add_column (self, i);
      gtk_string_list_append (names, zm_device_words_column (i));
    }
  gtk_drop_down_set_model (self->sort, G_LIST_MODEL (names));
  self->showing = FALSE;
}

void
zm_device_view_box_show (ZmDeviceViewBox    *self,
                         const ZmDeviceView *view,
                         gboolean            is_kept)
{
  g_return_if_fail (ZM_IS_DEVICE_VIEW_BOX (self));
  g_return_if_fail (view != NULL);

  self->showing = TRUE;
  gtk_drop_down_set_selected (self->sort, view->sort);
  gtk_check_button_set_active (self->descending, view->descending);
  for (guint i = 0; i < ZM_N_DEVICE_COLUMNS; i++)
    gtk_check_button_set_active (self->checks[i], (view->columns & (1u << i)) != 0);
  gtk_editable_set_text (self->name, is_kept && view->name != NULL ? view->name : "");
  gtk_widget_set_visible (self->drop, is_kept);
  self->showing = FALSE;
}

void
zm_device_view_box_read (ZmDeviceViewBox *self,
                         ZmDeviceView    *view)
{
  g_return_if_fail (ZM_IS_DEVICE_VIEW_BOX (self));
  g_return_if_fail (view != NULL);

  view->sort = gtk_drop_down_get_selected (self->sort);
  view->descending = gtk_check_button_get_active (self->descending);
  view->columns = 0;
  for (guint i = 0; i < ZM_N_DEVICE_COLUMNS; i++)
    {
      if (gtk_check_button_get_active (self->checks[i]))
        view->columns |= 1u << i;
    }
}
