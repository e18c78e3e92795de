#include "app/station/tray.h"

#include "app/audit/audit-query.h"
#include "app/station/audit-words.h"
#include "app/station/session.h"

struct _ZmTray {
  GObject       parent_instance;

  ZmStation    *station;
  GListStore   *items;
  GCancellable *cancellable; /* of the reading under way */
};

G_DEFINE_FINAL_TYPE (ZmTray, zm_tray, G_TYPE_OBJECT)

/* Why a session stands: what was written down when it was interrupted last. */
static ZmTrayItem *
load_item (ZmStation              *station,
           const ZmSessionRecord  *record,
           GError                **error)
{
  const ZmAuditFilter filter = { .session = record->session_id, .action = "session.interrupted" };
  g_autoptr(GPtrArray) found =
    zm_audit_query_list (zm_station_get_database (station), &filter, 0, 1, error);
  g_autofree char *reason = NULL;
  const ZmAuditRecord *last;

  if (found == NULL)
    return NULL;
  if (found->len == 0)
    return zm_tray_item_new (record, NULL, NULL);

  last = g_ptr_array_index (found, 0);
  /* The session has gone on since, and then nobody could write down why it stands. */
  if (last->time < record->updated_at)
    return zm_tray_item_new (record, NULL, NULL);

  reason = zm_audit_words_member (last->detail, "message");
  return zm_tray_item_new (record, json_string_value (json_object_get (last->detail, "check")),
                           reason);
}

GPtrArray *
zm_tray_load (ZmStation  *station,
              GError    **error)
{
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) items = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  records = zm_session_record_list_open (zm_station_get_database (station), error);
  if (records == NULL)
    return NULL;

  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < records->len; i++)
    {
      ZmTrayItem *item = load_item (station, g_ptr_array_index (records, i), error);

      if (item == NULL)
        return NULL;
      g_ptr_array_add (items, item);
    }

  return g_steal_pointer (&items);
}

static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *items = zm_tray_load (task_data, &error);

  if (items != NULL)
    g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ZmTray *self = ZM_TRAY (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) items = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (items == NULL)
    {
      g_warning ("The half-done devices cannot be read: %s", error->message);
      return;
    }

  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
}

/* The newest reading wins. */
static void
load (ZmTray *self)
{
  g_autoptr(GTask) task = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, loaded_cb, NULL);
  g_task_set_source_tag (task, load);
  g_task_set_task_data (task, g_object_ref (self->station), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

static void
changed_cb (ZmTray     *self,
            const char *topic)
{
  if (g_str_equal (topic, "sessions"))
    load (self);
}

static void
zm_tray_finalize (GObject *object)
{
  ZmTray *self = ZM_TRAY (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->items);
  g_clear_object (&self->station);

  G_OBJECT_CLASS (zm_tray_parent_class)->finalize (object);
}

static void
zm_tray_class_init (ZmTrayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_tray_finalize;
}

static void
zm_tray_init (ZmTray *self)
{
  self->items = g_list_store_new (ZM_TYPE_TRAY_ITEM);
}

ZmTray *
zm_tray_new (ZmStation *station)
{
  ZmTray *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  self = g_object_new (ZM_TYPE_TRAY, NULL);
  self->station = g_object_ref (station);
  g_signal_connect_object (station, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);

  return self;
}

GListModel *
zm_tray_get_items (ZmTray *self)
{
  g_return_val_if_fail (ZM_IS_TRAY (self), NULL);

  return G_LIST_MODEL (self->items);
}

ZmTrayItem *
zm_tray_find (ZmTray     *self,
              const char *device_id)
{
  guint count;

  g_return_val_if_fail (ZM_IS_TRAY (self), NULL);
  g_return_val_if_fail (device_id != NULL, NULL);

  count = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  for (guint i = 0; i < count; i++)
    {
      g_autoptr(ZmTrayItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_str_equal (zm_tray_item_get_device_id (item), device_id))
        return item;
    }

  return NULL;
}
