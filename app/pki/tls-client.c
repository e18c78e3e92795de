#include "app/pki/tls-client.h"

#include "app/base/error.h"
#include "app/pki/tls-connect.h"
#include "app/pki/tls-session.h"

#define CHUNK 16384 /* bytes: the most that a TLS record holds */

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

  zm_tls_connect_fail_waiting (cancellable, error);
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

void
zm_tls_client_facts_clear (ZmTlsFacts *facts)
{
  zm_certificate_unref (facts->server);
  *facts = (ZmTlsFacts) { 0 };
}

static void
note_facts (ZmTlsSession *session,
            ZmTlsFacts   *facts)
{
  if (facts == NULL || zm_tls_session_get_peer (session) == NULL)
    return;

  facts->version = zm_tls_session_get_version (session);
  facts->cipher = zm_tls_session_get_cipher (session);
  facts->server = zm_certificate_ref (zm_tls_session_get_peer (session));
}

static GBytes *
exchange (ZmTlsConfig   *config,
          GSocket       *socket,
          const char    *host,
          GBytes        *request,
          gsize          max,
          gint64         deadline,
          GCancellable  *cancellable,
          ZmTlsFacts    *facts,
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
  note_facts (session, facts);
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
                        ZmTlsFacts          *facts,
                        GError             **error)
{
  g_autoptr(GSocketConnection) connection = NULL;
  gint64 deadline = deadline_of (timeout_ms);
  GBytes *answer;

  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET_CONNECTABLE (address), NULL);
  g_return_val_if_fail (host != NULL && request != NULL, NULL);

  connection = zm_tls_connect_before (address, deadline, cancellable, error);
  if (connection == NULL)
    return NULL;
  answer = exchange (config, g_socket_connection_get_socket (connection), host, request, max,
                     deadline, cancellable, facts, error);
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
                           ZmTlsFacts    *facts,
                           GError       **error)
{
  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);
  g_return_val_if_fail (host != NULL && request != NULL, NULL);

  return exchange (config, socket, host, request, max, deadline_of (timeout_ms), cancellable,
                   facts, error);
}
