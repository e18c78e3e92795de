#include "ui/text-save.h"

#include "app/base/file.h"

#include <string.h>

typedef struct {
  char *path;
  char *text;
  int mode;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_free (work->path);
  g_free (work->text);
  g_free (work);
}

static void
save_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Work *work = task_data;
  GError *error = NULL;

  if (zm_file_write (work->path, work->text, strlen (work->text), work->mode, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
zm_text_save_async (gpointer             source,
                    const char          *path,
                    char                *text,
                    int                  mode,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (source, cancellable, callback, user_data);
  Work *work = g_new (Work, 1);

  *work = (Work) { g_strdup (path != NULL ? path : ""), text, mode };
  g_task_set_source_tag (task, zm_text_save_async);
  g_task_set_task_data (task, work, free_work);
  g_task_run_in_thread (task, save_in_thread);
}

gboolean
zm_text_save_finish (GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
