#include "config.h"

#include "ui/provision-page.h"

#include "ui/bench-tile.h"
#include "ui/guide.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmProvisionPage {
  GtkWidget    parent_instance;

  GListStore  *ports;  /* ZmBenchPort */
  guint        chosen; /* index */

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

static ZmBenchTile *
get_tile (ZmProvisionPage *self,
          guint            index)
{
  return ZM_BENCH_TILE (gtk_list_box_get_row_at_index (self->bench, (int) index));
}

/* Not the list's own selection, which would follow the focus: who only passes by with the Tab key
 * must not find another device beside the bench. */
static void
choose (ZmProvisionPage *self,
        guint            index)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->ports));
  g_autofree char *name = NULL;

  for (guint i = 0; i < count; i++)
    g_object_set (get_tile (self, i), "chosen", i == index, NULL);
  if (index >= count)
    return;

  self->chosen = index;
  name = name_guide (zm_bench_tile_get_port (get_tile (self, index)));
  gtk_stack_set_visible_child_name (self->guides, name);
}

static void
row_activated_cb (ZmProvisionPage *self,
                  GtkListBoxRow   *row)
{
  choose (self, (guint) gtk_list_box_row_get_index (row));
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* The next place, from the one after this, where a screen waits to be scanned. */
static void
choose_next_waiting (ZmProvisionPage *self)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->ports));

  for (guint i = 1; i < count; i++)
    {
      guint index = (self->chosen + i) % count;
      g_autoptr(ZmBenchPort) other = g_list_model_get_item (G_LIST_MODEL (self->ports), index);

      if (zm_bench_port_get_session (other) == NULL && zm_bench_port_can_scan (other))
        {
          choose (self, index);
          return;
        }
    }
}

/* A session that has just begun is what a person wants to see. */
static void
session_cb (ZmProvisionPage *self,
            GParamSpec      *pspec,
            ZmBenchPort     *port)
{
  guint index;

  if (zm_bench_port_get_session (port) == NULL ||
      !g_list_store_find (self->ports, port, &index))
    return;

  choose (self, index);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* Puts the ended session away. A real cable stays where it is; in training the next monitor is
 * another tile. */
static void
take_next (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ZmProvisionPage *self = ZM_PROVISION_PAGE (widget);
  g_autoptr(ZmBenchPort) port = g_list_model_get_item (G_LIST_MODEL (self->ports), self->chosen);

  if (port == NULL)
    return;

  zm_bench_port_clear (port);
  if (zm_bench_port_get_device (port) != NULL && !zm_bench_port_can_scan (port))
    choose_next_waiting (self);
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
  gtk_widget_class_install_action (widget_class, "bench.next", NULL, take_next);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/provision-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, bench);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, guides);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, leaflet);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
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

  choose (self, 0);
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
