#include "ui/bench-ports.h"
#include "ui/bench-half-done.h"

#include <gtk/gtk.h>

/* A device that fails is given up after 5 attempts; a plug that bounces is nobody's lie, and yet it
 * does not write into the log for ever. */
#define FRUITLESS_MAX  50
#define FRUITLESS_FAIL 10
#define FRUITLESS_LEFT 1

struct _ZmBenchPorts {
  GObject             parent_instance;

  ZmStation          *station;
  ZmBench            *bench;
  ZmTray             *tray;
  GListStore         *ports;
  guint               n_devices; /* they stand first; the bench's places follow in its order */
  GtkFilterListModel *shown;     /* of the tray */
  GHashTable         *fruitless; /* session id -> weight of attempts that nobody asked for */
  gboolean            stopped;   /* until somebody signs in or out */
  guint               look;      /* source id */
};

G_DEFINE_FINAL_TYPE (ZmBenchPorts, zm_bench_ports, G_TYPE_OBJECT)

static guint
count_ports (ZmBenchPorts *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->ports));
}

/* Borrowed: the list keeps it. */
static ZmBenchPort *
get_port (ZmBenchPorts *self,
          guint         index)
{
  g_autoptr(ZmBenchPort) port = g_list_model_get_item (G_LIST_MODEL (self->ports), index);

  return port;
}

/* The place that shows this session, or NULL. */
static ZmBenchPort *
find_shown (ZmBenchPorts *self,
            const char   *session_id)
{
  for (guint i = 0; i < count_ports (self); i++)
    {
      g_autofree char *shown = zm_bench_port_dup_session_id (get_port (self, i));

      if (g_strcmp0 (shown, session_id) == 0)
        return get_port (self, i);
    }

  return NULL;
}

static gboolean
is_shown_nowhere (gpointer item,
                  gpointer user_data)
{
  return find_shown (user_data, zm_tray_item_get_session_id (item)) == NULL;
}

static void
refilter (ZmBenchPorts *self)
{
  GtkFilter *filter = gtk_filter_list_model_get_filter (self->shown);

  gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* Who may provision is signed in. */
static gboolean
may_go_on (ZmBenchPorts *self)
{
  return !self->stopped && zm_station_check_operator (self->station, NULL);
}

/* Whoever claims the number of a half-done device again and again does not keep the station busy. */
static gboolean
is_given_up (ZmBenchPorts *self,
             const char   *session_id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->fruitless, session_id)) >= FRUITLESS_MAX;
}

/* A session says its id as soon as the device has proved that it is its own. */
static void
count_fruitless (ZmBenchPorts *self,
                 ZmBenchPort  *port)
{
  const ZmBenchMemory *memory = zm_bench_port_get_memory (port);
  const char *resumed = memory->resumed;
  g_autofree char *joined = NULL;
  guint count;

  if (resumed == NULL)
    return;

  g_object_get (zm_bench_port_get_session (port), "session-id", &joined, NULL);
  count = GPOINTER_TO_UINT (g_hash_table_lookup (self->fruitless, resumed)) +
          (zm_bench_memory_has_stayed (memory) ? FRUITLESS_FAIL : FRUITLESS_LEFT);
  if (joined == NULL && memory->unasked)
    g_hash_table_replace (self->fruitless, g_strdup (resumed), GUINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->fruitless, resumed);
}

/* Somebody else says the same number and has not been asked for its proof either: a person decides. */
static gboolean
is_ambiguous (ZmBenchPorts *self,
              ZmBenchPort  *port)
{
  const char *device_id = zm_place_get_device_id (zm_bench_port_get_place (port));

  for (guint i = 0; i < count_ports (self); i++)
    {
      ZmBenchPort *other = get_port (self, i);

      if (other != port && zm_bench_port_has_arrived (other) &&
          g_strcmp0 (zm_place_get_device_id (zm_bench_port_get_place (other)), device_id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What the device says it is proves nothing, and need not: a session goes on only with the key that
 * it began with. */
static void
continue_half_done (ZmBenchPorts *self,
                    ZmBenchPort  *port)
{
  ZmPlace *place = zm_bench_port_get_place (port);
  ZmTrayItem *item;

  if (zm_place_get_device_id (place) == NULL || !zm_bench_port_has_arrived (port) ||
      is_ambiguous (self, port) || !may_go_on (self))
    return;
  item = zm_tray_find (self->tray, zm_place_get_device_id (place));
  if (item == NULL || !zm_tray_item_can_resume (item) ||
      is_given_up (self, zm_tray_item_get_session_id (item)) ||
      zm_bench_ports_has_at_work (self, zm_tray_item_get_session_id (item)))
    return;

  zm_bench_half_done_continue (port, zm_tray_item_get_session_id (item));
}

/* A person has asked for it before anybody was there. */
static void
continue_awaited (ZmBenchPorts *self,
                  ZmBenchPort  *port)
{
  if (zm_bench_port_get_memory (port)->awaited && zm_bench_port_has_arrived (port) && may_go_on (self))
    zm_bench_half_done_resume (port);
}

static gboolean
has_ended (ZmSession *session)
{
  ZmSessionState state;
  GError *failure;
  gboolean running;
  gboolean ended;

  g_object_get (session, "state", &state, "running", &running, "failure", &failure, NULL);
  ended = !running && (!zm_session_record_state_is_open (state) || failure != NULL);
  g_clear_error (&failure);

  return ended;
}

/* Whether what was plugged in may be the device of the half-done session that is shown here. */
static gboolean
may_belong (ZmBenchPort *port)
{
  const char *claimed = zm_place_get_device_id (zm_bench_port_get_place (port));
  g_autofree char *session_id = zm_bench_port_dup_session_id (port);
  g_autofree char *device_id = NULL;
  ZmSessionState state;

  if (session_id == NULL)
    return FALSE;

  g_object_get (zm_bench_port_get_session (port), "state", &state, "device-id", &device_id, NULL);
  return zm_session_record_state_is_open (state) && state != ZM_SESSION_PAIRED &&
         (claimed == NULL || g_strcmp0 (claimed, device_id) == 0);
}

/* Another device may begin; a half-done session goes to the tray for it. */
static void
make_room (ZmBenchPort *port)
{
  ZmSession *session = zm_bench_port_get_session (port);

  if (session != NULL && has_ended (session) && !may_belong (port))
    zm_bench_port_clear (port);
}

/* Where something goes on that may begin a session, or one runs, a place stays however empty. */
static void
forget_empty (ZmBenchPorts *self,
              ZmBenchPort  *port)
{
  ZmPlace *place = zm_bench_port_get_place (port);

  if (!zm_place_is_attached (place) && zm_bench_port_get_session (port) == NULL &&
      !zm_bench_port_is_at_work (port))
    zm_bench_forget (self->bench, place);
}

static void
look_cb (gpointer user_data)
{
  ZmBenchPorts *self = user_data;

  self->look = 0;
  for (guint i = 0; i < count_ports (self); i++)
    {
      if (zm_bench_port_has_arrived (get_port (self, i)))
        make_room (get_port (self, i));
      continue_awaited (self, get_port (self, i));
      continue_half_done (self, get_port (self, i));
    }
  for (guint i = count_ports (self); i > 0; i--)
    forget_empty (self, get_port (self, i - 1));
  refilter (self);
}

/* Not at once: all that changes with one plug has changed by then. */
static void
look_later (ZmBenchPorts *self)
{
  if (self->look == 0)
    self->look = g_timeout_add_once (0, look_cb, self);
}

static void
station_changed_cb (ZmBenchPorts *self,
                    const char   *topic)
{
  if (!g_str_equal (topic, "operator"))
    return;

  self->stopped = FALSE;
  g_hash_table_remove_all (self->fruitless);
  look_later (self);
}

/* What goes on here shows at no other place any more. */
static void
clear_others (ZmBenchPorts *self,
              ZmBenchPort  *port)
{
  g_autofree char *session_id = zm_bench_port_dup_session_id (port);

  for (guint i = 0; session_id != NULL && i < count_ports (self); i++)
    {
      ZmBenchPort *other = get_port (self, i);
      g_autofree char *shown = zm_bench_port_dup_session_id (other);

      if (other != port && g_strcmp0 (shown, session_id) == 0)
        zm_bench_port_clear (other);
    }
}

static void
running_changed_cb (ZmBenchPorts *self,
                    GParamSpec   *pspec,
                    ZmBenchPort  *port)
{
  if (zm_bench_port_is_running (port))
    clear_others (self, port);
  else
    count_fruitless (self, port);
  look_later (self);
}

static void
watch_port (ZmBenchPorts *self,
            ZmBenchPort  *port)
{
  g_signal_connect_object (port, "notify::busy", G_CALLBACK (look_later), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (port, "notify::running", G_CALLBACK (running_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (port, "notify::session", G_CALLBACK (look_later), self,
                           G_CONNECT_SWAPPED);
}

static ZmBenchPort *
make_port (ZmBenchPorts *self,
           ZmPlace      *place)
{
  ZmBenchPort *port = zm_bench_port_new (self->station, place);

  watch_port (self, port);
  g_signal_connect_object (place, "notify", G_CALLBACK (look_later), self, G_CONNECT_SWAPPED);

  return port;
}

static void
places_changed_cb (ZmBenchPorts *self,
                   guint         position,
                   guint         removed,
                   guint         added,
                   GListModel   *places)
{
  g_autoptr(GPtrArray) ports = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(ZmPlace) place = g_list_model_get_item (places, i);

      g_ptr_array_add (ports, make_port (self, place));
    }
  g_list_store_splice (self->ports, self->n_devices + position, removed, ports->pdata, ports->len);
  look_later (self);
}

static void
zm_bench_ports_dispose (GObject *object)
{
  ZmBenchPorts *self = ZM_BENCH_PORTS (object);

  g_clear_handle_id (&self->look, g_source_remove);
  g_clear_pointer (&self->fruitless, g_hash_table_unref);
  g_clear_object (&self->shown);
  g_clear_object (&self->ports);
  g_clear_object (&self->tray);
  g_clear_object (&self->bench);
  g_clear_object (&self->station);

  G_OBJECT_CLASS (zm_bench_ports_parent_class)->dispose (object);
}

static void
zm_bench_ports_class_init (ZmBenchPortsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zm_bench_ports_dispose;
}

static void
zm_bench_ports_init (ZmBenchPorts *self)
{
  self->ports = g_list_store_new (ZM_TYPE_BENCH_PORT);
  self->fruitless = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
add_devices (ZmBenchPorts *self,
             GListModel   *devices)
{
  guint count = devices != NULL ? g_list_model_get_n_items (devices) : 0;

  for (guint i = 0; i < count; i++)
    {
      g_autoptr(ZmSimulatedDevice) device = g_list_model_get_item (devices, i);
      g_autoptr(ZmBenchPort) port = zm_bench_port_new_simulated (self->station, device);

      watch_port (self, port);
      g_list_store_append (self->ports, port);
    }
  self->n_devices = count;
}

ZmBenchPorts *
zm_bench_ports_new (ZmStation  *station,
                    ZmBench    *bench,
                    GListModel *devices)
{
  ZmBenchPorts *self;
  GListModel *places;
  GListModel *items;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (ZM_IS_BENCH (bench), NULL);

  self = g_object_new (ZM_TYPE_BENCH_PORTS, NULL);
  self->station = g_object_ref (station);
  self->bench = g_object_ref (bench);
  self->tray = zm_tray_new (station);
  items = zm_tray_get_items (self->tray);
  self->shown =
    gtk_filter_list_model_new (g_object_ref (items),
                               GTK_FILTER (gtk_custom_filter_new (is_shown_nowhere, self, NULL)));
  g_signal_connect_object (items, "items-changed", G_CALLBACK (look_later), self,
                           G_CONNECT_SWAPPED);

  g_signal_connect_object (station, "changed", G_CALLBACK (station_changed_cb), self,
                           G_CONNECT_SWAPPED);

  add_devices (self, devices);
  places = zm_bench_get_places (bench);
  g_signal_connect_object (places, "items-changed", G_CALLBACK (places_changed_cb), self,
                           G_CONNECT_SWAPPED);
  places_changed_cb (self, 0, 0, g_list_model_get_n_items (places), places);

  return self;
}

ZmBench *
zm_bench_ports_get_bench (ZmBenchPorts *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORTS (self), NULL);

  return self->bench;
}

GListModel *
zm_bench_ports_get_ports (ZmBenchPorts *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORTS (self), NULL);

  return G_LIST_MODEL (self->ports);
}

GListModel *
zm_bench_ports_get_tray (ZmBenchPorts *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORTS (self), NULL);

  return G_LIST_MODEL (self->shown);
}

gboolean
zm_bench_ports_has_at_work (ZmBenchPorts *self,
                            const char   *session_id)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORTS (self), FALSE);

  for (guint i = 0; i < count_ports (self); i++)
    {
      g_autofree char *other = zm_bench_port_dup_session_id (get_port (self, i));

      if (g_strcmp0 (other, session_id) == 0 && zm_bench_port_is_at_work (get_port (self, i)))
        return TRUE;
    }

  return FALSE;
}

gboolean
zm_bench_ports_is_running (ZmBenchPorts *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORTS (self), FALSE);

  for (guint i = 0; i < count_ports (self); i++)
    {
      if (zm_bench_port_is_at_work (get_port (self, i)))
        return TRUE;
    }

  return FALSE;
}

void
zm_bench_ports_stop (ZmBenchPorts *self)
{
  g_return_if_fail (ZM_IS_BENCH_PORTS (self));

  self->stopped = TRUE;
  for (guint i = 0; i < count_ports (self); i++)
    zm_bench_port_stop (get_port (self, i));
}
