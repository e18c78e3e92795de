#include "app/camera/camera-portal.h"

#include "app/camera/camera-failure.h"

#include <gio/gunixfdlist.h>

#define BUS_NAME    "org.freedesktop.portal.Desktop"
#define OBJECT_PATH "/org/freedesktop/portal/desktop"
#define CAMERA      "org.freedesktop.portal.Camera"
#define REQUEST     "org.freedesktop.portal.Request"
#define TIMEOUT     10000 /* milliseconds until the portal has taken a call */

#define RESPONSE_GRANTED 0u

/* One question, from the connection to the descriptor. */
typedef struct {
  GDBusConnection *bus;
  char            *request; /* object path */
  guint            subscription;
  gulong           cancelling;
} Opening;

static void
stop_listening (Opening *opening)
{
  if (opening->subscription != 0)
    g_dbus_connection_signal_unsubscribe (opening->bus, opening->subscription);
  opening->subscription = 0;
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  if (opening->bus != NULL)
    stop_listening (opening);
  g_clear_object (&opening->bus);
  g_free (opening->request);
  g_free (opening);
}

/* Of a call that failed: denied, cancelled, or there is no portal that could be asked. */
static void
translate (GError  *call_error,
           GError **error)
{
  g_autoptr(GError) local = call_error;
  g_autofree char *name = g_dbus_error_get_remote_error (local);

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local));
  else if (g_strcmp0 (name, "org.freedesktop.portal.Error.NotAllowed") == 0)
    zm_camera_failure_set (error, ZM_CAMERA_FAILURE_DENIED, name);
  else
    zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PORTAL, local->message);
}

static ZmCameraRemote *
take_remote (GVariant     *answer,
             GUnixFDList  *fds,
             GError      **error)
{
  g_autoptr(GError) local = NULL;
  gint32 handle;
  int fd;

  g_variant_get (answer, "(h)", &handle);
  fd = fds != NULL ? g_unix_fd_list_get (fds, handle, &local) : -1;
  if (fd >= 0)
    return zm_camera_remote_new (fd);

  zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PORTAL,
                         local != NULL ? local->message : "no descriptor");
  return NULL;
}

static void
fail (GTask           *task,
      ZmCameraFailure  failure,
      const char      *seen)
{
  GError *error = NULL;

  zm_camera_failure_set (&error, failure, seen);
  g_task_return_error (task, error);
}

static void
fail_call (GTask  *task,
           GError *call_error)
{
  GError *error = NULL;

  translate (call_error, &error);
  g_task_return_error (task, error);
}

static void
remote_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GUnixFDList) fds = NULL;
  g_autoptr(GVariant) answer = NULL;
  ZmCameraRemote *remote;
  GError *error = NULL;

  answer = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), &fds,
                                                            result, &error);
  if (answer == NULL)
    {
      fail_call (task, error);
      return;
    }

  remote = take_remote (answer, fds, &error);
  if (remote != NULL)
    g_task_return_pointer (task, remote, (GDestroyNotify) zm_camera_remote_unref);
  else
    g_task_return_error (task, error);
}

static void
open_remote (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  g_dbus_connection_call_with_unix_fd_list (opening->bus, BUS_NAME, OBJECT_PATH, CAMERA,
                                            "OpenPipeWireRemote",
                                            g_variant_new ("(a{sv})", NULL),
                                            G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NONE, TIMEOUT,
                                            NULL, g_task_get_cancellable (task), remote_cb, task);
}

/* The answer to the question takes the reference that waited for it. */
static void
response_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *name,
             GVariant        *parameters,
             gpointer         data)
{
  GTask *task = data;
  Opening *opening = g_task_get_task_data (task);
  guint response = RESPONSE_GRANTED + 1;

  stop_listening (opening);
  g_cancellable_disconnect (g_task_get_cancellable (task), opening->cancelling);
  opening->cancelling = 0;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    g_variant_get_child (parameters, 0, "u", &response);

  if (response == RESPONSE_GRANTED)
    open_remote (task);
  else
    {
      fail (task, ZM_CAMERA_FAILURE_DENIED, NULL);
      g_object_unref (task);
    }
}

/* The request is taken back; nobody listens for an answer any more. */
static gboolean
cancelled_idle_cb (gpointer data)
{
  GTask *task = data;
  Opening *opening = g_task_get_task_data (task);

  if (opening->subscription == 0)
    return G_SOURCE_REMOVE;

  stop_listening (opening);
  g_cancellable_disconnect (g_task_get_cancellable (task), opening->cancelling);
  opening->cancelling = 0;
  g_dbus_connection_call (opening->bus, BUS_NAME, opening->request, REQUEST, "Close", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NONE, TIMEOUT, NULL, NULL, NULL);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  g_object_unref (task);

  return G_SOURCE_REMOVE;
}

/* May come in any thread, and must not disconnect itself. */
static void
cancelled_cb (GCancellable *cancellable,
              gpointer      data)
{
  GTask *task = data;
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_callback (source, cancelled_idle_cb, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
access_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(GTask) task = data;
  Opening *opening = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GVariant) answer = NULL;
  GError *error = NULL;

  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (answer == NULL)
    {
      /* No answer to the question comes then, unless it came before. */
      if (opening->subscription != 0)
        {
          stop_listening (opening);
          fail_call (task, error);
          g_object_unref (task);
        }
      else
        g_error_free (error);
      return;
    }

  if (cancellable != NULL && opening->subscription != 0)
    opening->cancelling = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, NULL);
}

/* The path that the portal documentation gives for a token, so that no answer is missed. */
static char *
make_request_path (GDBusConnection *bus,
                   const char      *token)
{
  g_autofree char *sender = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + 1),
                                          ".", '_');

  return g_strconcat (OBJECT_PATH "/request/", sender, "/", token, NULL);
}

static void
ask (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  static int count;
  g_autofree char *token = g_strdup_printf ("zmonitor%d", g_atomic_int_add (&count, 1));
  GVariantBuilder options;

  opening->request = make_request_path (opening->bus, token);
  opening->subscription =
    g_dbus_connection_signal_subscribe (opening->bus, BUS_NAME, REQUEST, "Response",
                                        opening->request, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, response_cb,
                                        g_object_ref (task), NULL);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_dbus_connection_call (opening->bus, BUS_NAME, OBJECT_PATH, CAMERA, "AccessCamera",
                          g_variant_new ("(a{sv})", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, TIMEOUT, NULL, access_cb, g_object_ref (task));
}

static void
bus_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr(GTask) task = data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  opening->bus = g_bus_get_finish (result, &error);
  if (opening->bus == NULL)
    fail_call (task, error);
  else
    ask (task);
}

void
zm_camera_portal_open_async (GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, zm_camera_portal_open_async);
  g_task_set_task_data (task, g_new0 (Opening, 1), opening_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, task);
}

ZmCameraRemote *
zm_camera_portal_open_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

ZmCameraRemote *
zm_camera_portal_open_again (GError **error)
{
  g_autoptr(GDBusConnection) bus = NULL;
  g_autoptr(GUnixFDList) fds = NULL;
  g_autoptr(GVariant) answer = NULL;
  GError *local = NULL;

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &local);
  if (bus != NULL)
    answer = g_dbus_connection_call_with_unix_fd_list_sync (bus, BUS_NAME, OBJECT_PATH, CAMERA,
                                                            "OpenPipeWireRemote",
                                                            g_variant_new ("(a{sv})", NULL),
                                                            G_VARIANT_TYPE ("(h)"),
                                                            G_DBUS_CALL_FLAGS_NONE, TIMEOUT, NULL,
                                                            &fds, NULL, &local);
  if (answer == NULL)
    {
      translate (local, error);
      return NULL;
    }

  return take_remote (answer, fds, error);
}

gboolean
zm_camera_portal_is_needed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP_NAME") != NULL;
}
