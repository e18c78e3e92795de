#include "ui/people-task.h"

typedef struct _Change Change;

struct _Change {
  gboolean  (*run)(ZmStation     *station,
                   const Change  *change,
                   GError       **error);
  char       *name;
  ZmRole      role;
  ZmSecret   *pin;
  ZmSecret   *current;
};

static void
free_change (gpointer data)
{
  Change *change = data;

  g_free (change->name);
  g_clear_pointer (&change->pin, zm_secret_free);
  g_clear_pointer (&change->current, zm_secret_free);
  g_free (change);
}

static void
list_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *list = zm_operator_desk_list (source_object, &error);

  if (list != NULL)
    g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
zm_people_task_list_async (ZmStation           *station,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (ZM_IS_STATION (station));

  task = g_task_new (station, NULL, callback, user_data);
  g_task_set_source_tag (task, zm_people_task_list_async);
  g_task_run_in_thread (task, list_in_thread);
}

GPtrArray *
zm_people_task_list_finish (ZmStation     *station,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
change_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  const Change *change = task_data;
  GError *error = NULL;

  if (change->run (source_object, change, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run (ZmStation           *station,
     const Change        *change,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (station, NULL, callback, user_data);

  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, g_memdup2 (change, sizeof *change), free_change);
  g_task_run_in_thread (task, change_in_thread);
}

static gboolean
add (ZmStation     *station,
     const Change  *change,
     GError       **error)
{
  return zm_operator_desk_add (station, change->name, change->role, change->pin, error);
}

void
zm_people_task_add_async (ZmStation           *station,
                          const char          *name,
                          ZmRole               role,
                          ZmSecret            *pin,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  const Change change = { .run = add, .name = g_strdup (name), .role = role, .pin = pin };

  g_return_if_fail (ZM_IS_STATION (station));

  run (station, &change, callback, user_data);
}

static gboolean
take_out (ZmStation     *station,
          const Change  *change,
          GError       **error)
{
  return zm_operator_desk_remove (station, change->name, error);
}

void
zm_people_task_remove_async (ZmStation           *station,
                             const char          *name,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  const Change change = { .run = take_out, .name = g_strdup (name) };

  g_return_if_fail (ZM_IS_STATION (station));

  run (station, &change, callback, user_data);
}

static gboolean
set_pin (ZmStation     *station,
         const Change  *change,
         GError       **error)
{
  return zm_operator_desk_set_pin (station, change->name, change->pin, change->current, error);
}

void
zm_people_task_set_pin_async (ZmStation           *station,
                              const char          *name,
                              ZmSecret            *pin,
                              ZmSecret            *current,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  const Change change = {
    .run = set_pin,
    .name = g_strdup (name),
    .pin = pin,
    .current = current,
  };

  g_return_if_fail (ZM_IS_STATION (station));

  run (station, &change, callback, user_data);
}

gboolean
zm_people_task_change_finish (ZmStation     *station,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
