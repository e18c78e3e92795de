#include "app/pki/tls-server.h"

#include "app/pki/tls-input.h"
#include "app/pki/tls-output.h"

struct _ZmTlsServer {
  GIOStream          parent_instance;
  GSocketConnection *base;
  ZmTlsSession      *session;
  GInputStream      *input;
  GOutputStream     *output;
};

G_DEFINE_FINAL_TYPE (ZmTlsServer, zm_tls_server, G_TYPE_IO_STREAM)

enum {
  SIGNAL_HANDSHAKE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
handshake_ended_cb (gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_HANDSHAKE], 0);
}

static GInputStream *
zm_tls_server_get_input_stream (GIOStream *stream)
{
  return ZM_TLS_SERVER (stream)->input;
}

static GOutputStream *
zm_tls_server_get_output_stream (GIOStream *stream)
{
  return ZM_TLS_SERVER (stream)->output;
}

static gboolean
zm_tls_server_close (GIOStream     *stream,
                     GCancellable  *cancellable,
                     GError       **error)
{
  ZmTlsServer *self = ZM_TLS_SERVER (stream);
  gboolean ok = G_IO_STREAM_CLASS (zm_tls_server_parent_class)->close_fn (stream, cancellable,
                                                                          error);

  if (zm_tls_session_get_failure (self->session) != NULL)
    {
      /* The peer may have gone already, which is no error of a close. */
      g_socket_shutdown (zm_tls_session_get_socket (self->session), FALSE, TRUE, NULL);
      return ok;
    }

  zm_tls_session_close (self->session);

  return g_io_stream_close (G_IO_STREAM (self->base), cancellable, ok ? error : NULL) && ok;
}

static void
zm_tls_server_finalize (GObject *object)
{
  ZmTlsServer *self = ZM_TLS_SERVER (object);

  zm_tls_session_set_notify (self->session, NULL, NULL);
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_pointer (&self->session, zm_tls_session_unref);
  g_clear_object (&self->base);

  G_OBJECT_CLASS (zm_tls_server_parent_class)->finalize (object);
}

static void
zm_tls_server_class_init (ZmTlsServerClass *class)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = zm_tls_server_finalize;
  stream_class->close_fn = zm_tls_server_close;
  stream_class->get_input_stream = zm_tls_server_get_input_stream;
  stream_class->get_output_stream = zm_tls_server_get_output_stream;

  signals[SIGNAL_HANDSHAKE] = g_signal_new ("handshake", ZM_TYPE_TLS_SERVER, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
zm_tls_server_init (ZmTlsServer *self)
{
}

GIOStream *
zm_tls_server_accept (ZmTlsConfig       *config,
                      GSocketConnection *base,
                      gboolean           required)
{
  ZmTlsServer *self;

  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (base), NULL);

  self = g_object_new (ZM_TYPE_TLS_SERVER, NULL);
  self->base = g_object_ref (base);
  self->session = zm_tls_session_new_server (config, g_socket_connection_get_socket (base),
                                             required);
  self->input = zm_tls_input_new (self->session);
  self->output = zm_tls_output_new (self->session);
  zm_tls_session_set_notify (self->session, handshake_ended_cb, self);

  return G_IO_STREAM (self);
}

GSocketConnection *
zm_tls_server_get_base (ZmTlsServer *self)
{
  g_return_val_if_fail (ZM_IS_TLS_SERVER (self), NULL);

  return self->base;
}

ZmCertificate *
zm_tls_server_get_peer (ZmTlsServer *self)
{
  g_return_val_if_fail (ZM_IS_TLS_SERVER (self), NULL);

  return zm_tls_session_get_peer (self->session);
}

const char *
zm_tls_server_get_version (ZmTlsServer *self)
{
  g_return_val_if_fail (ZM_IS_TLS_SERVER (self), NULL);

  return zm_tls_session_get_version (self->session);
}

const char *
zm_tls_server_get_cipher (ZmTlsServer *self)
{
  g_return_val_if_fail (ZM_IS_TLS_SERVER (self), NULL);

  return zm_tls_session_get_cipher (self->session);
}

const GError *
zm_tls_server_get_failure (ZmTlsServer *self)
{
  g_return_val_if_fail (ZM_IS_TLS_SERVER (self), NULL);

  return zm_tls_session_get_failure (self->session);
}
