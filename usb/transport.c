#include "usb/transport.h"

#include "usb/frame.h"
#include "usb/transport-private.h"

#include "app/base/error.h"

G_DEFINE_INTERFACE (ZmTransport, zm_transport, G_TYPE_OBJECT)

static void
zm_transport_default_init (ZmTransportInterface *iface)
{
}

gboolean
zm_transport_send (ZmTransport   *self,
                   GBytes        *frame,
                   int            timeout,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_return_val_if_fail (ZM_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);
  g_return_val_if_fail (g_bytes_get_size (frame) > 0, FALSE);
  g_return_val_if_fail (g_bytes_get_size (frame) <= ZM_FRAME_MAX, FALSE);
  g_return_val_if_fail (timeout >= ZM_TRANSPORT_FOREVER, FALSE);

  return ZM_TRANSPORT_GET_IFACE (self)->send (self, frame, timeout, cancellable, error);
}

GBytes *
zm_transport_receive (ZmTransport   *self,
                      int            timeout,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_return_val_if_fail (ZM_IS_TRANSPORT (self), NULL);
  g_return_val_if_fail (timeout >= ZM_TRANSPORT_FOREVER, NULL);

  return ZM_TRANSPORT_GET_IFACE (self)->receive (self, timeout, cancellable, error);
}

void
zm_transport_close (ZmTransport *self)
{
  g_return_if_fail (ZM_IS_TRANSPORT (self));

  ZM_TRANSPORT_GET_IFACE (self)->close (self);
}

gboolean
zm_transport_is_gone (ZmTransport *self)
{
  g_return_val_if_fail (ZM_IS_TRANSPORT (self), TRUE);

  return ZM_TRANSPORT_GET_IFACE (self)->is_gone (self);
}

const char *
zm_transport_get_port (ZmTransport *self)
{
  g_return_val_if_fail (ZM_IS_TRANSPORT (self), NULL);

  return ZM_TRANSPORT_GET_IFACE (self)->get_port (self);
}

gboolean
zm_transport_set_unplugged (const char  *port,
                            GError     **error)
{
  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tether.unplugged", port, NULL,
                "The device was unplugged, or was reset");
  return FALSE;
}

gboolean
zm_transport_set_timeout (const char  *port,
                          GError     **error)
{
  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tether.timeout", port, NULL,
                "The other end of the tether did not answer in time");
  return FALSE;
}

gboolean
zm_transport_set_size (GError **error)
{
  g_autofree char *expected = g_strdup_printf ("at most %d bytes", ZM_FRAME_MAX);

  zm_error_set (error, ZM_ERROR_INVALID, "tether.size", NULL, expected,
                "The other end of the tether sent more than one frame may have");
  return FALSE;
}

gboolean
zm_transport_wait_for_fd (const char    *port,
                          int            fd,
                          gushort        events,
                          gint64         deadline,
                          GCancellable  *cancellable,
                          GError       **error)
{
  ZmWaitResult result = zm_wait_for_fd (fd, events, deadline, cancellable, error);

  if (result == ZM_WAIT_TIMEOUT)
    return zm_transport_set_timeout (port, error);

  return result == ZM_WAIT_READY;
}
