#include "ui/place-task.h"

#include "app/station/identify.h"
#include "app/station/port-desk.h"

typedef struct {
  char *place; /* port, or address */
  char *label; /* NULL: to identify */
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_free (asked->place);
  g_free (asked->label);
  g_free (asked);
}

static void
work (GTask        *task,
      gpointer      source_object,
      gpointer      task_data,
      GCancellable *cancellable)
{
  const Asked *asked = task_data;
  GError *error = NULL;
  gboolean ok = asked->label != NULL
                ? zm_port_desk_label (source_object, asked->place, asked->label, &error)
                : zm_identify_run (source_object, asked->place, cancellable, &error);

  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ask (ZmStation           *station,
     const char          *place,
     const char          *label,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (station, cancellable, callback, user_data);
  Asked *asked = g_new0 (Asked, 1);

  asked->place = g_strdup (place);
  asked->label = g_strdup (label);
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, asked, free_asked);
  g_task_run_in_thread (task, work);
}

void
zm_place_task_rename_async (ZmStation           *station,
                            ZmPlace             *place,
                            const char          *label,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (ZM_IS_PLACE (place) && zm_place_get_port (place) != NULL);
  g_return_if_fail (label != NULL);

  ask (station, zm_place_get_port (place), label, NULL, callback, user_data);
}

void
zm_place_task_identify_async (ZmStation           *station,
                              ZmPlace             *place,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (ZM_IS_PLACE (place));

  ask (station, zm_place_get_address (place), NULL, cancellable, callback, user_data);
}

gboolean
zm_place_task_finish (ZmStation     *station,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
