#include "ui/review-run.h"

static void
free_run (gpointer data)
{
  ZmReviewRun *self = data;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->station);
  g_clear_pointer (&self->data, self->destroy);
  g_free (self);
}

ZmReviewRun *
zm_review_run_new (ZmReviewDialog  *dialog,
                   ZmStation       *station,
                   gpointer         data,
                   GDestroyNotify   destroy,
                   ZmReviewRunFunc  accept,
                   ZmReviewRunFunc  save)
{
  ZmReviewRun *self;

  g_return_val_if_fail (ZM_IS_REVIEW_DIALOG (dialog), NULL);
  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (destroy != NULL && accept != NULL && save != NULL, NULL);

  self = g_new0 (ZmReviewRun, 1);
  self->dialog = dialog;
  self->station = g_object_ref (station);
  self->cancellable = g_cancellable_new ();
  self->data = data;
  self->destroy = destroy;
  g_object_set_data_full (G_OBJECT (dialog), "zm-review-run", self, free_run);
  g_signal_connect_swapped (dialog, "accept", G_CALLBACK (accept), self);
  g_signal_connect_swapped (dialog, "save", G_CALLBACK (save), self);

  return self;
}

void
zm_review_run_start (ZmReviewRun         *self,
                     gpointer             task_data,
                     GDestroyNotify       destroy,
                     GTaskThreadFunc      work,
                     GAsyncReadyCallback  callback)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (self != NULL && work != NULL && callback != NULL);

  task = g_task_new (self->station, self->cancellable, callback, self);
  g_task_set_source_tag (task, zm_review_run_start);
  g_task_set_task_data (task, task_data, destroy);
  g_task_run_in_thread (task, work);
}

gboolean
zm_review_run_check (ZmReviewRun  *self,
                     const GError *error)
{
  if (error == NULL)
    return TRUE;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    zm_review_dialog_fail (self->dialog, error);

  return FALSE;
}

void
zm_review_run_finish (ZmReviewRun  *self,
                      const GError *error)
{
  if (zm_review_run_check (self, error))
    gtk_window_destroy (GTK_WINDOW (self->dialog));
}
