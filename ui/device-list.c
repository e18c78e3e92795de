#include "ui/device-list.h"

#include "app/store/certificate-record.h"
#include "ui/device-item.h"

/* The latest end of what is good, by device. */
static GHashTable *
find_ends (GPtrArray *certificates)
{
  GHashTable *ends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < certificates->len; i++)
    {
      const ZmCertificateRecord *record = g_ptr_array_index (certificates, i);
      ZmInstant *end;

      if (record->device_id == NULL || (record->state != ZM_CERTIFICATE_ACTIVE &&
                                        record->state != ZM_CERTIFICATE_ISSUED))
        continue;
      end = g_hash_table_lookup (ends, record->device_id);
      if (end == NULL)
        g_hash_table_insert (ends, g_strdup (record->device_id),
                             g_memdup2 (&record->not_after, sizeof record->not_after));
      else
        *end = MAX (*end, record->not_after);
    }

  return ends;
}

static GPtrArray *
load (ZmDatabase  *database,
      GError     **error)
{
  g_autoptr(GPtrArray) certificates =
    zm_certificate_record_list_of_kind (database, ZM_CERTIFICATE_DEVICE, error);
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GHashTable) ends = NULL;
  ZmInstant now = zm_instant_now ();
  GPtrArray *items;

  if (certificates == NULL)
    return NULL;
  devices = zm_device_record_list (database, error);
  if (devices == NULL)
    return NULL;

  ends = find_ends (certificates);
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < devices->len; i++)
    {
      const ZmDeviceRecord *record = g_ptr_array_index (devices, i);
      const ZmInstant *end = g_hash_table_lookup (ends, record->device_id);

      g_ptr_array_add (items, zm_device_item_new (record, end != NULL ? *end : 0, now));
    }

  return items;
}

static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *items = load (zm_station_get_database (source_object), &error);

  if (items != NULL)
    g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
zm_device_list_load_async (ZmStation           *station,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (ZM_IS_STATION (station));

  task = g_task_new (station, cancellable, callback, user_data);
  g_task_set_source_tag (task, zm_device_list_load_async);
  g_task_run_in_thread (task, load_in_thread);
}

GPtrArray *
zm_device_list_load_finish (ZmStation     *station,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
