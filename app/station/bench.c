#include "config.h"

#include "app/station/bench.h"

#include "app/station/place-record.h"
#include "app/station/port-desk.h"
#include "app/station/tether.h"
#include "usb/usb-bus.h"
#include "usb/usb-port.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _ZmBench {
  GObject     parent_instance;

  ZmStation    *station;
  ZmUsbBus     *bus; /* NULL if no address wants it, or with failure */
  GError       *failure;
  GListStore   *places;
  GHashTable   *labels; /* of ports, as they were read last */
  GCancellable *cancellable; /* of the reading under way */
  guint         n_fixed;
  gboolean      takes_all; /* "usb" is among the addresses */
};

G_DEFINE_FINAL_TYPE (ZmBench, zm_bench, G_TYPE_OBJECT)

static void
name_place (ZmBench *self,
            ZmPlace *place)
{
  zm_place_set_label (place, g_hash_table_lookup (self->labels, zm_place_get_port (place)));
}

static ZmPlace *
new_usb_place (ZmBench    *self,
               const char *port)
{
  g_autofree char *address = g_strconcat (ZM_TETHER_USB, ":", port, NULL);
  g_autofree char *title = g_strdup_printf (_("Port %s"), port);
  ZmPlace *place = zm_place_new (address, port, title);

  name_place (self, place);
  return place;
}

static guint
count_places (ZmBench *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->places));
}

/* The place for port, or where it would stand. */
static ZmPlace *
find_place (ZmBench    *self,
            const char *port,
            guint      *position)
{
  guint count = count_places (self);

  for (guint i = 0; i < count; i++)
    {
      g_autoptr(ZmPlace) place = g_list_model_get_item (G_LIST_MODEL (self->places), i);
      const char *other = zm_place_get_port (place);
      int order = other != NULL ? zm_usb_port_compare (port, other) : 1;

      if (order == 0)
        return g_steal_pointer (&place);
      if (order < 0 && i >= self->n_fixed)
        {
          *position = i;
          return NULL;
        }
    }

  *position = count;
  return NULL;
}

static ZmPlace *
need_place (ZmBench    *self,
            const char *port)
{
  guint position = 0;
  ZmPlace *place = find_place (self, port, &position);

  if (place == NULL && self->takes_all)
    {
      place = new_usb_place (self, port);
      g_list_store_insert (self->places, position, place);
    }

  return place;
}

/* What is plugged into a port that is not for devices shows there, with the reason. */
static void
show_device (ZmBench     *self,
             ZmUsbDevice *device)
{
  const char *port = zm_usb_device_get_port (device);
  g_autoptr(ZmPlace) place = need_place (self, port);
  g_autoptr(GError) forbidden = NULL;

  if (place == NULL)
    return;

  if (zm_port_desk_check (self->station, port, &forbidden))
    zm_place_attach (place, zm_usb_device_get_serial (device), zm_usb_device_get_problem (device));
  else
    zm_place_attach (place, NULL, forbidden);
  zm_place_record_load (place, self->station);
}

static gboolean
is_plugged_in (ZmBench    *self,
               const char *port)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->bus));

  for (guint i = 0; i < count; i++)
    {
      g_autoptr(ZmUsbDevice) device = g_list_model_get_item (G_LIST_MODEL (self->bus), i);

      if (g_str_equal (zm_usb_device_get_port (device), port))
        return TRUE;
    }

  return FALSE;
}

static void
detach_gone (ZmBench *self)
{
  for (guint i = 0; i < count_places (self); i++)
    {
      g_autoptr(ZmPlace) place = g_list_model_get_item (G_LIST_MODEL (self->places), i);
      const char *port = zm_place_get_port (place);

      if (port != NULL && zm_place_is_attached (place) && !is_plugged_in (self, port))
        zm_place_detach (place);
    }
}

static gboolean
has_twin (ZmBench *self,
          ZmPlace *place)
{
  const char *device_id = zm_place_get_device_id (place);

  for (guint i = 0; device_id != NULL && i < count_places (self); i++)
    {
      g_autoptr(ZmPlace) other = g_list_model_get_item (G_LIST_MODEL (self->places), i);

      if (other != place && g_strcmp0 (zm_place_get_device_id (other), device_id) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
find_twins (ZmBench *self)
{
  for (guint i = 0; i < count_places (self); i++)
    {
      g_autoptr(ZmPlace) place = g_list_model_get_item (G_LIST_MODEL (self->places), i);

      zm_place_set_twin (place, has_twin (self, place));
    }
}

static void
bus_changed_cb (ZmBench *self,
                guint    position,
                guint    removed,
                guint    added)
{
  detach_gone (self);
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(ZmUsbDevice) device = g_list_model_get_item (G_LIST_MODEL (self->bus), i);

      show_device (self, device);
    }
  find_twins (self);
}

static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *records = zm_port_desk_list (task_data, &error);

  if (records != NULL)
    g_task_return_pointer (task, records, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
name_places (ZmBench *self)
{
  for (guint i = 0; i < count_places (self); i++)
    {
      g_autoptr(ZmPlace) place = g_list_model_get_item (G_LIST_MODEL (self->places), i);

      if (zm_place_get_port (place) != NULL)
        name_place (self, place);
    }
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ZmBench *self = ZM_BENCH (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (records == NULL)
    {
      g_warning ("The names of the ports cannot be read: %s", error->message);
      return;
    }

  g_hash_table_remove_all (self->labels);
  for (guint i = 0; i < records->len; i++)
    {
      const ZmPortRecord *record = g_ptr_array_index (records, i);

      g_hash_table_insert (self->labels, g_strdup (record->port), g_strdup (record->label));
    }
  name_places (self);
}

/* In a thread, so that no plug waits for the disk; the newest reading wins. */
static void
load_labels (ZmBench *self)
{
  g_autoptr(GTask) task = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, loaded_cb, NULL);
  g_task_set_source_tag (task, load_labels);
  g_task_set_task_data (task, g_object_ref (self->station), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

static void
load_records (ZmBench *self)
{
  for (guint i = 0; i < count_places (self); i++)
    {
      g_autoptr(ZmPlace) place = g_list_model_get_item (G_LIST_MODEL (self->places), i);

      zm_place_record_load (place, self->station);
    }
}

static void
station_changed_cb (ZmBench    *self,
                    const char *topic)
{
  if (g_str_equal (topic, "sessions") || g_str_equal (topic, "certificates"))
    load_records (self);
  if (g_str_equal (topic, "ports"))
    load_labels (self);
}

static void
zm_bench_finalize (GObject *object)
{
  ZmBench *self = ZM_BENCH (object);

  g_clear_object (&self->places);
  g_clear_pointer (&self->labels, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->station);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (zm_bench_parent_class)->finalize (object);
}

static void
zm_bench_class_init (ZmBenchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_bench_finalize;
}

static void
zm_bench_init (ZmBench *self)
{
  self->places = g_list_store_new (ZM_TYPE_PLACE);
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
add_fixed (ZmBench    *self,
           const char *address)
{
  g_autoptr(ZmPlace) place = NULL;
  g_autofree char *title = NULL;

  if (g_str_has_prefix (address, ZM_TETHER_USB ":"))
    {
      place = new_usb_place (self, address + strlen (ZM_TETHER_USB ":"));
    }
  else
    {
      title = g_strdup_printf (_("Place %u"), self->n_fixed + 1);
      place = zm_place_new (address, NULL, title);
    }
  g_list_store_append (self->places, place);
  self->n_fixed++;
}

static void
watch_usb (ZmBench *self)
{
  self->bus = zm_station_get_usb (self->station, &self->failure);
  if (self->bus == NULL)
    return;

  g_signal_connect_object (self->bus, "items-changed", G_CALLBACK (bus_changed_cb), self,
                           G_CONNECT_SWAPPED);
  bus_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->bus)));
}

ZmBench *
zm_bench_new (ZmStation         *station,
              const char *const *addresses)
{
  ZmBench *self;
  gboolean usb = FALSE;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  self = g_object_new (ZM_TYPE_BENCH, NULL);
  self->station = g_object_ref (station);
  for (gsize i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      usb = usb || g_str_has_prefix (addresses[i], ZM_TETHER_USB);
      if (g_str_equal (addresses[i], ZM_TETHER_USB))
        self->takes_all = TRUE;
      else
        add_fixed (self, addresses[i]);
    }
  if (usb)
    {
      g_signal_connect_object (station, "changed", G_CALLBACK (station_changed_cb), self,
                               G_CONNECT_SWAPPED);
      load_labels (self);
      watch_usb (self);
    }

  return self;
}

GListModel *
zm_bench_get_places (ZmBench *self)
{
  g_return_val_if_fail (ZM_IS_BENCH (self), NULL);

  return G_LIST_MODEL (self->places);
}

const GError *
zm_bench_get_failure (ZmBench *self)
{
  g_return_val_if_fail (ZM_IS_BENCH (self), NULL);

  return self->failure;
}

void
zm_bench_forget (ZmBench *self,
                 ZmPlace *place)
{
  guint position;

  g_return_if_fail (ZM_IS_BENCH (self));
  g_return_if_fail (ZM_IS_PLACE (place));

  if (!zm_place_is_attached (place) && g_list_store_find (self->places, place, &position) &&
      position >= self->n_fixed)
    g_list_store_remove (self->places, position);
}
