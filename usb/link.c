#include "usb/link.h"

#include "app/base/error.h"

struct _ZmLink {
  ZmTransport *transport;

  GMutex       send_lock;
  guint32      sent;     /* number of the last frame sent, 0 at first; under send_lock */
  guint32      received; /* number of the last frame received */
};

ZmLink *
zm_link_new (ZmTransport *transport)
{
  ZmLink *self;

  g_return_val_if_fail (ZM_IS_TRANSPORT (transport), NULL);

  self = g_new0 (ZmLink, 1);
  self->transport = g_object_ref (transport);
  g_mutex_init (&self->send_lock);

  return self;
}

void
zm_link_free (ZmLink *self)
{
  if (self == NULL)
    return;

  zm_transport_close (self->transport);
  g_object_unref (self->transport);
  g_mutex_clear (&self->send_lock);
  g_free (self);
}

static gboolean
send_next (ZmLink        *self,
           ZmFrameKind    kind,
           GBytes        *body,
           int            timeout,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GBytes) frame = NULL;

  if (self->sent == G_MAXUINT32)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "frame.sequence", NULL, NULL,
                    "This connection has used up its frame numbers");
      return FALSE;
    }

  frame = zm_frame_encode (kind, self->sent + 1, body);
  if (!zm_transport_send (self->transport, frame, timeout, cancellable, error))
    return FALSE;
  self->sent++;

  return TRUE;
}

gboolean
zm_link_send (ZmLink        *self,
              ZmFrameKind    kind,
              GBytes        *body,
              int            timeout,
              GCancellable  *cancellable,
              GError       **error)
{
  gboolean ok;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (body != NULL && g_bytes_get_size (body) <= ZM_FRAME_BODY_MAX, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  g_mutex_lock (&self->send_lock);
  ok = send_next (self, kind, body, timeout, cancellable, error);
  g_mutex_unlock (&self->send_lock);
  if (!ok)
    zm_transport_close (self->transport);

  return ok;
}

static gboolean
check_sequence (guint32   seen,
                guint32   expected,
                GError  **error)
{
  g_autofree char *seen_text = NULL;
  g_autofree char *expected_text = NULL;

  if (seen == expected)
    return TRUE;

  seen_text = g_strdup_printf ("%u", seen);
  expected_text = g_strdup_printf ("%u", expected);
  zm_error_set (error, ZM_ERROR_INVALID, "frame.sequence", seen_text, expected_text,
                "A frame of the tether is missing or came twice");
  return FALSE;
}

gboolean
zm_link_receive (ZmLink        *self,
                 ZmFrame       *frame,
                 int            timeout,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_auto(ZmFrame) decoded = { 0 };
  const guint8 *data;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  bytes = zm_transport_receive (self->transport, timeout, cancellable, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  if (!zm_frame_decode (data, length, &decoded, error) ||
      !check_sequence (decoded.sequence, self->received + 1, error))
    return FALSE;

  self->received++;
  *frame = decoded;
  decoded.body = NULL;

  return TRUE;
}

void
zm_link_close (ZmLink *self)
{
  g_return_if_fail (self != NULL);

  zm_transport_close (self->transport);
}

gboolean
zm_link_is_gone (ZmLink *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return zm_transport_is_gone (self->transport);
}

const char *
zm_link_get_port (ZmLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return zm_transport_get_port (self->transport);
}
