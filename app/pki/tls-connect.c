#include "app/pki/tls-connect.h"

#include "app/base/error.h"

typedef struct {
  GAsyncResult *result;
  GCancellable *stop;
} Connecting;

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Connecting *connecting = user_data;

  connecting->result = g_object_ref (result);
}

static gboolean
time_out_cb (gpointer user_data)
{
  Connecting *connecting = user_data;

  g_cancellable_cancel (connecting->stop);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/* GSocketClient looks up names, tries several addresses and can be cancelled at any point, but
 * bounds only single steps; so it runs in a main context of its own beside a clock. */
static GSocketConnection *
run_connect (GSocketConnectable  *address,
             gint64               deadline,
             GCancellable        *stop,
             GError             **error)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSource) clock = NULL;
  Connecting connecting = { .stop = stop };
  gint64 left = MAX (deadline - g_get_monotonic_time (), 0) / 1000;
  GSocketConnection *connection;

  g_main_context_push_thread_default (context);
  clock = g_timeout_source_new ((guint) MIN (left, G_MAXUINT));
  g_source_set_callback (clock, time_out_cb, &connecting, NULL);
  g_source_attach (clock, context);

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, address, stop, connected_cb, &connecting);
  while (connecting.result == NULL)
    g_main_context_iteration (context, TRUE);
  connection = g_socket_client_connect_finish (client, connecting.result, error);

  g_source_destroy (clock);
  g_object_unref (connecting.result);
  /* Attempts at other addresses end here, too. */
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  return connection;
}

void
zm_tls_connect_fail_waiting (GCancellable  *cancellable,
                             GError       **error)
{
  if (g_cancellable_is_cancelled (cancellable))
    zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tls.cancelled", NULL, NULL,
                  "The connection was given up");
  else
    zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tls.timeout", "nothing", "an answer in time",
                  "The server did not answer in time");
}

GSocketConnection *
zm_tls_connect_before (GSocketConnectable  *address,
                       gint64               deadline,
                       GCancellable        *cancellable,
                       GError             **error)
{
  g_autoptr(GCancellable) stop = g_cancellable_new ();
  g_autoptr(GError) failure = NULL;
  GSocketConnection *connection;
  gulong handler = 0;

  g_return_val_if_fail (G_IS_SOCKET_CONNECTABLE (address), NULL);

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), stop, NULL);
  connection = run_connect (address, deadline, stop, &failure);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);

  if (connection == NULL && g_cancellable_is_cancelled (stop))
    zm_tls_connect_fail_waiting (cancellable, error);
  else if (connection == NULL)
    zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tls.connect", failure->message,
                  "a server that answers",
                  "The server cannot be reached");

  return connection;
}
