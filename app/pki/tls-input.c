#include "app/pki/tls-input.h"

struct _ZmTlsInput {
  GInputStream  parent_instance;
  ZmTlsSession *session;
};

static void zm_tls_input_init_pollable (GPollableInputStreamInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmTlsInput, zm_tls_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      zm_tls_input_init_pollable))

static gssize
zm_tls_input_read_nonblocking (GPollableInputStream  *stream,
                               void                  *buffer,
                               gsize                  count,
                               GError               **error)
{
  ZmTlsInput *self = ZM_TLS_INPUT (stream);

  return count > 0 ? zm_tls_session_read (self->session, buffer, count, error) : 0;
}

static gssize
zm_tls_input_read (GInputStream  *stream,
                   void          *buffer,
                   gsize          count,
                   GCancellable  *cancellable,
                   GError       **error)
{
  ZmTlsInput *self = ZM_TLS_INPUT (stream);

  while (TRUE)
    {
      GError *failure = NULL;
      gssize got = zm_tls_input_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer, count,
                                                  &failure);

      if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          if (failure != NULL)
            g_propagate_error (error, failure);
          return got;
        }
      g_error_free (failure);
      if (!g_socket_condition_wait (zm_tls_session_get_socket (self->session),
                                    zm_tls_session_get_wanted (self->session, G_IO_IN),
                                    cancellable, error))
        return -1;
    }
}

/* The socket belongs to the whole, which closes it. */
static gboolean
zm_tls_input_close (GInputStream  *stream,
                    GCancellable  *cancellable,
                    GError       **error)
{
  return TRUE;
}

static gboolean
zm_tls_input_is_readable (GPollableInputStream *stream)
{
  ZmTlsInput *self = ZM_TLS_INPUT (stream);

  return zm_tls_session_has_pending (self->session) ||
         g_socket_condition_check (zm_tls_session_get_socket (self->session),
                                   zm_tls_session_get_wanted (self->session, G_IO_IN)) != 0;
}

static GSource *
zm_tls_input_create_source (GPollableInputStream *stream,
                            GCancellable         *cancellable)
{
  ZmTlsInput *self = ZM_TLS_INPUT (stream);
  g_autoptr(GSource) child = NULL;

  if (zm_tls_session_has_pending (self->session))
    child = g_timeout_source_new (0);
  else
    child = g_socket_create_source (zm_tls_session_get_socket (self->session),
                                    zm_tls_session_get_wanted (self->session, G_IO_IN), NULL);

  return g_pollable_source_new_full (stream, child, cancellable);
}

static void
zm_tls_input_finalize (GObject *object)
{
  ZmTlsInput *self = ZM_TLS_INPUT (object);

  g_clear_pointer (&self->session, zm_tls_session_unref);

  G_OBJECT_CLASS (zm_tls_input_parent_class)->finalize (object);
}

static void
zm_tls_input_init_pollable (GPollableInputStreamInterface *interface)
{
  interface->create_source = zm_tls_input_create_source;
  interface->is_readable = zm_tls_input_is_readable;
  interface->read_nonblocking = zm_tls_input_read_nonblocking;
}

static void
zm_tls_input_class_init (ZmTlsInputClass *class)
{
  G_OBJECT_CLASS (class)->finalize = zm_tls_input_finalize;
  G_INPUT_STREAM_CLASS (class)->close_fn = zm_tls_input_close;
  G_INPUT_STREAM_CLASS (class)->read_fn = zm_tls_input_read;
}

static void
zm_tls_input_init (ZmTlsInput *self)
{
}

GInputStream *
zm_tls_input_new (ZmTlsSession *session)
{
  ZmTlsInput *self;

  g_return_val_if_fail (session != NULL, NULL);

  self = g_object_new (ZM_TYPE_TLS_INPUT, NULL);
  self->session = zm_tls_session_ref (session);

  return G_INPUT_STREAM (self);
}
