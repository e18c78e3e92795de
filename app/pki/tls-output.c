#include "app/pki/tls-output.h"

struct _ZmTlsOutput {
  GOutputStream  parent_instance;
  ZmTlsSession  *session;
};

static void zm_tls_output_init_pollable (GPollableOutputStreamInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmTlsOutput, zm_tls_output, G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      zm_tls_output_init_pollable))

static gssize
zm_tls_output_write_nonblocking (GPollableOutputStream  *stream,
                                 const void             *buffer,
                                 gsize                   count,
                                 GError                **error)
{
  ZmTlsOutput *self = ZM_TLS_OUTPUT (stream);

  return count > 0 ? zm_tls_session_write (self->session, buffer, count, error) : 0;
}

static gssize
zm_tls_output_write (GOutputStream  *stream,
                     const void     *buffer,
                     gsize           count,
                     GCancellable   *cancellable,
                     GError        **error)
{
  ZmTlsOutput *self = ZM_TLS_OUTPUT (stream);

  while (TRUE)
    {
      GError *failure = NULL;
      gssize sent = zm_tls_output_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (stream), buffer,
                                                     count, &failure);

      if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          if (failure != NULL)
            g_propagate_error (error, failure);
          return sent;
        }
      g_error_free (failure);
      if (!g_socket_condition_wait (zm_tls_session_get_socket (self->session),
                                    zm_tls_session_get_wanted (self->session, G_IO_OUT),
                                    cancellable, error))
        return -1;
    }
}

/* The socket belongs to the whole, which closes it. */
static gboolean
zm_tls_output_close (GOutputStream  *stream,
                     GCancellable   *cancellable,
                     GError        **error)
{
  return TRUE;
}

static gboolean
zm_tls_output_is_writable (GPollableOutputStream *stream)
{
  ZmTlsOutput *self = ZM_TLS_OUTPUT (stream);

  return g_socket_condition_check (zm_tls_session_get_socket (self->session),
                                   zm_tls_session_get_wanted (self->session, G_IO_OUT)) != 0;
}

static GSource *
zm_tls_output_create_source (GPollableOutputStream *stream,
                             GCancellable          *cancellable)
{
  ZmTlsOutput *self = ZM_TLS_OUTPUT (stream);
  g_autoptr(GSource) child = NULL;

  child = g_socket_create_source (zm_tls_session_get_socket (self->session),
                                  zm_tls_session_get_wanted (self->session, G_IO_OUT), NULL);

  return g_pollable_source_new_full (stream, child, cancellable);
}

static void
zm_tls_output_finalize (GObject *object)
{
  ZmTlsOutput *self = ZM_TLS_OUTPUT (object);

  g_clear_pointer (&self->session, zm_tls_session_unref);

  G_OBJECT_CLASS (zm_tls_output_parent_class)->finalize (object);
}

static void
zm_tls_output_init_pollable (GPollableOutputStreamInterface *interface)
{
  interface->create_source = zm_tls_output_create_source;
  interface->is_writable = zm_tls_output_is_writable;
  interface->write_nonblocking = zm_tls_output_write_nonblocking;
}

static void
zm_tls_output_class_init (ZmTlsOutputClass *class)
{
  G_OBJECT_CLASS (class)->finalize = zm_tls_output_finalize;
  G_OUTPUT_STREAM_CLASS (class)->close_fn = zm_tls_output_close;
  G_OUTPUT_STREAM_CLASS (class)->write_fn = zm_tls_output_write;
}

static void
zm_tls_output_init (ZmTlsOutput *self)
{
}

GOutputStream *
zm_tls_output_new (ZmTlsSession *session)
{
  ZmTlsOutput *self;

  g_return_val_if_fail (session != NULL, NULL);

  self = g_object_new (ZM_TYPE_TLS_OUTPUT, NULL);
  self->session = zm_tls_session_ref (session);

  return G_OUTPUT_STREAM (self);
}
