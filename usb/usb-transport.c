#include "usb/usb-transport-private.h"

#include "usb/frame.h"
#include "usb/transport-private.h"
#include "usb/usb-handle.h"

#include "app/base/error.h"

void
zm_usb_transport_fail_locked (ZmUsbTransport *self,
                              const char     *word,
                              gboolean        gone)
{
  if (self->failure == NULL)
    self->failure = word;
  self->gone = self->gone || gone;
  g_cond_broadcast (&self->stay->changed);
}

gboolean
zm_usb_transport_check_locked (ZmUsbTransport *self,
                               gboolean       *ready,
                               gint64         *moment)
{
  gboolean left = self->stay->left;

  *ready = TRUE;
  if (self->closed)
    return FALSE;
  if (!left && self->failure == NULL)
    return TRUE;

  if (self->over == 0)
    self->over = g_get_monotonic_time ();
  *moment = self->over + ZM_USB_STAY_ANNOUNCEMENT;
  /* What the device said last may still be on its way through the kernel. */
  *ready = g_get_monotonic_time () >= *moment ||
           ((left || self->gone) && (self->flying == 0 || self->deaf));

  return FALSE;
}

gboolean
zm_usb_transport_set_over_locked (ZmUsbTransport  *self,
                                  GError         **error)
{
  const char *port = self->stay->port;

  if (self->closed || self->stay->left || self->gone)
    return zm_transport_set_unplugged (port, error);

  zm_error_set (error, ZM_ERROR_IO, "tether.io", self->failure, NULL,
                "The device at USB port %s cannot be spoken with", port);
  return FALSE;
}

static void
wake_cb (GCancellable *cancellable,
         ZmUsbStay    *stay)
{
  g_mutex_lock (&stay->lock);
  g_cond_broadcast (&stay->changed);
  g_mutex_unlock (&stay->lock);
}

gulong
zm_usb_transport_watch (ZmUsbTransport *self,
                        GCancellable   *cancellable)
{
  if (cancellable == NULL)
    return 0;

  return g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), zm_usb_stay_ref (self->stay),
                                (GDestroyNotify) zm_usb_stay_unref);
}

static void
fly_or_park (ZmUsbTransport         *self,
             struct libusb_transfer *transfer)
{
  int result;

  if (self->closed || self->failure != NULL || !zm_usb_inbox_has_room (self->inbox))
    {
      g_queue_push_tail (&self->parked, transfer);
      return;
    }

  result = libusb_submit_transfer (transfer);
  if (result == LIBUSB_SUCCESS)
    {
      self->flying++;
      return;
    }
  g_queue_push_tail (&self->parked, transfer);
  zm_usb_transport_fail_locked (self, libusb_error_name (result), result == LIBUSB_ERROR_NO_DEVICE);
}

/* As many as were parked before, since one may be parked again. */
static void
unpark (ZmUsbTransport *self)
{
  for (guint i = g_queue_get_length (&self->parked); i > 0; i--)
    fly_or_park (self, g_queue_pop_head (&self->parked));
}

static void
take_in (ZmUsbTransport         *self,
         struct libusb_transfer *transfer)
{
  ZmUsbResult result = zm_usb_result_judge (transfer->status);

  switch (result)
    {
    case ZM_USB_RESULT_DONE:
      if (!self->deaf)
        zm_usb_inbox_put (self->inbox, transfer->buffer, (gsize) transfer->actual_length,
                          transfer->actual_length < transfer->length);
      break;
    case ZM_USB_RESULT_CANCELLED:
      break;
    case ZM_USB_RESULT_GONE:
    case ZM_USB_RESULT_BROKEN:
      self->deaf = TRUE;
      zm_usb_transport_fail_locked (self, zm_usb_result_name (transfer->status),
                                    result == ZM_USB_RESULT_GONE);
      break;
    }
}

static void LIBUSB_CALL
in_cb (struct libusb_transfer *transfer)
{
  ZmUsbTransport *self = transfer->user_data;
  g_autoptr(ZmUsbStay) stay = zm_usb_stay_ref (self->stay);

  g_mutex_lock (&stay->lock);
  self->flying--;
  take_in (self, transfer);
  fly_or_park (self, transfer);
  g_cond_broadcast (&stay->changed);
  g_mutex_unlock (&stay->lock);
}

/* TRUE when the call is over: with a frame, or with an error. */
static gboolean
receive_locked (ZmUsbTransport  *self,
                gint64           deadline,
                GCancellable    *cancellable,
                GBytes         **frame,
                GError         **error)
{
  gint64 moment = deadline;
  gboolean ready;

  if (!self->closed && zm_usb_inbox_take (self->inbox, frame))
    {
      unpark (self);
      if (*frame == NULL)
        zm_transport_set_size (error);
      return TRUE;
    }
  if (!zm_usb_transport_check_locked (self, &ready, &moment) && ready)
    return !zm_usb_transport_set_over_locked (self, error);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return TRUE;
  if (g_get_monotonic_time () >= deadline)
    return !zm_transport_set_timeout (self->stay->port, error);

  (void) zm_usb_stay_wait (self->stay, MIN (moment, deadline));
  return FALSE;
}

static GBytes *
zm_usb_transport_receive (ZmTransport   *transport,
                          int            timeout,
                          GCancellable  *cancellable,
                          GError       **error)
{
  ZmUsbTransport *self = ZM_USB_TRANSPORT (transport);
  gint64 deadline = zm_wait_deadline (timeout);
  gulong watch = zm_usb_transport_watch (self, cancellable);
  GBytes *frame = NULL;

  g_mutex_lock (&self->stay->lock);
  while (!receive_locked (self, deadline, cancellable, &frame, error))
    ;
  g_mutex_unlock (&self->stay->lock);
  g_cancellable_disconnect (cancellable, watch);

  return frame;
}

/* Transfers always end, and until then their buffers belong to the kernel. */
static void
reap (ZmUsbTransport *self)
{
  for (guint i = 0; i < ZM_USB_TRANSPORT_IN; i++)
    if (self->in[i] != NULL)
      (void) libusb_cancel_transfer (self->in[i]);
  while (self->flying > 0 || self->sending > 0)
    (void) zm_usb_stay_wait (self->stay, G_MAXINT64);
}

static void
zm_usb_transport_close (ZmTransport *transport)
{
  ZmUsbTransport *self = ZM_USB_TRANSPORT (transport);
  libusb_device_handle *handle;

  g_mutex_lock (&self->stay->lock);
  self->closed = TRUE;
  g_cond_broadcast (&self->stay->changed);
  reap (self);
  handle = g_steal_pointer (&self->handle);
  g_mutex_unlock (&self->stay->lock);
  if (handle == NULL)
    return;

  (void) libusb_release_interface (handle, self->pipes.interface);
  libusb_close (handle);
}

static const char *
zm_usb_transport_get_port (ZmTransport *transport)
{
  return ZM_USB_TRANSPORT (transport)->stay->port;
}

static gboolean
zm_usb_transport_is_gone (ZmTransport *transport)
{
  ZmUsbTransport *self = ZM_USB_TRANSPORT (transport);
  gboolean gone;

  g_mutex_lock (&self->stay->lock);
  gone = self->closed || self->stay->left || self->failure != NULL;
  g_mutex_unlock (&self->stay->lock);

  return gone;
}

static void
zm_usb_transport_transport_init (ZmTransportInterface *iface)
{
  iface->send = zm_usb_transport_send;
  iface->receive = zm_usb_transport_receive;
  iface->close = zm_usb_transport_close;
  iface->get_port = zm_usb_transport_get_port;
  iface->is_gone = zm_usb_transport_is_gone;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmUsbTransport, zm_usb_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ZM_TYPE_TRANSPORT,
                                                      zm_usb_transport_transport_init))

static void
zm_usb_transport_finalize (GObject *object)
{
  ZmUsbTransport *self = ZM_USB_TRANSPORT (object);

  zm_usb_transport_close (ZM_TRANSPORT (self));
  for (guint i = 0; i < ZM_USB_TRANSPORT_IN; i++)
    if (self->in[i] != NULL)
      {
        g_free (self->in[i]->buffer);
        libusb_free_transfer (self->in[i]);
      }
  g_queue_clear (&self->parked);
  zm_usb_inbox_free (self->inbox);
  zm_usb_stay_unref (self->stay);
  g_object_unref (self->keeper);

  G_OBJECT_CLASS (zm_usb_transport_parent_class)->finalize (object);
}

static void
zm_usb_transport_class_init (ZmUsbTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_usb_transport_finalize;
}

static void
zm_usb_transport_init (ZmUsbTransport *self)
{
  self->inbox = zm_usb_inbox_new ();
  g_queue_init (&self->parked);
}

/* From here on the device is heard, whether or not anybody receives. */
static gboolean
begin_to_listen (ZmUsbTransport  *self,
                 GError         **error)
{
  gboolean ready;
  gint64 moment;
  gboolean good;

  g_mutex_lock (&self->stay->lock);
  for (guint i = 0; i < ZM_USB_TRANSPORT_IN; i++)
    {
      self->in[i] = libusb_alloc_transfer (0);
      libusb_fill_bulk_transfer (self->in[i], self->handle, self->pipes.in,
                                 g_malloc (ZM_USB_TRANSPORT_PIECE), ZM_USB_TRANSPORT_PIECE, in_cb,
                                 self, 0);
      fly_or_park (self, self->in[i]);
    }
  good = zm_usb_transport_check_locked (self, &ready, &moment) ||
         zm_usb_transport_set_over_locked (self, error);
  g_mutex_unlock (&self->stay->lock);

  return good;
}

ZmTransport *
zm_usb_transport_open (ZmUsbStay     *stay,
                       GObject       *keeper,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(ZmUsbTransport) self = NULL;

  g_return_val_if_fail (stay != NULL, NULL);
  g_return_val_if_fail (G_IS_OBJECT (keeper), NULL);

  self = g_object_new (ZM_TYPE_USB_TRANSPORT, NULL);
  self->stay = zm_usb_stay_ref (stay);
  self->keeper = g_object_ref (keeper);
  if (!zm_usb_handle_describe (stay, &self->pipes, error))
    return NULL;
  self->handle = zm_usb_handle_open (stay, cancellable, error);
  if (self->handle == NULL ||
      !zm_usb_handle_claim (self->handle, stay, self->pipes.interface, error) ||
      !begin_to_listen (self, error))
    return NULL;

  return ZM_TRANSPORT (g_steal_pointer (&self));
}
