#include "usb/listener.h"

G_DEFINE_INTERFACE (ZmListener, zm_listener, G_TYPE_OBJECT)

static void
zm_listener_default_init (ZmListenerInterface *iface)
{
}

ZmTransport *
zm_listener_accept (ZmListener    *self,
                    int            timeout,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_return_val_if_fail (ZM_IS_LISTENER (self), NULL);
  g_return_val_if_fail (timeout >= ZM_TRANSPORT_FOREVER, NULL);

  return ZM_LISTENER_GET_IFACE (self)->accept (self, timeout, cancellable, error);
}
