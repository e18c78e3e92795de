#include "usb/usb-bus.h"

#include "usb/usb-probe.h"
#include "usb/usb-transport.h"

#include "app/base/error.h"

/* Devices that come again and again without a word do not hold up those that answer. */
#define SETTLE_TIME (5 * G_TIME_SPAN_SECOND)
#define PROBES 16 /* at a time: a device that does not answer delays nobody else */

struct _ZmUsbBus {
  GObject                         parent_instance;

  ZmUsbContext                   *context;
  GArray                         *ids;
  GMainContext                   *main;
  GThreadPool                    *probes;
  GCancellable                   *closing;
  libusb_hotplug_callback_handle  watch;
  gboolean                        watching;

  GMutex                          lock;
  GCond                           settled;
  GPtrArray                      *entries; /* Entry */
  guint                           probing; /* those that are not yet looked at */
  GSource                        *refresh; /* shown is behind */

  GPtrArray                      *shown;   /* ZmUsbDevice; in the main context */
};

/* A stay, and what is known of the device once it was looked at. */
typedef struct {
  ZmUsbStay   *stay;
  ZmUsbDevice *device; /* NULL at first */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  zm_usb_stay_unref (entry->stay);
  g_clear_object (&entry->device);
  g_free (entry);
}

static GPtrArray *
take_snapshot (ZmUsbBus *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->device != NULL)
        g_ptr_array_add (list, g_object_ref (entry->device));
    }
  g_mutex_unlock (&self->lock);
  g_ptr_array_sort (list, zm_usb_device_compare);

  return list;
}

/* Both lists are in order, and share the objects that stayed. */
static void
update_shown (ZmUsbBus *self)
{
  g_autoptr(GPtrArray) list = take_snapshot (self);

  for (guint i = self->shown->len; i > 0; i--)
    if (!g_ptr_array_find (list, g_ptr_array_index (self->shown, i - 1), NULL))
      {
        g_ptr_array_remove_index (self->shown, i - 1);
        g_list_model_items_changed (G_LIST_MODEL (self), i - 1, 1, 0);
      }
  for (guint i = 0; i < list->len; i++)
    if (i >= self->shown->len ||
        g_ptr_array_index (self->shown, i) != g_ptr_array_index (list, i))
      {
        g_ptr_array_insert (self->shown, (int) i, g_object_ref (g_ptr_array_index (list, i)));
        g_list_model_items_changed (G_LIST_MODEL (self), i, 0, 1);
      }
}

static gboolean
refresh_cb (gpointer data)
{
  g_autoptr(ZmUsbBus) self = g_weak_ref_get (data);

  if (self == NULL)
    return G_SOURCE_REMOVE;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->refresh, g_source_unref);
  g_mutex_unlock (&self->lock);
  update_shown (self);

  return G_SOURCE_REMOVE;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* The source does not keep the bus, since perhaps no loop ever runs it. */
static void
refresh_locked (ZmUsbBus *self)
{
  GWeakRef *reference;

  if (self->refresh != NULL)
    return;

  reference = g_new0 (GWeakRef, 1);
  g_weak_ref_init (reference, self);
  self->refresh = g_idle_source_new ();
  g_source_set_priority (self->refresh, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->refresh, refresh_cb, reference, weak_ref_free);
  g_source_attach (self->refresh, self->main);
}

static Entry *
find_device (ZmUsbBus      *self,
             libusb_device *device)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->stay->device == device)
        return entry;
    }

  return NULL;
}

static Entry *
find_port (ZmUsbBus   *self,
           const char *port)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (g_strcmp0 (entry->stay->port, port) == 0)
        return entry;
    }

  return NULL;
}

static gboolean
is_allowed (ZmUsbBus      *self,
            libusb_device *device)
{
  struct libusb_device_descriptor facts;

  if (libusb_get_device_descriptor (device, &facts) != LIBUSB_SUCCESS)
    return FALSE;

  for (guint i = 0; i < self->ids->len; i++)
    {
      const ZmUsbId *id = &g_array_index (self->ids, ZmUsbId, i);

      if (facts.idVendor == id->vendor && facts.idProduct == id->product)
        return TRUE;
    }

  return FALSE;
}

static void
end_stay_locked (ZmUsbBus *self,
                 Entry    *entry)
{
  zm_usb_stay_leave (entry->stay);
  g_ptr_array_remove (self->entries, entry);
  refresh_locked (self);
}

/* It may be told of twice; and what still stands at its port has left unannounced. */
static void
arrive_locked (ZmUsbBus      *self,
               libusb_device *device)
{
  ZmUsbStay *stay;
  Entry *before;
  Entry *entry;

  if (find_device (self, device) != NULL || !is_allowed (self, device))
    return;
  stay = zm_usb_stay_new (self->context, device);
  if (stay == NULL)
    return;
  before = find_port (self, stay->port);
  if (before != NULL)
    end_stay_locked (self, before);

  entry = g_new0 (Entry, 1);
  entry->stay = stay;
  g_ptr_array_add (self->entries, entry);
  self->probing++;
  g_thread_pool_push (self->probes, zm_usb_stay_ref (stay), NULL);
}

static void
leave_locked (ZmUsbBus      *self,
              libusb_device *device)
{
  Entry *entry = find_device (self, device);

  if (entry != NULL)
    end_stay_locked (self, entry);
}

static int LIBUSB_CALL
hotplug_cb (libusb_context       *usb,
            libusb_device        *device,
            libusb_hotplug_event  event,
            gpointer              data)
{
  ZmUsbBus *self = data;
  gboolean arrives = event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED;

  g_mutex_lock (&self->lock);
  if (!g_cancellable_is_cancelled (self->closing))
    (arrives ? arrive_locked : leave_locked)(self, device);
  g_mutex_unlock (&self->lock);

  return 0;
}

static void
probe (gpointer data,
       gpointer user_data)
{
  g_autoptr(ZmUsbStay) stay = data;
  ZmUsbBus *self = user_data;
  ZmUsbDevice *device = zm_usb_probe_run (stay, self->closing);
  Entry *entry;

  g_mutex_lock (&self->lock);
  entry = find_device (self, stay->device);
  if (entry != NULL)
    {
      entry->device = device;
      refresh_locked (self);
    }
  else
    {
      g_object_unref (device);
    }
  self->probing--;
  g_cond_broadcast (&self->settled);
  g_mutex_unlock (&self->lock);
}

static GType
zm_usb_bus_get_item_type (GListModel *model)
{
  return ZM_TYPE_USB_DEVICE;
}

static guint
zm_usb_bus_get_n_items (GListModel *model)
{
  return ZM_USB_BUS (model)->shown->len;
}

static gpointer
zm_usb_bus_get_item (GListModel *model,
                     guint       position)
{
  ZmUsbBus *self = ZM_USB_BUS (model);

  if (position >= self->shown->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->shown, position));
}

static void
zm_usb_bus_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = zm_usb_bus_get_item_type;
  iface->get_n_items = zm_usb_bus_get_n_items;
  iface->get_item = zm_usb_bus_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmUsbBus, zm_usb_bus, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      zm_usb_bus_list_model_init))

/* libusb may be in the middle of a callback when it is told to make no more of them. */
static void
stop_watching (ZmUsbBus *self)
{
  if (self->watching)
    libusb_hotplug_deregister_callback (zm_usb_context_get (self->context), self->watch);
  g_mutex_lock (&self->lock);
  g_cancellable_cancel (self->closing);
  g_mutex_unlock (&self->lock);
  g_thread_pool_free (self->probes, FALSE, TRUE);
  zm_usb_context_stop (self->context);
}

static void
zm_usb_bus_finalize (GObject *object)
{
  ZmUsbBus *self = ZM_USB_BUS (object);

  if (self->context != NULL)
    stop_watching (self);
  if (self->refresh != NULL)
    g_source_destroy (self->refresh);
  g_clear_pointer (&self->refresh, g_source_unref);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->shown);
  g_array_unref (self->ids);
  g_main_context_unref (self->main);
  g_object_unref (self->closing);
  g_clear_pointer (&self->context, zm_usb_context_unref);
  g_cond_clear (&self->settled);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (zm_usb_bus_parent_class)->finalize (object);
}

static void
zm_usb_bus_class_init (ZmUsbBusClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_usb_bus_finalize;
}

static void
zm_usb_bus_init (ZmUsbBus *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->settled);
  self->ids = g_array_new (FALSE, FALSE, sizeof (ZmUsbId));
  self->main = g_main_context_ref_thread_default ();
  self->closing = g_cancellable_new ();
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
begin_to_watch (ZmUsbBus  *self,
                GError   **error)
{
  int result = libusb_hotplug_register_callback (zm_usb_context_get (self->context),
                                                 LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED |
                                                 LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
                                                 LIBUSB_HOTPLUG_ENUMERATE,
                                                 LIBUSB_HOTPLUG_MATCH_ANY,
                                                 LIBUSB_HOTPLUG_MATCH_ANY,
                                                 LIBUSB_HOTPLUG_MATCH_ANY, hotplug_cb, self,
                                                 &self->watch);

  if (result != LIBUSB_SUCCESS)
    {
      zm_error_set (error, ZM_ERROR_IO, "usb.start", libusb_error_name (result), NULL,
                    "This system does not tell what is plugged in");
      return FALSE;
    }

  self->watching = TRUE;
  return TRUE;
}

static void
settle (ZmUsbBus *self)
{
  gint64 deadline = g_get_monotonic_time () + SETTLE_TIME;

  g_mutex_lock (&self->lock);
  while (self->probing > 0 && g_cond_wait_until (&self->settled, &self->lock, deadline))
    ;
  g_mutex_unlock (&self->lock);

  /* Otherwise another thread turns that loop, and does it there. */
  if (g_main_context_acquire (self->main))
    {
      update_shown (self);
      g_main_context_release (self->main);
    }
}

ZmUsbBus *
zm_usb_bus_new (const ZmUsbId  *ids,
                gsize           n_ids,
                GError        **error)
{
  g_autoptr(ZmUsbBus) self = NULL;

  g_return_val_if_fail (ids != NULL || n_ids == 0, NULL);

  self = g_object_new (ZM_TYPE_USB_BUS, NULL);
  g_array_append_vals (self->ids, ids, (guint) n_ids);
  self->context = zm_usb_context_new (error);
  if (self->context == NULL)
    return NULL;
  self->probes = g_thread_pool_new (probe, self, PROBES, FALSE, NULL);
  if (!begin_to_watch (self, error))
    return NULL;
  settle (self);

  return g_steal_pointer (&self);
}

GPtrArray *
zm_usb_bus_list (ZmUsbBus *self)
{
  g_return_val_if_fail (ZM_IS_USB_BUS (self), NULL);

  return take_snapshot (self);
}

static ZmUsbStay *
find_stay (ZmUsbBus   *self,
           const char *port)
{
  ZmUsbStay *stay = NULL;
  Entry *entry;

  g_mutex_lock (&self->lock);
  entry = find_port (self, port);
  if (entry != NULL)
    stay = zm_usb_stay_ref (entry->stay);
  g_mutex_unlock (&self->lock);

  return stay;
}

ZmTransport *
zm_usb_bus_open (ZmUsbBus      *self,
                 const char    *port,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr(ZmUsbStay) stay = NULL;

  g_return_val_if_fail (ZM_IS_USB_BUS (self), NULL);
  g_return_val_if_fail (port != NULL, NULL);

  stay = find_stay (self, port);
  if (stay == NULL)
    {
      zm_error_set (error, ZM_ERROR_UNAVAILABLE, "usb.absent", port, NULL,
                    "There is no device at USB port “%s”", port);
      return NULL;
    }

  return zm_usb_transport_open (stay, G_OBJECT (self), cancellable, error);
}
