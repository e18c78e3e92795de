#include "ui/session-task.h"

#include "app/station/refusal.h"

typedef struct {
  char *session_id;
  char *address;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_free (asked->session_id);
  g_free (asked->address);
  g_free (asked);
}

static void
resume_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  const Asked *asked = task_data;
  GError *error = NULL;
  ZmSession *session = zm_session_resume (source_object, asked->session_id, asked->address,
                                          &error);

  if (session != NULL)
    {
      g_task_return_pointer (task, session, g_object_unref);
      return;
    }

  zm_refusal_note (source_object, "session resume", error);
  g_task_return_error (task, error);
}

static void
abandon_in_thread (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  const Asked *asked = task_data;
  GError *error = NULL;

  if (zm_session_abandon (source_object, asked->session_id, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  zm_refusal_note (source_object, "session abandon", error);
  g_task_return_error (task, error);
}

static void
ask (ZmStation           *station,
     const char          *session_id,
     const char          *address,
     GTaskThreadFunc      work,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (station, NULL, callback, user_data);
  Asked *asked = g_new0 (Asked, 1);

  asked->session_id = g_strdup (session_id);
  asked->address = g_strdup (address);
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, asked, free_asked);
  g_task_run_in_thread (task, work);
}

void
zm_session_task_resume_async (ZmStation           *station,
                              const char          *session_id,
                              const char          *address,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (session_id != NULL && address != NULL);

  ask (station, session_id, address, resume_in_thread, callback, user_data);
}

ZmSession *
zm_session_task_resume_finish (ZmStation     *station,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
zm_session_task_abandon_async (ZmStation           *station,
                               const char          *session_id,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (session_id != NULL);

  ask (station, session_id, NULL, abandon_in_thread, callback, user_data);
}

gboolean
zm_session_task_abandon_finish (ZmStation     *station,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
