#include "ui/device-history.h"

#include "app/store/certificate-record.h"
#include "app/store/session-record.h"

void
zm_device_history_free (ZmDeviceHistory *history)
{
  if (history == NULL)
    return;

  g_clear_pointer (&history->line, zm_device_query_line_free);
  g_clear_pointer (&history->certificates, g_ptr_array_unref);
  g_clear_pointer (&history->sessions, g_ptr_array_unref);
  g_free (history);
}

static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ZmDatabase *database = zm_station_get_database (source_object);
  g_autoptr(ZmDeviceHistory) history = g_new0 (ZmDeviceHistory, 1);
  GError *error = NULL;

  history->line = zm_device_query_get (database, task_data, &error);
  if (history->line != NULL)
    history->certificates = zm_certificate_record_list_of_device (database, task_data, &error);
  if (history->certificates != NULL)
    history->sessions = zm_session_record_list (database, task_data, &error);
  if (history->sessions != NULL)
    g_task_return_pointer (task, g_steal_pointer (&history),
                           (GDestroyNotify) zm_device_history_free);
  else
    g_task_return_error (task, error);
}

void
zm_device_history_load_async (ZmStation           *station,
                              const char          *device_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (station, cancellable, callback, user_data);

  g_task_set_source_tag (task, zm_device_history_load_async);
  g_task_set_task_data (task, g_strdup (device_id), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

ZmDeviceHistory *
zm_device_history_load_finish (ZmStation     *station,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
