#include "config.h"

#include "ui/provision-page.h"

#include "app/station/failure-words.h"
#include "ui/accessible.h"
#include "ui/bench-need.h"
#include "ui/bench-ports.h"
#include "ui/bench-tile.h"
#include "ui/camera-desk.h"
#include "ui/guide.h"
#include "ui/line-mode.h"
#include "ui/shift-bar.h"
#include "ui/template.h"
#include "ui/tray-row.h"
#include "ui/which-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmProvisionPage {
  GtkWidget    parent_instance;

  ZmStation    *station;
  ZmBenchPorts *ports;
  ZmBenchPort  *chosen; /* NULL on an empty bench */
  ZmCameraDesk *camera; /* NULL in a build without */
  ZmLineMode   *line;   /* NULL until opened */
  gboolean      failed_only;
  GtkWidget    *question; /* which device is meant; weak */

  GtkListBox  *bench;
  GtkListBox  *tray;
  GtkWidget   *tray_box;
  GtkLabel    *empty;
  GtkStack    *guides;
  AdwLeaflet  *leaflet;
  ZmShiftBar  *shift;
  GtkWidget   *try_again;
};

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

static char *
name_guide (ZmBenchPort *port)
{
  return g_strdup_printf ("%p", port);
}

static GListModel *
get_ports (ZmProvisionPage *self)
{
  return zm_bench_ports_get_ports (self->ports);
}

/* Not the list's own selection, which would follow the focus: who only passes by with the Tab key
 * must not find another device beside the bench. */
static void
choose (ZmProvisionPage *self,
        ZmBenchPort     *port,
        gboolean         by_hand)
{
  g_autofree char *name = port != NULL ? name_guide (port) : NULL;
  GtkListBoxRow *row;

  g_set_object (&self->chosen, port);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->bench, i)) != NULL; i++)
    g_object_set (row, "chosen", zm_bench_tile_get_port (ZM_BENCH_TILE (row)) == port, NULL);
  gtk_stack_set_visible_child_name (self->guides, name != NULL ? name : "empty");
  zm_line_mode_note_shown (self->line, port, by_hand);
}

static void
row_activated_cb (ZmProvisionPage *self,
                  GtkListBoxRow   *row)
{
  choose (self, zm_bench_tile_get_port (ZM_BENCH_TILE (row)), TRUE);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static guint
find_chosen (ZmProvisionPage *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (get_ports (self)); i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (get_ports (self), i);

      if (port == self->chosen)
        return i;
    }

  return 0;
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
          choose (self, other, FALSE);
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
    choose (self, port, FALSE);
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

  choose (self, port, FALSE);
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

/* --- Line mode, and what failed --- */

/* Where nothing can be plugged in, that is what there is to read. */
static void
update_empty (ZmProvisionPage *self)
{
  const GError *failure = zm_bench_get_failure (zm_bench_ports_get_bench (self->ports));
  g_autofree char *text = NULL;

  if (failure != NULL)
    text = zm_failure_words_brief (failure);
  else if (self->failed_only)
    text = g_strdup (_("No device on the bench has failed."));
  else
    text = g_strdup (_("Plug a device in: it appears here."));
  gtk_label_set_text (self->empty, text);
}

static void
bring_cb (ZmProvisionPage *self,
          ZmBenchPort     *port)
{
  choose (self, port, FALSE);
}

/* Rows are hidden, not taken away: screen readers lose their place, and GTK 4.8 itself its footing. */
static void
update_listed (ZmProvisionPage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->bench, i)) != NULL; i++)
    {
      ZmBenchPort *port = zm_bench_tile_get_port (ZM_BENCH_TILE (row));

      gtk_widget_set_visible (GTK_WIDGET (row), !self->failed_only ||
                              zm_bench_need_judge (port) == ZM_LINE_STAND);
    }
}

static void
update_retries (ZmProvisionPage *self)
{
  guint count = zm_bench_need_count_retries (get_ports (self));
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u device that is plugged in can be tried again",
                               "%u devices that are plugged in can be tried again", count), count);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bench.try-again", count > 0);
  gtk_widget_set_visible (self->try_again, self->failed_only || count > 0);
  gtk_widget_set_tooltip_text (self->try_again, text);
  zm_accessible_set_description (self->try_again, text);
}

static void
needs_changed_cb (ZmProvisionPage *self)
{
  update_listed (self);
  update_retries (self);
}

static void
set_failed_only (ZmProvisionPage *self,
                 gboolean         failed_only)
{
  if (self->failed_only == failed_only)
    return;

  self->failed_only = failed_only;
  update_listed (self);
  update_empty (self);
  update_retries (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILED_ONLY]);
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
  set_failed_only (self, FALSE);
}

/* Where somebody types or reads stays in sight when the window becomes too narrow for both. */
static void
guide_entered_cb (ZmProvisionPage *self)
{
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
  GtkWidget *guide = zm_guide_new (port, self->camera);
  g_autofree char *name = name_guide (port);

  g_object_bind_property (self->leaflet, "folded", guide, "compact", G_BINDING_SYNC_CREATE);
  gtk_stack_add_named (self->guides, guide, name);
  g_signal_connect_object (port, "notify::session", G_CALLBACK (session_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (port, "notify::running", G_CALLBACK (running_cb), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
has_port (ZmProvisionPage *self,
          const char      *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (get_ports (self)); i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (get_ports (self), i);
      g_autofree char *other = name_guide (port);

      if (g_str_equal (name, other))
        return TRUE;
    }

  return FALSE;
}

static void
drop_guides (ZmProvisionPage *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->guides));

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);
      GtkStackPage *page = gtk_stack_get_page (self->guides, child);
      const char *name = gtk_stack_page_get_name (page);

      if (!g_str_equal (name, "empty") && !has_port (self, name))
        gtk_stack_remove (self->guides, child);
      child = next;
    }
}

/* Whoever looks at a place keeps it before their eyes; the first one that is plugged in shows. */
static void
ports_changed_cb (ZmProvisionPage *self,
                  guint            position,
                  guint            removed,
                  guint            added)
{
  g_autoptr(ZmBenchPort) first = NULL;
  g_autofree char *chosen = self->chosen != NULL ? name_guide (self->chosen) : NULL;

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (get_ports (self), i);

      add_guide (self, port);
    }
  if (removed > 0)
    drop_guides (self);

  first = g_list_model_get_item (get_ports (self), 0);
  choose (self, chosen != NULL && has_port (self, chosen) ? self->chosen : first, FALSE);
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
      set_failed_only (self, g_value_get_boolean (value));
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

  g_type_ensure (ZM_TYPE_SHIFT_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/provision-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, bench);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, empty);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, guides);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, shift);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, tray);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, tray_box);
  gtk_widget_class_bind_template_child (widget_class, ZmProvisionPage, try_again);
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
  update_empty (self);

  ports = zm_bench_ports_get_ports (self->ports);
  self->line = zm_line_mode_new (ports, GTK_WIDGET (self->guides));
  g_signal_connect_object (self->line, "bring", G_CALLBACK (bring_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->line, "changed", G_CALLBACK (needs_changed_cb), self,
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

static void
show_port (ZmProvisionPage *self,
           ZmBenchPort     *port)
{
  if (zm_line_mode_is_on (self->line) && !zm_line_mode_admit (self->line, port))
    return;

  choose (self, port, TRUE);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* A camera sees what nobody has taken away yet; who wants to do it again has the other ways. */
static gboolean
is_left_over (ZmBenchPort  *port,
              const ZmScan *ticket)
{
  return g_strcmp0 (ticket->way, ZM_SESSION_WAY_CAMERA) == 0 &&
         g_strcmp0 (zm_bench_port_get_memory (port)->done, ticket->name) == 0;
}

/* What it asked is answered, or nobody asks any more. */
static void
close_question (ZmProvisionPage *self)
{
  if (self->question != NULL)
    gtk_window_destroy (GTK_WINDOW (self->question));
}

char *
zm_provision_page_take_scan (ZmProvisionPage *self,
                             const ZmScan    *ticket)
{
  ZmBenchPort *port = NULL;

  g_return_val_if_fail (ZM_IS_PROVISION_PAGE (self), NULL);

  close_question (self);
  switch (zm_scan_route_find (get_ports (self), self->chosen, ticket, &port))
    {
    case ZM_SCAN_ROUTE_BEGIN:
      if (is_left_over (port, ticket))
        return g_strdup_printf (_("%s is done: take it away, and show the next one."), ticket->name);
      (void) zm_bench_port_pair_ticket (port, ticket->text, ticket->way);
      return NULL;
    case ZM_SCAN_ROUTE_AGAIN:
      show_port (self, port);
      return g_strdup_printf (_("%s was scanned already: its session is open."), ticket->name);
    case ZM_SCAN_ROUTE_BUSY:
      show_port (self, port);
      return g_strdup_printf (_("%s has something else to do first: see its place."), ticket->name);
    case ZM_SCAN_ROUTE_NOWHERE:
    default:
      return g_strdup_printf (_("%s is not plugged in at a free place: plug it in, and scan it "
                                "again."), ticket->name);
    }
}

/* The place whose device is the only one of these that is known to be plugged in. */
static ZmBenchPort *
find_meant (ZmProvisionPage  *self,
            char            **tickets,
            const char      **meant)
{
  ZmBenchPort *found = NULL;

  for (gsize i = 0; tickets[i] != NULL; i++)
    {
      const char *const spellings[] = { tickets[i], NULL };
      g_autoptr(ZmScan) ticket = zm_scan_read (spellings, NULL);
      ZmBenchPort *port = NULL;

      if (ticket->kind != ZM_SCAN_TICKET ||
          zm_scan_route_find (get_ports (self), NULL, ticket, &port) != ZM_SCAN_ROUTE_BEGIN)
        continue;
      if (found != NULL)
        return NULL;
      found = port;
      *meant = tickets[i];
    }

  return found;
}

/* As if it had been seen alone. */
static void
which_cb (ZmProvisionPage *self,
          const char      *response,
          GtkWidget       *dialog)
{
  const char *text = zm_which_dialog_get_ticket (dialog, response);

  if (text != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "scan.take", "(s^as)",
                                zm_which_dialog_get_way (dialog), (const char *[]) { text, NULL });
}

void
zm_provision_page_take_several (ZmProvisionPage  *self,
                                char            **tickets,
                                const char       *way)
{
  const char *meant = NULL;
  ZmBenchPort *port;
  GtkWidget *dialog;

  g_return_if_fail (ZM_IS_PROVISION_PAGE (self));

  close_question (self);
  port = find_meant (self, tickets, &meant);
  if (port != NULL)
    {
      (void) zm_bench_port_pair_ticket (port, meant, way);
      return;
    }
  if (self->chosen == NULL)
    return;

  dialog = zm_which_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                zm_place_get_title (zm_bench_port_get_place (self->chosen)),
                                (const char *const *) tickets, way);
  g_set_weak_pointer (&self->question, dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (which_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
