#include "usb/usb-transport-private.h"

#include "usb/transport-private.h"

#include "app/base/error.h"

/* One frame on its way out. Its bytes are sent from where they lie, so that the call does not end
 * before the last transfer has. */
typedef struct {
  ZmUsbTransport         *transport;
  const guint8           *data;
  gsize                   length;
  gsize                   begun;     /* bytes given to libusb */
  gsize                   sent;      /* bytes that the device has taken */
  guint                   flying;
  struct libusb_transfer *pieces[ZM_USB_TRANSPORT_OUT];
  gboolean                busy[ZM_USB_TRANSPORT_OUT];
} Sending;

static void
judge_piece (Sending                *self,
             struct libusb_transfer *piece)
{
  ZmUsbResult result = zm_usb_result_judge (piece->status);

  self->sent += (gsize) piece->actual_length;
  if (result == ZM_USB_RESULT_DONE && piece->actual_length < piece->length)
    result = ZM_USB_RESULT_BROKEN;
  if (result == ZM_USB_RESULT_GONE || result == ZM_USB_RESULT_BROKEN)
    zm_usb_transport_fail_locked (self->transport, zm_usb_result_name (piece->status),
                                  result == ZM_USB_RESULT_GONE);
}

static void LIBUSB_CALL
out_cb (struct libusb_transfer *piece)
{
  Sending *self = piece->user_data;
  g_autoptr(ZmUsbStay) stay = zm_usb_stay_ref (self->transport->stay);

  g_mutex_lock (&stay->lock);
  judge_piece (self, piece);
  for (guint i = 0; i < ZM_USB_TRANSPORT_OUT; i++)
    if (self->pieces[i] == piece)
      self->busy[i] = FALSE;
  self->flying--;
  g_cond_broadcast (&stay->changed);
  g_mutex_unlock (&stay->lock);
}

static void
begin_piece (Sending *self,
             guint    index)
{
  ZmUsbTransport *transport = self->transport;
  struct libusb_transfer *piece = self->pieces[index];
  gsize length = MIN (self->length - self->begun, ZM_USB_TRANSPORT_PIECE);
  int result;

  /* libusb only reads it, but has one type of buffer for both directions. */
  libusb_fill_bulk_transfer (piece, transport->handle, transport->pipes.out,
                             (guint8 *) self->data + self->begun, (int) length, out_cb, self, 0);
  /* A last piece of whole packets is followed by an empty one, or the frame would not end. */
  piece->flags = self->begun + length == self->length ? LIBUSB_TRANSFER_ADD_ZERO_PACKET : 0;
  result = libusb_submit_transfer (piece);
  if (result != LIBUSB_SUCCESS)
    {
      zm_usb_transport_fail_locked (transport, libusb_error_name (result),
                                    result == LIBUSB_ERROR_NO_DEVICE);
      return;
    }

  self->begun += length;
  self->busy[index] = TRUE;
  self->flying++;
}

static void
begin_pieces (Sending *self)
{
  for (guint i = 0; i < ZM_USB_TRANSPORT_OUT; i++)
    if (!self->busy[i] && self->begun < self->length && self->transport->failure == NULL)
      begin_piece (self, i);
}

static void
end_pieces (Sending *self)
{
  for (guint i = 0; i < ZM_USB_TRANSPORT_OUT; i++)
    if (self->busy[i])
      (void) libusb_cancel_transfer (self->pieces[i]);
  while (self->flying > 0)
    (void) zm_usb_stay_wait (self->transport->stay, G_MAXINT64);
}

/* FALSE with the reason when the transport is over, as soon as that is certain. */
static gboolean
check_alive (ZmUsbTransport  *self,
             GError         **error)
{
  gint64 moment;
  gboolean ready;

  while (!zm_usb_transport_check_locked (self, &ready, &moment))
    {
      if (ready)
        return zm_usb_transport_set_over_locked (self, error);
      (void) zm_usb_stay_wait (self->stay, moment);
    }

  return TRUE;
}

static gboolean
send_locked (Sending       *self,
             gint64         deadline,
             GCancellable  *cancellable,
             GError       **error)
{
  ZmUsbTransport *transport = self->transport;
  gboolean in_time = TRUE;
  gint64 moment;
  gboolean ready;

  while (zm_usb_transport_check_locked (transport, &ready, &moment) && in_time &&
         !g_cancellable_is_cancelled (cancellable))
    {
      begin_pieces (self);
      if (self->flying == 0)
        break;
      in_time = zm_usb_stay_wait (transport->stay, deadline);
    }
  end_pieces (self);

  /* The device may have taken the last byte while we gave up. */
  if (self->sent == self->length)
    return TRUE;

  transport->torn = transport->torn || self->sent > 0;
  return check_alive (transport, error) &&
         !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         zm_transport_set_timeout (transport->stay->port, error);
}

static gboolean
check_whole (ZmUsbTransport  *self,
             GError         **error)
{
  if (!self->torn)
    return TRUE;

  zm_error_set (error, ZM_ERROR_IO, "tether.io", "a frame went out in part", NULL,
                "The device at USB port %s cannot be spoken with", self->stay->port);
  return FALSE;
}

gboolean
zm_usb_transport_send (ZmTransport   *transport,
                       GBytes        *frame,
                       int            timeout,
                       GCancellable  *cancellable,
                       GError       **error)
{
  ZmUsbTransport *self = ZM_USB_TRANSPORT (transport);
  gint64 deadline = zm_wait_deadline (timeout);
  gulong watch = zm_usb_transport_watch (self, cancellable);
  Sending sending = { .transport = self };
  gboolean good;

  sending.data = g_bytes_get_data (frame, &sending.length);
  for (guint i = 0; i < ZM_USB_TRANSPORT_OUT; i++)
    sending.pieces[i] = libusb_alloc_transfer (0);

  g_mutex_lock (&self->stay->lock);
  self->sending++;
  good = check_whole (self, error) && send_locked (&sending, deadline, cancellable, error);
  self->sending--;
  g_cond_broadcast (&self->stay->changed);
  g_mutex_unlock (&self->stay->lock);

  for (guint i = 0; i < ZM_USB_TRANSPORT_OUT; i++)
    libusb_free_transfer (sending.pieces[i]);
  g_cancellable_disconnect (cancellable, watch);

  return good;
}
