#include "ui/ward-task.h"

static void
count_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *wards = zm_device_query_wards (task_data, zm_instant_now (), cancellable, &error);

  if (wards != NULL)
    g_task_return_pointer (task, wards, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
zm_ward_task_run_async (ZmDatabase          *database,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (database != NULL);

  g_task_set_source_tag (task, zm_ward_task_run_async);
  g_task_set_task_data (task, zm_database_ref (database), (GDestroyNotify) zm_database_unref);
  g_task_run_in_thread (task, count_in_thread);
}

GPtrArray *
zm_ward_task_finish (GAsyncResult  *result,
                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
