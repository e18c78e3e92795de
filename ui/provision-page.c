#include "config.h"

#include "ui/provision-page.h"

#include "ui/bench-tile.h"
#include "ui/guide.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmProvisionPage {
  GtkWidget    parent_instance;

  GListStore  *ports; /* ZmBenchPort */

  GtkListBox  *bench;
  GtkStack    *guides;
  AdwLeaflet  *leaflet;
};

G_DEFINE_FINAL_TYPE (ZmProvisionPage, zm_provision_page, GTK_TYPE_WIDGET)

static GtkWidget *
create_tile_cb (gpointer item,
                gpointer user_data)
{
  return zm_bench_tile_new (item);
}

static char *
name_guide (ZmBenchPort *port)
{
  return g_strdup_printf ("%p", port);
}

static void
row_selected_cb (ZmProvisionPage *self,
                 GtkListBoxRow   *row)
{
  g_autofree char *name = NULL;

  if (row == NULL)
    return;

  name = name_guide (zm_bench_tile_get_port (ZM_BENCH_TILE (row)));
  gtk_stack_set_visible_child_name (self->guides, name);
}

static void
row_activated_cb (ZmProvisionPage *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* A session that has just begun is what a person wants to see. */
static void
session_cb (ZmProvisionPage *self,
            GParamSpec      *pspec,
            ZmBenchPort     *port)
{
  if (zm_bench_port_get_session (port) != NULL)
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  adw_leaflet_navigate (ZM_PROVISION_PAGE (widget)->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
add_port (ZmProvisionPage *self,
          ZmBenchPort     *port)
{
  GtkWidget *guide = zm_guide_new (port);
  g_autofree char *name = name_guide (port);

  g_object_bind_property (self->leaflet, "folded", guide, "compact", G_BINDING_SYNC_CREATE);
  gtk_stack_add_named (self->guides, guide, name);
  g_signal_connect_object (port, "notify::session", G_CALLBACK (session_cb), self,
                           G_CONNECT_SWAPPED);
  g_list_store_append (self->ports, port);
}

static void
zm_provision_page_dispose (GObject *object)
{
  ZmProvisionPage *self = ZM_PROVISION_PAGE (object);

  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_PROVISION_PAGE);
  g_clear_object (&self->ports);

  G_OBJECT_CLASS (zm_provision_page_parent_class)->dispose (object);
}

static void
zm_provision_page_class_init (ZmProvisionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_provision_page_dispose;

  gtk_widget_class_install_action (widget_class, "bench.back", NULL, go_back);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/provision-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, bench);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, guides);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, leaflet);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
zm_provision_page_init (ZmProvisionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->ports = g_list_store_new (ZM_TYPE_BENCH_PORT);
  gtk_list_box_bind_model (self->bench, G_LIST_MODEL (self->ports), create_tile_cb, NULL, NULL);
}

void
zm_provision_page_open (ZmProvisionPage   *self,
                        ZmStation         *station,
                        GListModel        *devices,
                        const char *const *addresses)
{
  guint n_devices = devices != NULL ? g_list_model_get_n_items (devices) : 0;

  g_return_if_fail (ZM_IS_PROVISION_PAGE (self));
  g_return_if_fail (ZM_IS_STATION (station));

  for (guint i = 0; i < n_devices; i++)
    {
      g_autoptr(ZmSimulatedDevice) device = g_list_model_get_item (devices, i);
      g_autoptr(ZmBenchPort) port = zm_bench_port_new_simulated (station, device);

      add_port (self, port);
    }
  for (gsize i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      g_autofree char *title = g_strdup_printf (_("Place %u"), (guint) i + 1);
      g_autoptr(ZmBenchPort) port = zm_bench_port_new (station, title, addresses[i]);

      add_port (self, port);
    }

  gtk_list_box_select_row (self->bench, gtk_list_box_get_row_at_index (self->bench, 0));
}

gboolean
zm_provision_page_is_running (ZmProvisionPage *self)
{
  g_return_val_if_fail (ZM_IS_PROVISION_PAGE (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->ports)); i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (G_LIST_MODEL (self->ports), i);

      if (zm_bench_port_is_running (port))
        return TRUE;
    }

  return FALSE;
}

void
zm_provision_page_stop (ZmProvisionPage *self)
{
  g_return_if_fail (ZM_IS_PROVISION_PAGE (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->ports)); i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (G_LIST_MODEL (self->ports), i);

      zm_bench_port_stop (port);
    }
}
