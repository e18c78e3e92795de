#include "app/central/central-connection.h"

#include "app/base/error.h"
#include "app/central/central-log.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#define LIFE_SECONDS  10
#define DRAIN_SECONDS 2
#define DRAIN_MAX     (64 * 1024) /* bytes that a refused client may still send */

struct _ZmCentralConnection {
  GSocket                 *socket;
  GSocketConnection       *kept;     /* while draining */
  GIOStream               *stream;   /* borrowed from libsoup; NULL when it has let go */
  GSource                 *draining;
  guint                    clock;    /* source */
  gsize                    drained;
  char                    *peer;
  ZmCentralConnectionFunc  closed;   /* NULL: nobody knows of it yet */
  gpointer                 user_data;
};

static G_DEFINE_QUARK (zm-central-connection, connection)

static void
connection_free (ZmCentralConnection *self)
{
  g_clear_handle_id (&self->clock, g_source_remove);
  g_object_unref (self->socket);
  g_free (self->peer);
  g_free (self);
}

static gboolean
is_gone (ZmCentralConnection *self)
{
  return self->stream == NULL && self->kept == NULL;
}

static void
finish_if_gone (ZmCentralConnection *self)
{
  if (!is_gone (self) || self->closed == NULL)
    return;

  self->closed (self, self->user_data);
  connection_free (self);
}

static void
end_draining (ZmCentralConnection *self)
{
  if (self->draining != NULL)
    {
      g_source_destroy (self->draining);
      g_clear_pointer (&self->draining, g_source_unref);
    }
  if (self->kept != NULL)
    g_io_stream_close (G_IO_STREAM (self->kept), NULL, NULL);
  g_clear_object (&self->kept);
  finish_if_gone (self);
}

static void
stream_gone_cb (gpointer  user_data,
                GObject  *stream)
{
  ZmCentralConnection *self = user_data;

  self->stream = NULL;
  finish_if_gone (self);
}

static gboolean
time_out_cb (gpointer user_data)
{
  ZmCentralConnection *self = user_data;
  json_t *members;

  self->clock = 0;
  if (self->kept != NULL)
    {
      end_draining (self);
      return G_SOURCE_REMOVE;
    }

  members = json_object ();
  zm_central_log_text (members, "peer", self->peer);
  zm_central_log_event ("connection.timeout", members);
  /* libsoup then reads the end of the stream and lets go of it. */
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);

  return G_SOURCE_REMOVE;
}

static void
set_clock (ZmCentralConnection *self,
           guint                seconds)
{
  g_clear_handle_id (&self->clock, g_source_remove);
  self->clock = g_timeout_add_seconds (seconds, time_out_cb, self);
}

static gboolean
drain_cb (GSocket      *socket,
          GIOCondition  condition,
          gpointer      user_data)
{
  ZmCentralConnection *self = user_data;
  g_autoptr(GError) error = NULL;
  char buffer[4096];
  gssize got = g_socket_receive_with_blocking (socket, buffer, sizeof buffer, FALSE, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;
  self->drained += got > 0 ? (gsize) got : 0;
  if (got > 0 && self->drained <= DRAIN_MAX)
    return G_SOURCE_CONTINUE;

  end_draining (self);
  return G_SOURCE_REMOVE;
}

static void
start_draining (ZmCentralConnection *self,
                GSocketConnection   *base)
{
  self->kept = g_object_ref (base);
  self->draining = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->draining, G_SOURCE_FUNC (drain_cb), self, NULL);
  g_source_attach (self->draining, g_main_context_get_thread_default ());
  set_clock (self, DRAIN_SECONDS);
}

static void
handshake_cb (ZmTlsServer *stream,
              gpointer     user_data)
{
  ZmCentralConnection *self = user_data;
  const GError *failure = zm_tls_server_get_failure (stream);
  json_t *members;

  if (failure == NULL)
    return;

  members = json_object ();
  zm_central_log_text (members, "peer", self->peer);
  zm_central_log_error ("connection.refused", members, failure);
  if (!g_str_equal (zm_error_get_check (failure), "tls.closed"))
    start_draining (self, zm_tls_server_get_base (stream));
}

static char *
describe (GSocketAddress *address)
{
  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

ZmCentralConnection *
zm_central_connection_start (SoupServer              *server,
                             GSocketConnection       *base,
                             ZmTlsConfig             *config,
                             ZmCentralConnectionFunc  closed,
                             gpointer                 user_data)
{
  g_autoptr(GSocketAddress) local = g_socket_connection_get_local_address (base, NULL);
  g_autoptr(GSocketAddress) remote = g_socket_connection_get_remote_address (base, NULL);
  g_autoptr(GIOStream) stream = NULL;
  ZmCentralConnection *self;

  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);
  g_return_val_if_fail (closed != NULL, NULL);

  if (local == NULL || remote == NULL)
    return NULL;

  self = g_new0 (ZmCentralConnection, 1);
  self->socket = g_object_ref (g_socket_connection_get_socket (base));
  self->peer = describe (remote);
  g_socket_set_option (self->socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);

  if (config != NULL)
    stream = zm_tls_server_accept (config, base, TRUE);
  else
    stream = G_IO_STREAM (g_object_ref (base));
  self->stream = stream;
  g_object_weak_ref (G_OBJECT (stream), stream_gone_cb, self);
  if (config != NULL)
    g_signal_connect (stream, "handshake", G_CALLBACK (handshake_cb), self);

  set_clock (self, LIFE_SECONDS);
  g_object_set_qdata (G_OBJECT (remote), connection_quark (), self);
  /* It has no way to fail in libsoup 3. */
  (void) soup_server_accept_iostream (server, stream, local, remote, NULL);

  /* libsoup reads at once, and what it reads may be the end. */
  g_clear_object (&stream);
  if (is_gone (self))
    {
      connection_free (self);
      return NULL;
    }
  self->closed = closed;
  self->user_data = user_data;

  return self;
}

ZmCentralConnection *
zm_central_connection_from_message (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote != NULL ? g_object_get_qdata (G_OBJECT (remote), connection_quark ()) : NULL;
}

void
zm_central_connection_abort (ZmCentralConnection *self)
{
  g_return_if_fail (self != NULL);

  g_socket_close (self->socket, NULL);
  end_draining (self);
}

const char *
zm_central_connection_get_peer (ZmCentralConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->peer;
}

ZmTlsServer *
zm_central_connection_get_tls (ZmCentralConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ZM_IS_TLS_SERVER (self->stream) ? ZM_TLS_SERVER (self->stream) : NULL;
}
