#include "usb/usb-context.h"

#include "app/base/error.h"

struct _ZmUsbContext {
  gatomicrefcount  references;
  libusb_context  *usb;
  GThread         *thread;
  int              stop; /* atomic; also libusb's word for it */
};

static gpointer
handle_events (gpointer data)
{
  ZmUsbContext *self = data;

  while (!g_atomic_int_get (&self->stop))
    if (libusb_handle_events_completed (self->usb, &self->stop) != LIBUSB_SUCCESS)
      g_usleep (G_TIME_SPAN_MILLISECOND * 100);
  /* a lasting fault must not eat a processor */

  return NULL;
}

ZmUsbContext *
zm_usb_context_new (GError **error)
{
  ZmUsbContext *self;
  libusb_context *usb = NULL;
  int result = libusb_init (&usb);

  if (result != LIBUSB_SUCCESS)
    {
      zm_error_set (error, ZM_ERROR_IO, "usb.start", libusb_error_name (result), NULL,
                    "This system’s USB cannot be used");
      return NULL;
    }

  self = g_new0 (ZmUsbContext, 1);
  g_atomic_ref_count_init (&self->references);
  self->usb = usb;
  self->thread = g_thread_new ("usb", handle_events, self);

  return self;
}

ZmUsbContext *
zm_usb_context_ref (ZmUsbContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
zm_usb_context_unref (ZmUsbContext *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;

  zm_usb_context_stop (self);
  libusb_exit (self->usb);
  g_free (self);
}

void
zm_usb_context_stop (ZmUsbContext *self)
{
  g_return_if_fail (self != NULL);

  if (self->thread == NULL)
    return;

  g_atomic_int_set (&self->stop, TRUE);
  libusb_interrupt_event_handler (self->usb);
  g_thread_join (g_steal_pointer (&self->thread));
}

libusb_context *
zm_usb_context_get (ZmUsbContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->usb;
}
