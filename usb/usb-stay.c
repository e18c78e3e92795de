#include "usb/usb-stay.h"

#include "usb/usb-port.h"

static char *
name_port (libusb_device *device)
{
  guint8 numbers[ZM_USB_PORT_DEPTH];
  int depth = libusb_get_port_numbers (device, numbers, ZM_USB_PORT_DEPTH);

  return depth > 0 ? zm_usb_port_format (libusb_get_bus_number (device), numbers, (gsize) depth)
                   : NULL;
}

ZmUsbStay *
zm_usb_stay_new (ZmUsbContext  *context,
                 libusb_device *device)
{
  g_autofree char *port = name_port (device);
  ZmUsbStay *self;

  if (port == NULL)
    return NULL;

  self = g_new0 (ZmUsbStay, 1);
  g_atomic_ref_count_init (&self->references);
  self->context = zm_usb_context_ref (context);
  self->device = libusb_ref_device (device);
  self->port = g_steal_pointer (&port);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  return self;
}

ZmUsbStay *
zm_usb_stay_ref (ZmUsbStay *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
zm_usb_stay_unref (ZmUsbStay *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;

  libusb_unref_device (self->device);
  zm_usb_context_unref (self->context);
  g_free (self->port);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
zm_usb_stay_leave (ZmUsbStay *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  self->left = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

gboolean
zm_usb_stay_has_left (ZmUsbStay *self)
{
  gboolean left;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->lock);
  left = self->left;
  g_mutex_unlock (&self->lock);

  return left;
}

gboolean
zm_usb_stay_is_over (ZmUsbStay *self)
{
  gint64 deadline = g_get_monotonic_time () + ZM_USB_STAY_ANNOUNCEMENT;
  gboolean left;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->lock);
  while (!self->left && zm_usb_stay_wait (self, deadline))
    ;
  left = self->left;
  g_mutex_unlock (&self->lock);

  return left;
}

gboolean
zm_usb_stay_wait (ZmUsbStay *self,
                  gint64     deadline)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (deadline != G_MAXINT64)
    return g_cond_wait_until (&self->changed, &self->lock, deadline);
  g_cond_wait (&self->changed, &self->lock);

  return TRUE;
}
