#include "config.h"

#include "ui/devices-page.h"

#include "ui/accessible.h"
#include "ui/device-filter-box.h"
#include "ui/device-intake.h"
#include "ui/device-model.h"
#include "ui/device-page.h"
#include "ui/device-table.h"
#include "ui/device-view-box.h"
#include "ui/device-views.h"
#include "ui/expiry-grid.h"
#include "ui/failure-card.h"
#include "ui/template.h"
#include "ui/ward-task.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SETTLE_TIME 300 /* ms; a session changes its device several times at once */

struct _ZmDevicesPage {
  GtkWidget          parent_instance;

  ZmStation         *station;
  ZmDatabase        *database; /* a connection of its own, so that nobody waits for a long search */
  ZmDeviceModel     *model;
  ZmDeviceView      *view;
  ZmDeviceViews     *views;
  GCancellable      *counting; /* the wards */
  gboolean           stale;
  guint              settling; /* source */
  gboolean           showing;  /* what changes now is not the person's doing */

  GtkWidget         *add;
  GtkLabel          *count;
  ZmDevicePage      *detail;
  ZmExpiryGrid      *expiry;
  GtkWidget         *failure;
  ZmDeviceFilterBox *filter_box;
  AdwLeaflet        *leaflet;
  GtkEditable       *search;
  GtkWidget         *show_all;
  GtkStack          *stack;
  ZmDeviceTable     *table;
  ZmDeviceViewBox   *view_box;
  GtkDropDown       *view_choice;
  GtkPopover        *view_popover;
};

G_DEFINE_FINAL_TYPE (ZmDevicesPage, zm_devices_page, GTK_TYPE_WIDGET)

/* --- What is read --- */

static void
show_failure (ZmDevicesPage *self,
              const GError  *error)
{
  g_object_set (self->failure, "failure", error, NULL);
  gtk_stack_set_visible_child_name (self->stack, "failure");
}

static gboolean
open_database (ZmDevicesPage  *self,
               GError        **error)
{
  g_autofree char *path = NULL;

  if (self->database != NULL)
    return TRUE;

  path = g_build_filename (zm_station_get_directory (self->station), ZM_STATION_DATABASE_FILE,
                           NULL);
  self->database = zm_database_open (path, &zm_schema_station, ZM_DATABASE_READ_ONLY, error);
  if (self->database == NULL)
    return FALSE;

  self->model = zm_device_model_new (self->database);
  zm_device_table_set_model (self->table, G_LIST_MODEL (self->model));
  g_signal_connect_object (self->model, "reordered", G_CALLBACK (zm_device_table_unselect),
                           self->table, G_CONNECT_SWAPPED);
  return TRUE;
}

static void
show_result (ZmDevicesPage *self)
{
  guint total = zm_device_model_get_total (self->model);
  guint found = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autofree char *text =
    found == total ? g_strdup_printf (ngettext ("%'u device", "%'u devices", total), total)
                   : g_strdup_printf (ngettext ("%'u of %'u device", "%'u of %'u devices", total),
                                      found, total);

  gtk_label_set_text (self->count, total > 0 ? text : "");
  gtk_stack_set_visible_child_name (self->stack, total == 0 ? "empty" : found == 0 ? "nothing-found"
                                                                                 : "list");
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_device_model_load_finish (ZM_DEVICE_MODEL (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (ok)
    show_result (user_data);
  else
    show_failure (user_data, error);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) wards = zm_ward_task_finish (result, &error);
  ZmDevicesPage *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (wards == NULL)
    {
      show_failure (self, error);
      return;
    }

  zm_expiry_grid_show (self->expiry, wards);
  zm_device_filter_box_set_wards (self->filter_box, wards);
  zm_device_filter_box_show (self->filter_box, self->view);
}

static void
load (ZmDevicesPage *self)
{
  g_autoptr(GError) error = NULL;

  if (self->station == NULL)
    return;
  if (!open_database (self, &error))
    {
      show_failure (self, error);
      return;
    }

  zm_device_model_load_async (self->model, self->view, loaded_cb, self);
}

/* Which wards there are does not hang on what is searched. */
static void
count_wards (ZmDevicesPage *self)
{
  if (self->database == NULL)
    return;

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  zm_ward_task_run_async (self->database, self->counting, counted_cb, self);
}

/* Nothing is read for a page that nobody looks at. */
static void
load_if_seen (ZmDevicesPage *self)
{
  if (!self->stale || self->station == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->stale = FALSE;
  load (self);
  count_wards (self);
}

static void
settled_cb (gpointer user_data)
{
  ZmDevicesPage *self = user_data;

  self->settling = 0;
  load_if_seen (self);
}

static void
station_changed_cb (ZmDevicesPage *self,
                    const char    *topic)
{
  if (!g_str_equal (topic, "devices") && !g_str_equal (topic, "sessions") &&
      !g_str_equal (topic, "authority"))
    return;

  self->stale = TRUE;
  if (self->settling == 0)
    self->settling = g_timeout_add_once (SETTLE_TIME, settled_cb, self);
}

/* --- What is chosen --- */

/* Each control says the same of the view, whichever was used. */
static void
show_view (ZmDevicesPage *self)
{
  guint position = zm_device_views_find (self->views, self->view);

  self->showing = TRUE;
  gtk_drop_down_set_selected (self->view_choice, position);
  if (!g_str_equal (gtk_editable_get_text (self->search), self->view->text))
    gtk_editable_set_text (self->search, self->view->text);
  zm_device_filter_box_show (self->filter_box, self->view);
  zm_device_view_box_show (self->view_box, self->view,
                           zm_device_views_is_kept (self->views, position));
  zm_device_table_set_view (self->table, self->view);
  gtk_widget_set_visible (self->show_all, zm_device_view_is_filtered (self->view));
  self->showing = FALSE;
}

static void
apply (ZmDevicesPage *self)
{
  show_view (self);
  load (self);
}

static void
take_view (ZmDevicesPage *self,
           ZmDeviceView  *view)
{
  zm_device_view_free (self->view);
  self->view = view;
  apply (self);
}

static void
view_chosen_cb (ZmDevicesPage *self)
{
  ZmDeviceView *view;

  if (self->showing)
    return;

  view = zm_device_views_get (self->views, gtk_drop_down_get_selected (self->view_choice));
  if (view != NULL)
    take_view (self, view);
}

static void
search_changed_cb (ZmDevicesPage *self)
{
  const char *text = gtk_editable_get_text (self->search);

  if (self->showing || g_str_equal (text, self->view->text))
    return;

  g_free (self->view->text);
  self->view->text = g_strdup (text);
  apply (self);
}

static void
filter_changed_cb (ZmDevicesPage *self)
{
  zm_device_filter_box_read (self->filter_box, self->view);
  apply (self);
}

static void
view_changed_cb (ZmDevicesPage *self)
{
  zm_device_view_box_read (self->view_box, self->view);
  zm_device_views_set_columns (self->views, self->view->columns);
  apply (self);
}

static void
sorted_cb (ZmDevicesPage *self)
{
  if (self->showing)
    return;

  zm_device_table_get_sort (self->table, &self->view->sort, &self->view->descending);
  apply (self);
}

static void
expiry_chosen_cb (ZmDevicesPage *self,
                  const char    *ward,
                  guint          standing)
{
  ZmDeviceView *view = zm_device_view_copy (self->view);

  g_free (view->ward);
  view->ward = g_strdup (ward);
  view->states = (1u << ZM_DEVICE_REGISTERED) | (1u << ZM_DEVICE_ACTIVE);
  view->standings = ZM_STANDING_BIT (standing);
  view->half_done = FALSE;
  take_view (self, view);
}

static void
keep_cb (ZmDevicesPage *self,
         const char    *name)
{
  gboolean kept;

  self->showing = TRUE;
  kept = zm_device_views_keep (self->views, self->view, name);
  self->showing = FALSE;
  if (kept)
    {
      g_free (self->view->name);
      self->view->name = g_strdup (name);
      gtk_popover_popdown (self->view_popover);
    }
  show_view (self);
}

static void
drop_cb (ZmDevicesPage *self)
{
  self->showing = TRUE;
  zm_device_views_drop (self->views, zm_device_views_find (self->views, self->view));
  self->showing = FALSE;
  gtk_popover_popdown (self->view_popover);
  show_view (self);
}

static void
show_all (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  ZmDevicesPage *self = ZM_DEVICES_PAGE (widget);
  ZmDeviceView *all = zm_device_view_new ();

  all->columns = self->view->columns;
  all->sort = self->view->sort;
  all->descending = self->view->descending;
  take_view (self, all);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* --- What is done --- */

static void
activated_cb (ZmDevicesPage *self,
              ZmDeviceItem  *item)
{
  zm_device_page_show (self->detail, self->station, item);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
add_device (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ZmDevicesPage *self = ZM_DEVICES_PAGE (widget);

  if (self->station != NULL)
    zm_device_intake_add (widget, self->station);
}

static void
import_list (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ZmDevicesPage *self = ZM_DEVICES_PAGE (widget);

  if (self->station != NULL)
    zm_device_intake_import (widget, self->station);
}

static void
adopt_certificates (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ZmDevicesPage *self = ZM_DEVICES_PAGE (widget);

  if (self->station != NULL)
    zm_device_intake_adopt (widget, self->station);
}

static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ZmDevicesPage *self = ZM_DEVICES_PAGE (widget);

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
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

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_handle_id (&self->settling, g_source_remove);
  if (self->model != NULL)
    zm_device_model_stop (self->model);
  /* The columns go one by one, and with the one that it is sorted by the order changes. */
  self->showing = TRUE;
  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_DEVICES_PAGE);
  g_clear_object (&self->model);
  g_clear_object (&self->views);
  g_clear_pointer (&self->view, zm_device_view_free);
  g_clear_pointer (&self->database, zm_database_unref);
  g_clear_object (&self->station);

  G_OBJECT_CLASS (zm_devices_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/devices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, add);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, count);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, detail);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, expiry);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, filter_box);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, search);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, show_all);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, table);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, view_box);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, view_choice);
  gtk_widget_class_bind_template_child (widget_class, ZmDevicesPage, view_popover);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, expiry_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sorted_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_chosen_cb);
}

static void
zm_devices_page_class_init (ZmDevicesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_devices_page_dispose;
  widget_class->map = zm_devices_page_map;

  gtk_widget_class_install_action (widget_class, "device.add", NULL, add_device);
  gtk_widget_class_install_action (widget_class, "device.adopt", NULL, adopt_certificates);
  gtk_widget_class_install_action (widget_class, "device.back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "device.import", NULL, import_list);
  gtk_widget_class_install_action (widget_class, "device.show-all", NULL, show_all);

  g_type_ensure (ZM_TYPE_DEVICE_FILTER_BOX);
  g_type_ensure (ZM_TYPE_DEVICE_PAGE);
  g_type_ensure (ZM_TYPE_DEVICE_TABLE);
  g_type_ensure (ZM_TYPE_DEVICE_VIEW_BOX);
  g_type_ensure (ZM_TYPE_EXPIRY_GRID);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  bind_template (widget_class);
}

static void
zm_devices_page_init (ZmDevicesPage *self)
{
  self->view = zm_device_view_new ();
  self->views = zm_device_views_new ();
  /* The template's own notifications come before there is anything to choose. */
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  zm_accessible_name_part (self->add, GTK_TYPE_TOGGLE_BUTTON, _("More ways to add devices"));
  zm_accessible_name_part (GTK_WIDGET (self->view_choice), GTK_TYPE_TOGGLE_BUTTON, _("View"));
  gtk_drop_down_set_model (self->view_choice, zm_device_views_get_names (self->views));
  g_clear_pointer (&self->view, zm_device_view_free);
  self->view = zm_device_views_get (self->views, 0);
  show_view (self);
}

void
zm_devices_page_open (ZmDevicesPage *self,
                      ZmStation     *station)
{
  g_return_if_fail (ZM_IS_DEVICES_PAGE (self));
  g_return_if_fail (ZM_IS_STATION (station));

  self->station = g_object_ref (station);
  zm_device_intake_watch (GTK_WIDGET (self), station);
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
