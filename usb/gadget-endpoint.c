#include "usb/gadget-endpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <libaio.h>
#include <linux/usb/functionfs.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

typedef struct {
  struct iocb  iocb;
  guint8      *buffer;
  gssize       result;
  gboolean     ended;
} Transfer;

struct _ZmGadgetEndpoint {
  int           fd;
  int           ready; /* eventfd */
  io_context_t  context;
  gsize         packet;
  gboolean      inward; /* from the device to the host */

  GMutex        lock; /* of what follows */
  Transfer      ring[ZM_GADGET_DEPTH];
  guint         oldest;
  guint         count; /* in flight */
  gboolean      closed;
};

static gboolean
read_descriptor (ZmGadgetEndpoint *self)
{
  struct usb_endpoint_descriptor descriptor = { 0 };

  if (ioctl (self->fd, FUNCTIONFS_ENDPOINT_DESC, &descriptor) < 0)
    return FALSE;

  self->packet = GUINT16_FROM_LE (descriptor.wMaxPacketSize);
  self->inward = (descriptor.bEndpointAddress & USB_DIR_IN) != 0;
  errno = EPROTO;
  return self->packet > 0 && ZM_GADGET_TRANSFER_MAX % self->packet == 0;
}

ZmGadgetEndpoint *
zm_gadget_endpoint_open (const char *directory,
                         const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  ZmGadgetEndpoint *self = g_new0 (ZmGadgetEndpoint, 1);
  int status = 0;

  g_mutex_init (&self->lock);
  /* Without O_NONBLOCK a transfer on an endpoint that is not enabled would wait for a host. */
  self->fd = open (path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  self->ready = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->fd < 0 || self->ready < 0 || !read_descriptor (self))
    status = errno;
  else
    status = -io_setup (ZM_GADGET_DEPTH, &self->context);
  if (status != 0)
    {
      zm_gadget_endpoint_free (self);
      errno = status;
      return NULL;
    }

  return self;
}

void
zm_gadget_endpoint_free (ZmGadgetEndpoint *self)
{
  if (self == NULL)
    return;

  /* Cancels, and waits until the kernel has let go of the buffers. */
  if (self->context != NULL)
    io_destroy (self->context);
  if (self->fd >= 0)
    close (self->fd);
  if (self->ready >= 0)
    close (self->ready);
  for (guint i = 0; i < ZM_GADGET_DEPTH; i++)
    g_free (self->ring[i].buffer);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gsize
zm_gadget_endpoint_get_packet_size (ZmGadgetEndpoint *self)
{
  return self->packet;
}

int
zm_gadget_endpoint_get_fd (ZmGadgetEndpoint *self)
{
  return self->ready;
}

static guint
get_count (ZmGadgetEndpoint *self)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = self->count;
  g_mutex_unlock (&self->lock);

  return count;
}

gboolean
zm_gadget_endpoint_is_full (ZmGadgetEndpoint *self)
{
  return get_count (self) == ZM_GADGET_DEPTH;
}

gboolean
zm_gadget_endpoint_is_idle (ZmGadgetEndpoint *self)
{
  return get_count (self) == 0;
}

/* Under the lock. */
static int
submit (ZmGadgetEndpoint *self,
        const guint8     *data,
        gsize             length)
{
  Transfer *transfer = &self->ring[(self->oldest + self->count) % ZM_GADGET_DEPTH];
  struct iocb *iocb = &transfer->iocb;
  int status;

  if (transfer->buffer == NULL)
    transfer->buffer = g_malloc (ZM_GADGET_TRANSFER_MAX);
  transfer->ended = FALSE;
  if (data != NULL)
    {
      if (length > 0)
        memcpy (transfer->buffer, data, length);
      io_prep_pwrite (iocb, self->fd, transfer->buffer, length, 0);
    }
  else
    {
      io_prep_pread (iocb, self->fd, transfer->buffer, length, 0);
    }
  iocb->data = transfer;
  io_set_eventfd (iocb, self->ready);

  status = io_submit (self->context, 1, &iocb);
  if (status == 1)
    self->count++;

  return status == 1 ? 0 : -status;
}

int
zm_gadget_endpoint_begin (ZmGadgetEndpoint *self,
                          const guint8     *data,
                          gsize             length)
{
  int status = ESHUTDOWN;

  g_return_val_if_fail (self != NULL, EINVAL);
  g_return_val_if_fail (length <= ZM_GADGET_TRANSFER_MAX, EINVAL);

  g_mutex_lock (&self->lock);
  g_assert (self->count < ZM_GADGET_DEPTH);
  if (!self->closed)
    status = submit (self, data, length);
  g_mutex_unlock (&self->lock);

  return status;
}

/* Under the lock. */
static void
collect (ZmGadgetEndpoint *self)
{
  struct io_event events[ZM_GADGET_DEPTH];
  struct timespec now = { 0 };
  guint64 counter;
  int count;

  (void) !read (self->ready, &counter, sizeof counter);
  count = io_getevents (self->context, 0, ZM_GADGET_DEPTH, events, &now);
  for (int i = 0; i < count; i++)
    {
      Transfer *transfer = events[i].data;

      transfer->result = (gssize) events[i].res;
      transfer->ended = TRUE;
    }
}

gboolean
zm_gadget_endpoint_has_ended (ZmGadgetEndpoint *self)
{
  gboolean ended = TRUE;

  g_return_val_if_fail (self != NULL, TRUE);

  g_mutex_lock (&self->lock);
  collect (self);
  for (guint i = 0; i < self->count; i++)
    ended = ended && self->ring[(self->oldest + i) % ZM_GADGET_DEPTH].ended;
  g_mutex_unlock (&self->lock);

  return ended;
}

gboolean
zm_gadget_endpoint_take (ZmGadgetEndpoint  *self,
                         gssize            *result,
                         const guint8     **data)
{
  Transfer *transfer;
  gboolean ended;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->lock);
  collect (self);
  transfer = &self->ring[self->oldest];
  ended = self->count > 0 && transfer->ended;
  if (ended)
    {
      *result = transfer->result;
      if (data != NULL)
        *data = transfer->buffer;
      self->oldest = (self->oldest + 1) % ZM_GADGET_DEPTH;
      self->count--;
    }
  g_mutex_unlock (&self->lock);

  return ended;
}

/* Under the lock. What has ended meanwhile is unknown to the kernel, which says so. */
static void
cancel_all (ZmGadgetEndpoint *self)
{
  struct io_event unused;

  for (guint i = 0; i < self->count; i++)
    {
      Transfer *transfer = &self->ring[(self->oldest + i) % ZM_GADGET_DEPTH];

      if (!transfer->ended)
        io_cancel (self->context, &transfer->iocb, &unused);
    }
}

void
zm_gadget_endpoint_cancel (ZmGadgetEndpoint *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  cancel_all (self);
  g_mutex_unlock (&self->lock);
}

void
zm_gadget_endpoint_close (ZmGadgetEndpoint *self)
{
  const guint64 one = 1;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  cancel_all (self);
  g_mutex_unlock (&self->lock);
  (void) !write (self->ready, &one, sizeof one);
}

/* To functionfs, moving data against the direction of an endpoint means to halt it; it answers
 * EBADMSG. */
void
zm_gadget_endpoint_halt (ZmGadgetEndpoint *self)
{
  guint8 byte = 0;
  gssize result;

  g_return_if_fail (self != NULL);

  if (self->inward)
    result = read (self->fd, &byte, sizeof byte);
  else
    result = write (self->fd, &byte, sizeof byte);
  (void) result;
}

void
zm_gadget_endpoint_resume (ZmGadgetEndpoint *self)
{
  g_return_if_fail (self != NULL);

  (void) ioctl (self->fd, FUNCTIONFS_CLEAR_HALT);
}
