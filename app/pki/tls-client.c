#include "app/pki/tls-client.h"

#include "app/base/error.h"
#include "app/pki/tls-session.h"

#define CHUNK 16384 /* bytes: the most that a TLS record holds */

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

static void
fail_waiting (GCancellable  *cancellable,
              GError       **error)
{
  if (g_cancellable_is_cancelled (cancellable))
    zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tls.cancelled", NULL, NULL,
                  "The connection was given up");
  else
    zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tls.timeout", "nothing", "an answer in time",
                  "The server did not answer in time");
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

static GSocketConnection *
connect_before (GSocketConnectable  *address,
                gint64               deadline,
                GCancellable        *cancellable,
                GError             **error)
{
  g_autoptr(GCancellable) stop = g_cancellable_new ();
  g_autoptr(GError) failure = NULL;
  GSocketConnection *connection;
  gulong handler = 0;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), stop, NULL);
  connection = run_connect (address, deadline, stop, &failure);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);

  if (connection == NULL && g_cancellable_is_cancelled (stop))
    fail_waiting (cancellable, error);
  else if (connection == NULL)
    zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tls.connect", failure->message,
                  "a server that answers",
                  "The server cannot be reached");

  return connection;
}

static gboolean
wait_for (ZmTlsSession  *session,
          GIOCondition   direction,
          gint64         deadline,
          GCancellable  *cancellable,
          GError       **error)
{
  gint64 left = deadline - g_get_monotonic_time ();

  if (left > 0 &&
      g_socket_condition_timed_wait (zm_tls_session_get_socket (session),
                                     zm_tls_session_get_wanted (session, direction), left,
                                     cancellable, NULL))
    return TRUE;

  fail_waiting (cancellable, error);
  return FALSE;
}

/* TRUE: try again. */
static gboolean
wait_after (GError        *failure,
            ZmTlsSession  *session,
            GIOCondition   direction,
            gint64         deadline,
            GCancellable  *cancellable,
            GError       **error)
{
  if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  g_error_free (failure);
  return wait_for (session, direction, deadline, cancellable, error);
}

static gboolean
send_request (ZmTlsSession  *session,
              GBytes        *request,
              gint64         deadline,
              GCancellable  *cancellable,
              GError       **error)
{
  const guint8 *data = g_bytes_get_data (request, NULL);
  gsize left = g_bytes_get_size (request);

  while (left > 0)
    {
      GError *failure = NULL;
      gssize sent = zm_tls_session_write (session, data, left, &failure);

      if (sent > 0)
        {
          data += sent;
          left -= (gsize) sent;
        }
      else if (!wait_after (failure, session, G_IO_OUT, deadline, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static GBytes *
read_answer (ZmTlsSession  *session,
             gsize          max,
             gint64         deadline,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GByteArray) answer = g_byte_array_new ();
  gssize got = 1;

  while (got != 0 && answer->len < max)
    {
      g_autoptr(GError) closed = NULL;
      GError *failure = NULL;
      guint8 chunk[CHUNK];

      got = zm_tls_session_read (session, chunk, MIN (sizeof chunk, max - answer->len), &failure);
      if (got > 0)
        g_byte_array_append (answer, chunk, (guint) got);
      else if (got < 0 &&
               !wait_after (failure, session, G_IO_IN, deadline, cancellable, &closed))
        {
          if (answer->len > 0 && g_str_equal (zm_error_get_check (closed), "tls.closed"))
            break;
          g_propagate_error (error, g_steal_pointer (&closed));
          return NULL;
        }
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&answer));
}

static GBytes *
exchange (ZmTlsConfig   *config,
          GSocket       *socket,
          const char    *host,
          GBytes        *request,
          gsize          max,
          gint64         deadline,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr(ZmTlsSession) session = zm_tls_session_new_client (config, socket, host);
  g_autoptr(GError) unsent = NULL;
  g_autoptr(GError) unread = NULL;
  GBytes *answer;

  if (!send_request (session, request, deadline, cancellable, &unsent) &&
      !g_str_equal (zm_error_get_check (unsent), "tls.closed"))
    {
      g_propagate_error (error, g_steal_pointer (&unsent));
      return NULL;
    }

  /* A server that refuses the client late may be gone before the request is; its alert still
   * lies there to be read. */
  answer = read_answer (session, max, deadline, cancellable, &unread);
  if (answer == NULL || unsent != NULL)
    {
      g_clear_pointer (&answer, g_bytes_unref);
      g_propagate_error (error, unread != NULL ? g_steal_pointer (&unread)
                                               : g_steal_pointer (&unsent));
      return NULL;
    }
  zm_tls_session_close (session);

  return answer;
}

static gint64
deadline_of (guint timeout_ms)
{
  return g_get_monotonic_time () + (gint64) timeout_ms * 1000;
}

GBytes *
zm_tls_client_exchange (ZmTlsConfig         *config,
                        GSocketConnectable  *address,
                        const char          *host,
                        GBytes              *request,
                        gsize                max,
                        guint                timeout_ms,
                        GCancellable        *cancellable,
                        GError             **error)
{
  g_autoptr(GSocketConnection) connection = NULL;
  gint64 deadline = deadline_of (timeout_ms);
  GBytes *answer;

  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET_CONNECTABLE (address), NULL);
  g_return_val_if_fail (host != NULL && request != NULL, NULL);

  connection = connect_before (address, deadline, cancellable, error);
  if (connection == NULL)
    return NULL;
  answer = exchange (config, g_socket_connection_get_socket (connection), host, request, max,
                     deadline, cancellable, error);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return answer;
}

GBytes *
zm_tls_client_exchange_on (ZmTlsConfig   *config,
                           GSocket       *socket,
                           const char    *host,
                           GBytes        *request,
                           gsize          max,
                           guint          timeout_ms,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);
  g_return_val_if_fail (host != NULL && request != NULL, NULL);

  return exchange (config, socket, host, request, max, deadline_of (timeout_ms), cancellable,
                   error);
}
