#include "config.h"

#include "ui/devices-page.h"

#include "ui/add-device-dialog.h"
#include "ui/device-list.h"
#include "ui/device-page.h"
#include "ui/device-row.h"
#include "ui/failure-card.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmDevicesPage {
  GtkWidget            parent_instance;

  ZmStation           *station;
  GListStore          *devices; /* ZmDeviceItem */
  GtkStringFilter     *filter;
  GCancellable        *cancellable;
  gboolean             stale;

  GtkWidget           *failure;
  AdwLeaflet          *leaflet;
  GtkListView         *list;
  ZmDevicePage        *detail;
  GtkSearchEntry      *search;
  GtkSingleSelection  *selection;
  GtkStack            *stack;
};

G_DEFINE_FINAL_TYPE (ZmDevicesPage, zm_devices_page, GTK_TYPE_WIDGET)

static gboolean
shows_list (gpointer    self,
            const char *page)
{
  return g_strcmp0 (page, "list") == 0;
}

static void
show_result (ZmDevicesPage *self)
{
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->devices));
  guint found = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  gtk_stack_set_visible_child_name (self->stack, all == 0 ? "empty" : found == 0 ? "nothing-found"
                                                                               : "list");
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) items = zm_device_list_load_finish (ZM_STATION (source), result, &error);
  ZmDevicesPage *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (items == NULL)
    {
      g_object_set (self->failure, "failure", error, NULL);
      gtk_stack_set_visible_child_name (self->stack, "failure");
      return;
    }

  g_list_store_splice (self->devices, 0, g_list_model_get_n_items (G_LIST_MODEL (self->devices)),
                       items->pdata, items->len);
  show_result (self);
}

/* Nothing is read for a page that nobody looks at. */
static void
load_if_seen (ZmDevicesPage *self)
{
  if (!self->stale || self->station == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->stale = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  zm_device_list_load_async (self->station, self->cancellable, loaded_cb, self);
}

static void
station_changed_cb (ZmDevicesPage *self,
                    const char    *topic)
{
  if (!g_str_equal (topic, "devices") && !g_str_equal (topic, "sessions") &&
      !g_str_equal (topic, "authority"))
    return;

  self->stale = TRUE;
  load_if_seen (self);
}

static void
search_changed_cb (ZmDevicesPage *self)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)),
                                             -1);

  gtk_string_filter_set_search (self->filter, folded);
  show_result (self);
}

static void
activate_cb (ZmDevicesPage *self,
             guint          position)
{
  g_autoptr(ZmDeviceItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item == NULL)
    return;

  zm_device_page_show (self->detail, self->station, item);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
add_device (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ZmDevicesPage *self = ZM_DEVICES_PAGE (widget);
  GtkWindow *dialog;

  if (self->station == NULL)
    return;

  dialog = zm_add_device_dialog_new (self->station);
  gtk_window_set_transient_for (dialog, GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (dialog);
}

static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ZmDevicesPage *self = ZM_DEVICES_PAGE (widget);

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
zm_devices_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (zm_devices_page_parent_class)->map (widget);

  load_if_seen (ZM_DEVICES_PAGE (widget));
}

static void
zm_devices_page_dispose (GObject *object)
{
  ZmDevicesPage *self = ZM_DEVICES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_DEVICES_PAGE);
  g_clear_object (&self->station);

  G_OBJECT_CLASS (zm_devices_page_parent_class)->dispose (object);
}

static void
zm_devices_page_class_init (ZmDevicesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_devices_page_dispose;
  widget_class->map = zm_devices_page_map;

  gtk_widget_class_install_action (widget_class, "device.add", NULL, add_device);
  gtk_widget_class_install_action (widget_class, "device.back", NULL, go_back);

  g_type_ensure (ZM_TYPE_DEVICE_ITEM);
  g_type_ensure (ZM_TYPE_DEVICE_PAGE);
  g_type_ensure (ZM_TYPE_DEVICE_ROW);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/devices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, detail);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, devices);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, filter);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, list);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, search);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, selection);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, shows_list);
}

static void
zm_devices_page_init (ZmDevicesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
zm_devices_page_open (ZmDevicesPage *self,
                      ZmStation     *station)
{
  g_return_if_fail (ZM_IS_DEVICES_PAGE (self));
  g_return_if_fail (ZM_IS_STATION (station));

  self->station = g_object_ref (station);
  g_signal_connect_object (station, "changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->stale = TRUE;
  load_if_seen (self);
}

void
zm_devices_page_focus_search (ZmDevicesPage *self)
{
  g_return_if_fail (ZM_IS_DEVICES_PAGE (self));

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
