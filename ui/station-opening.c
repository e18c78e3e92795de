#include "ui/station-opening.h"

#include "app/base/error.h"
#include "app/station/recovery.h"
#include "app/station/refusal.h"

typedef struct {
  char     *operator_name;
  ZmSecret *pin;
  ZmSecret *passphrase;
} SignIn;

static void
free_sign_in (gpointer data)
{
  SignIn *sign_in = data;

  g_free (sign_in->operator_name);
  g_clear_pointer (&sign_in->pin, zm_secret_free);
  g_clear_pointer (&sign_in->passphrase, zm_secret_free);
  g_free (sign_in);
}

typedef struct {
  char     *directory;
  gboolean  usb;
} Open;

static void
free_open (gpointer data)
{
  Open *open = data;

  g_free (open->directory);
  g_free (open);
}

/* That USB cannot be used is for the bench to say. */
static void
open_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Open *open = task_data;
  g_autoptr(GError) failure = NULL;
  GError *error = NULL;
  ZmStation *station = zm_station_open (open->directory, &error);

  if (station != NULL && open->usb && zm_station_get_usb (station, &failure) == NULL)
    g_debug ("USB cannot be used: %s", failure->message);
  if (station != NULL)
    g_task_return_pointer (task, station, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
zm_station_opening_open_async (const char          *directory,
                               gboolean             usb,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Open *open = g_new0 (Open, 1);

  g_return_if_fail (directory != NULL);

  open->directory = g_strdup (directory);
  open->usb = usb;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, zm_station_opening_open_async);
  g_task_set_task_data (task, open, free_open);
  /* What the thread still opens is closed again. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, open_in_thread);
}

ZmStation *
zm_station_opening_open_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* FALSE without an error if nobody serves the station. */
static gboolean
attach_signer (ZmStation  *station,
               GError    **error)
{
  g_autoptr(GError) local = NULL;
  ZmSignerClient *signer =
    zm_signer_client_connect (zm_station_get_directory (station), &local);

  if (signer != NULL)
    zm_station_take_signer (station, signer);
  else if (!g_str_equal (zm_error_get_check (local), "signer.absent"))
    g_propagate_error (error, g_steal_pointer (&local));

  return signer != NULL;
}

static void
find_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean found = attach_signer (source_object, &error);

  if (error == NULL)
    {
      g_task_return_boolean (task, found);
      return;
    }

  zm_refusal_note (source_object, "sign in", error);
  g_task_return_error (task, error);
}

void
zm_station_opening_find_async (ZmStation           *station,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (ZM_IS_STATION (station));

  task = g_task_new (station, NULL, callback, user_data);
  g_task_set_source_tag (task, zm_station_opening_find_async);
  g_task_run_in_thread (task, find_in_thread);
}

gboolean
zm_station_opening_find_finish (ZmStation     *station,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* One that could not be reached before may answer by now. */
static gboolean
provide_signer (ZmStation       *station,
                const ZmSecret  *passphrase,
                GError         **error)
{
  g_autoptr(GError) local = NULL;
  ZmSignerClient *signer;

  if (zm_station_get_signer (station) != NULL || attach_signer (station, &local))
    return TRUE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* Signing in says that there is none. */
  if (passphrase == NULL)
    return TRUE;

  signer = zm_signer_client_start (zm_station_get_directory (station), passphrase, error);
  if (signer == NULL)
    return FALSE;

  zm_station_take_signer (station, signer);
  return TRUE;
}

static gboolean
sign_in (ZmStation     *station,
         const SignIn  *data,
         GError       **error)
{
  return provide_signer (station, data->passphrase, error) &&
         zm_station_sign_in (station, data->operator_name, data->pin, error) &&
         zm_recovery_begin (station, error);
}

static void
sign_in_in_thread (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;

  if (sign_in (source_object, task_data, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  zm_refusal_note (source_object, "sign in", error);
  g_task_return_error (task, error);
}

void
zm_station_opening_sign_in_async (ZmStation           *station,
                                  const char          *operator_name,
                                  ZmSecret            *pin,
                                  ZmSecret            *passphrase,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  SignIn *data = g_new0 (SignIn, 1);

  g_return_if_fail (ZM_IS_STATION (station));

  data->operator_name = g_strdup (operator_name);
  data->pin = pin;
  data->passphrase = passphrase;
  task = g_task_new (station, NULL, callback, user_data);
  g_task_set_source_tag (task, zm_station_opening_sign_in_async);
  g_task_set_task_data (task, data, free_sign_in);
  g_task_run_in_thread (task, sign_in_in_thread);
}

gboolean
zm_station_opening_sign_in_finish (ZmStation     *station,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lock_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;

  if (!zm_station_lock (source_object, GPOINTER_TO_INT (task_data), &error))
    g_warning ("That the desk is locked could not be recorded: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

void
zm_station_opening_lock_async (ZmStation *station,
                               gboolean   idle)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (ZM_IS_STATION (station));

  task = g_task_new (station, NULL, NULL, NULL);
  g_task_set_source_tag (task, zm_station_opening_lock_async);
  g_task_set_task_data (task, GINT_TO_POINTER (idle), NULL);
  g_task_run_in_thread (task, lock_in_thread);
}

static void
unlock_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;

  if (zm_station_unlock (source_object, task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
zm_station_opening_unlock_async (ZmStation           *station,
                                 ZmSecret            *pin,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (ZM_IS_STATION (station));

  task = g_task_new (station, NULL, callback, user_data);
  g_task_set_source_tag (task, zm_station_opening_unlock_async);
  g_task_set_task_data (task, pin, (GDestroyNotify) zm_secret_free);
  g_task_run_in_thread (task, unlock_in_thread);
}

gboolean
zm_station_opening_unlock_finish (ZmStation     *station,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sign_out_in_thread (GTask        *task,
                    gpointer      source_object,
                    gpointer      task_data,
                    GCancellable *cancellable)
{
  zm_station_sign_out (source_object);
  g_task_return_boolean (task, TRUE);
}

void
zm_station_opening_sign_out_async (ZmStation           *station,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (ZM_IS_STATION (station));

  task = g_task_new (station, NULL, callback, user_data);
  g_task_set_source_tag (task, zm_station_opening_sign_out_async);
  g_task_run_in_thread (task, sign_out_in_thread);
}
