#include "ui/export-task.h"

typedef struct {
  ZmAuditFilter *filter;
  ZmAuditFormat  format;
  char          *path;
  ZmProgress    *progress;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  zm_audit_filter_free (asked->filter);
  g_free (asked->path);
  g_object_unref (asked->progress);
  g_free (asked);
}

static void
work (GTask        *task,
      gpointer      source_object,
      gpointer      task_data,
      GCancellable *cancellable)
{
  const Asked *asked = task_data;
  const ZmAuditWatch watch = { zm_progress_report, asked->progress, cancellable };
  GError *error = NULL;
  guint records;

  if (zm_audit_export_write (source_object, asked->filter, asked->format, asked->path, TRUE, &watch,
                             &records, &error))
    g_task_return_int (task, (gssize) records);
  else
    g_task_return_error (task, error);
}

void
zm_export_task_run_async (ZmStation           *station,
                          const ZmAuditFilter *filter,
                          ZmAuditFormat        format,
                          const char          *path,
                          ZmProgress          *progress,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (station, cancellable, callback, user_data);
  Asked *asked = g_new0 (Asked, 1);

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (path != NULL && ZM_IS_PROGRESS (progress));

  /* Cancelled too late it is written all the same. */
  g_task_set_check_cancellable (task, FALSE);
  asked->filter = zm_audit_filter_copy (filter);
  asked->format = format;
  asked->path = g_strdup (path);
  asked->progress = g_object_ref (progress);
  g_task_set_source_tag (task, zm_export_task_run_async);
  g_task_set_task_data (task, asked, free_asked);
  g_task_run_in_thread (task, work);
}

gssize
zm_export_task_run_finish (ZmStation     *station,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
