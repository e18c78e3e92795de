#include "ui/provision-page.h"

#include "ui/bench-need.h"
#include "ui/bench-tile.h"
#include "ui/guide-stack.h"
#include "ui/line-mode.h"
#include "ui/provision-failed.h"
#include "ui/provision-page-private.h"
#include "ui/shift-bar.h"
#include "ui/template.h"
#include "ui/tray-row.h"

G_DEFINE_FINAL_TYPE (ZmProvisionPage, zm_provision_page, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_FAILED_ONLY,
  PROP_LINE_MODE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkWidget *
create_tile_cb (gpointer item,
                gpointer user_data)
{
  return zm_bench_tile_new (item);
}

static GListModel *
get_ports (ZmProvisionPage *self)
{
  return zm_bench_ports_get_ports (self->ports);
}

/* Not the list's own selection, which would follow the focus: who only passes by with the Tab key
 * must not find another device beside the bench. */
void
zm_provision_page_choose (ZmProvisionPage *self,
                          ZmBenchPort     *port,
                          gboolean         by_hand)
{
  GtkListBoxRow *row;

  g_set_object (&self->chosen, port);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->bench, i)) != NULL; i++)
    g_object_set (row, "chosen", zm_bench_tile_get_port (ZM_BENCH_TILE (row)) == port, NULL);
  zm_guide_stack_show (self->guides, port, self->failed_only);
  zm_line_mode_note_shown (self->line, port, by_hand);
}

static void
row_activated_cb (ZmProvisionPage *self,
                  GtkListBoxRow   *row)
{
  zm_provision_page_choose (self, zm_bench_tile_get_port (ZM_BENCH_TILE (row)), TRUE);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* Among the ports; their number if it is none of them. */
static guint
find_chosen (ZmProvisionPage *self)
{
  guint count = g_list_model_get_n_items (get_ports (self));

  for (guint i = 0; i < count; i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (get_ports (self), i);

      if (port == self->chosen)
        return i;
    }

  return count;
}

/* The next place, from the one after this, where a screen waits to be scanned. */
static void
choose_next_waiting (ZmProvisionPage *self)
{
  guint count = g_list_model_get_n_items (get_ports (self));
  guint chosen = find_chosen (self);

  for (guint i = 1; i < count; i++)
    {
      g_autoptr(ZmBenchPort) other = g_list_model_get_item (get_ports (self),
                                                            (chosen + i) % count);

      if (zm_bench_port_get_session (other) == NULL && zm_bench_port_can_scan (other))
        {
          zm_provision_page_choose (self, other, FALSE);
          return;
        }
    }
}

/* What stands before a person's eyes goes on at another place. */
static gboolean
has_moved (ZmProvisionPage *self,
           ZmBenchPort     *port)
{
  g_autofree char *seen = zm_bench_port_dup_session_id (self->chosen);

  return g_strcmp0 (seen, zm_bench_port_get_memory (port)->resumed) == 0;
}

static void
follow (ZmProvisionPage *self,
        ZmBenchPort     *port)
{
  if (self->chosen != NULL && self->chosen != port && has_moved (self, port))
    zm_provision_page_choose (self, port, FALSE);
}

/* A session that a person has just begun is what they want to see, unless another one needs them.
 * What the station went on with by itself shows at its tile: somebody may be typing. */
static void
session_cb (ZmProvisionPage *self,
            GParamSpec      *pspec,
            ZmBenchPort     *port)
{
  if (zm_bench_port_get_session (port) == NULL)
    return;
  if (zm_bench_port_get_memory (port)->unasked)
    {
      follow (self, port);
      return;
    }
  if (zm_line_mode_is_on (self->line)
        ? !zm_line_mode_admit (self->line, port)
        : self->chosen != NULL && self->chosen != port && zm_bench_port_is_running (self->chosen))
    return;

  zm_provision_page_choose (self, port, FALSE);
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
  g_autoptr(ZmBenchPort) port = self->chosen != NULL ? g_object_ref (self->chosen) : NULL;

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
bring_cb (ZmProvisionPage *self,
          ZmBenchPort     *port)
{
  if (zm_provision_failed_admits (self, port))
    zm_provision_page_choose (self, port, FALSE);
}

static void
set_line_mode (ZmProvisionPage *self,
               gboolean         line_mode)
{
  if (self->line == NULL || zm_line_mode_is_on (self->line) == line_mode)
    return;

  zm_line_mode_set_on (self->line, line_mode);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LINE_MODE]);
}

/* What is tried again is to be seen at work. */
static void
try_again (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  ZmProvisionPage *self = ZM_PROVISION_PAGE (widget);

  zm_bench_need_retry_all (get_ports (self));
  zm_provision_failed_set_only (self, FALSE);
}

/* Where somebody types or reads stays in sight when the window becomes too narrow for both. */
static void
guide_entered_cb (ZmProvisionPage *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* In a narrow window as well, where the empty bench would stand before it. */
static void
next_cb (ZmProvisionPage *self)
{
  if (self->chosen == NULL && gtk_widget_get_visible (GTK_WIDGET (self->next)))
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
running_cb (ZmProvisionPage *self)
{
  zm_shift_bar_reload (self->shift);
}

/* --- Places that come and go --- */

static void
add_guide (ZmProvisionPage *self,
           ZmBenchPort     *port)
{
  GtkWidget *guide = zm_guide_stack_add (self->guides, port, self->camera);

  g_object_bind_property (self->leaflet, "folded", guide, "compact", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (port, "notify::session", G_CALLBACK (session_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (port, "notify::running", G_CALLBACK (running_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Whoever looks at a place keeps it before their eyes; the first one that is plugged in shows. */
static void
ports_changed_cb (ZmProvisionPage *self,
                  guint            position,
                  guint            removed,
                  guint            added)
{
  g_autoptr(ZmBenchPort) first = NULL;
  gboolean stays;

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (get_ports (self), i);

      add_guide (self, port);
    }
  if (removed > 0)
    zm_guide_stack_trim (self->guides, get_ports (self));

  first = g_list_model_get_item (get_ports (self), 0);
  stays = self->chosen != NULL && find_chosen (self) < g_list_model_get_n_items (get_ports (self));
  if (stays)
    zm_provision_page_choose (self, self->chosen, FALSE);
  else
    zm_provision_page_choose (self, self->failed_only ? NULL : first, FALSE);
}

static void
tray_changed_cb (ZmProvisionPage *self)
{
  GListModel *tray = zm_bench_ports_get_tray (self->ports);

  gtk_widget_set_visible (self->tray_box, g_list_model_get_n_items (tray) > 0);
}

static GtkWidget *
create_tray_row_cb (gpointer item,
                    gpointer user_data)
{
  return zm_tray_row_new (ZM_PROVISION_PAGE (user_data)->station, item);
}

static void
zm_provision_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  ZmProvisionPage *self = ZM_PROVISION_PAGE (object);

  switch (prop_id)
    {
    case PROP_FAILED_ONLY:
      g_value_set_boolean (value, self->failed_only);
      break;
    case PROP_LINE_MODE:
      g_value_set_boolean (value, self->line != NULL && zm_line_mode_is_on (self->line));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_provision_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  ZmProvisionPage *self = ZM_PROVISION_PAGE (object);

  switch (prop_id)
    {
    case PROP_FAILED_ONLY:
      zm_provision_failed_set_only (self, g_value_get_boolean (value));
      break;
    case PROP_LINE_MODE:
      set_line_mode (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_provision_page_dispose (GObject *object)
{
  ZmProvisionPage *self = ZM_PROVISION_PAGE (object);

  g_clear_object (&self->line);
  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_PROVISION_PAGE);
  g_clear_weak_pointer (&self->question);
  g_clear_object (&self->chosen);
  g_clear_object (&self->camera);
  g_clear_object (&self->ports);
  g_clear_object (&self->station);

  G_OBJECT_CLASS (zm_provision_page_parent_class)->dispose (object);
}

static void
zm_provision_page_class_init (ZmProvisionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = zm_provision_page_dispose;
  object_class->get_property = zm_provision_page_get_property;
  object_class->set_property = zm_provision_page_set_property;

  properties[PROP_FAILED_ONLY] = g_param_spec_boolean ("failed-only", NULL, NULL, FALSE, flags);
  properties[PROP_LINE_MODE] = g_param_spec_boolean ("line-mode", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "bench.back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "bench.next", NULL, take_next);
  gtk_widget_class_install_action (widget_class, "bench.try-again", NULL, try_again);
  gtk_widget_class_install_property_action (widget_class, "bench.failed-only", "failed-only");
  gtk_widget_class_install_property_action (widget_class, "bench.line-mode", "line-mode");

  g_type_ensure (ZM_TYPE_NEXT_LIST);
  g_type_ensure (ZM_TYPE_SHIFT_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/provision-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, bench);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, empty);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, guides);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, next);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, no_retry);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, shift);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, tray);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, tray_box);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, try_again);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
zm_provision_page_init (ZmProvisionPage *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (guide_entered_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->guides), focus);
  self->camera = zm_camera_desk_new ();
}

void
zm_provision_page_open (ZmProvisionPage   *self,
                        ZmStation         *station,
                        GListModel        *devices,
                        const char *const *addresses)
{
  g_autoptr(ZmBench) bench = NULL;
  GListModel *ports;
  GListModel *tray;

  g_return_if_fail (ZM_IS_PROVISION_PAGE (self));
  g_return_if_fail (ZM_IS_STATION (station));

  self->station = g_object_ref (station);
  bench = zm_bench_new (station, addresses);
  self->ports = zm_bench_ports_new (station, bench, devices);
  zm_provision_failed_update_empty (self);

  ports = zm_bench_ports_get_ports (self->ports);
  self->line = zm_line_mode_new (ports, GTK_WIDGET (self->guides));
  g_signal_connect_object (self->line, "bring", G_CALLBACK (bring_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->line, "changed", G_CALLBACK (zm_provision_failed_update), self,
                           G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LINE_MODE]);
  zm_shift_bar_open (self->shift, station, self->ports);

  gtk_list_box_bind_model (self->bench, ports, create_tile_cb, NULL, NULL);
  g_signal_connect_object (ports, "items-changed", G_CALLBACK (ports_changed_cb), self,
                           G_CONNECT_SWAPPED);
  ports_changed_cb (self, 0, 0, g_list_model_get_n_items (ports));

  tray = zm_bench_ports_get_tray (self->ports);
  gtk_list_box_bind_model (self->tray, tray, create_tray_row_cb, self, NULL);
  g_signal_connect_object (tray, "items-changed", G_CALLBACK (tray_changed_cb), self,
                           G_CONNECT_SWAPPED);
  tray_changed_cb (self);
  zm_next_list_open (self->next, station);
}

gboolean
zm_provision_page_shows_next (ZmProvisionPage *self)
{
  g_return_val_if_fail (ZM_IS_PROVISION_PAGE (self), FALSE);

  return gtk_widget_get_mapped (GTK_WIDGET (self->next));
}

gboolean
zm_provision_page_is_running (ZmProvisionPage *self)
{
  g_return_val_if_fail (ZM_IS_PROVISION_PAGE (self), FALSE);

  return self->ports != NULL && zm_bench_ports_is_running (self->ports);
}

void
zm_provision_page_stop (ZmProvisionPage *self)
{
  g_return_if_fail (ZM_IS_PROVISION_PAGE (self));

  if (self->ports != NULL)
    zm_bench_ports_stop (self->ports);
}
