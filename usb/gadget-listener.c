#include "usb/gadget-listener.h"

#include "usb/gadget-events.h"
#include "usb/gadget-transport.h"
#include "usb/transport-private.h"

#include "app/base/error.h"

#include <poll.h>
#include <string.h>

struct _ZmGadgetListener {
  GObject         parent_instance;

  char           *port;
  ZmGadgetEvents *events;
};

/* NULL without an error when none has begun, or the one that had is over. */
static ZmTransport *
take_conversation (ZmGadgetListener  *self,
                   GError           **error)
{
  guint64 conversation = zm_gadget_events_take (self->events);
  g_autoptr(GError) failure = NULL;
  ZmTransport *transport;

  if (conversation == 0)
    return NULL;

  transport = zm_gadget_transport_new (self->events, conversation, self->port, &failure);
  if (transport == NULL && strcmp (zm_error_get_check (failure), "tether.unplugged") != 0)
    g_propagate_error (error, g_steal_pointer (&failure));

  return transport;
}

static ZmTransport *
zm_gadget_listener_accept (ZmListener    *listener,
                           int            timeout,
                           GCancellable  *cancellable,
                           GError       **error)
{
  ZmGadgetListener *self = ZM_GADGET_LISTENER (listener);
  gint64 deadline = zm_wait_deadline (timeout);

  for (;;)
    {
      g_autoptr(GError) failure = NULL;
      ZmTransport *transport = take_conversation (self, &failure);

      if (transport != NULL)
        return transport;
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      if (!zm_transport_wait_for_fd (self->port, zm_gadget_events_get_fd (self->events), POLLIN,
                                     deadline, cancellable, error))
        return NULL;
    }
}

static void
zm_gadget_listener_iface_init (ZmListenerInterface *iface)
{
  iface->accept = zm_gadget_listener_accept;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmGadgetListener, zm_gadget_listener, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ZM_TYPE_LISTENER,
                                                      zm_gadget_listener_iface_init))

static void
zm_gadget_listener_finalize (GObject *object)
{
  ZmGadgetListener *self = ZM_GADGET_LISTENER (object);

  zm_gadget_events_unref (self->events);
  g_free (self->port);

  G_OBJECT_CLASS (zm_gadget_listener_parent_class)->finalize (object);
}

static void
zm_gadget_listener_class_init (ZmGadgetListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_gadget_listener_finalize;
}

static void
zm_gadget_listener_init (ZmGadgetListener *self)
{
}

ZmListener *
zm_gadget_listener_new (const char  *directory,
                        GError     **error)
{
  g_autoptr(ZmGadgetListener) self = NULL;

  g_return_val_if_fail (directory != NULL, NULL);

  self = g_object_new (ZM_TYPE_GADGET_LISTENER, NULL);
  self->port = g_strconcat ("gadget:", directory, NULL);
  self->events = zm_gadget_events_new (directory, error);
  if (self->events == NULL)
    return NULL;

  return ZM_LISTENER (g_steal_pointer (&self));
}
