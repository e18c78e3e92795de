#include "ui/verify-task.h"

#include "app/audit/audit-query.h"

void
zm_verify_task_free (ZmVerifyFinding *finding)
{
  if (finding == NULL)
    return;

  zm_audit_verifier_free_report (finding->report);
  g_clear_pointer (&finding->touched, g_ptr_array_unref);
  g_free (finding);
}

/* What cannot be read names no devices either. */
static GPtrArray *
list_touched (ZmStation           *station,
              const ZmAuditReport *report)
{
  if (report->verdict != ZM_AUDIT_BROKEN && report->verdict != ZM_AUDIT_CUT)
    return NULL;

  return zm_audit_query_touched (zm_station_get_database (station),
                                 (gint64) report->last_good_checkpoint, ZM_VERIFY_TASK_TOUCHED_MAX,
                                 NULL);
}

static void
work (GTask        *task,
      gpointer      source_object,
      gpointer      task_data,
      GCancellable *cancellable)
{
  ZmStation *station = source_object;
  const ZmAuditWatch watch = { zm_progress_report, task_data, cancellable };
  ZmAuditReport *report = zm_audit_desk_verify (zm_station_get_directory (station),
                                                zm_station_get_signer (station), &watch);
  g_autoptr(GError) error = NULL;
  ZmVerifyFinding *finding;

  if (report == NULL)
    {
      g_task_return_error_if_cancelled (task);
      return;
    }

  /* A station that can only be read is judged all the same. */
  if (zm_station_get_audit_log (station) != NULL && !zm_audit_desk_note (station, report, &error))
    g_warning ("A verification could not be recorded: %s", error->message);
  finding = g_new0 (ZmVerifyFinding, 1);
  finding->report = report;
  finding->touched = list_touched (station, report);
  g_task_return_pointer (task, finding, (GDestroyNotify) zm_verify_task_free);
}

void
zm_verify_task_run_async (ZmStation           *station,
                          ZmProgress          *progress,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (station, cancellable, callback, user_data);

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (ZM_IS_PROGRESS (progress));

  g_task_set_source_tag (task, zm_verify_task_run_async);
  g_task_set_task_data (task, g_object_ref (progress), g_object_unref);
  g_task_run_in_thread (task, work);
}

ZmVerifyFinding *
zm_verify_task_run_finish (ZmStation     *station,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
