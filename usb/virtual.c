#include "usb/virtual.h"

#include "usb/frame.h"
#include "usb/transport-private.h"
#include "usb/virtual-address.h"

#include "app/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel doubles this, after cutting it to net.core.wmem_max; what Linux ships there (212992)
 * is enough for the largest frame. */
#define SEND_BUFFER (ZM_FRAME_MAX + 4096)

struct _ZmVirtual {
  GObject   parent_instance;

  char     *port;
  int       fd;
  gboolean  closed; /* atomic */
};

static gboolean
set_system_error (ZmVirtual   *self,
                  const char  *what,
                  GError     **error)
{
  int saved = errno;

  if (saved == EPIPE || saved == ECONNRESET || saved == ENOTCONN)
    return zm_transport_set_unplugged (self->port, error);

  zm_error_set (error, ZM_ERROR_IO, "tether.io", g_strerror (saved), NULL,
                "The cable cannot %s", what);
  return FALSE;
}

static gboolean
is_transient (int number)
{
  return number == EAGAIN || number == EINTR;
}

static gboolean
zm_virtual_send (ZmTransport   *transport,
                 GBytes        *frame,
                 int            timeout,
                 GCancellable  *cancellable,
                 GError       **error)
{
  ZmVirtual *self = ZM_VIRTUAL (transport);
  gint64 deadline = zm_wait_deadline (timeout);
  gsize length;
  const void *data = g_bytes_get_data (frame, &length);

  for (;;)
    {
      if (g_atomic_int_get (&self->closed))
        return zm_transport_set_unplugged (self->port, error);
      if (!zm_transport_wait_for_fd (self->port, self->fd, POLLOUT, deadline, cancellable, error))
        return FALSE;
      if (send (self->fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
        return TRUE;
      if (!is_transient (errno))
        return set_system_error (self, "send", error);
    }
}

/* The size of the packet that waits, 0 when none will come any more, or -1 with errno. */
static gssize
peek_size (ZmVirtual *self)
{
  gssize size = recv (self->fd, NULL, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);

  /* A peer that closes with unread packets in its own queue resets the connection. The error is
   * told once; what it sent before that can still be read. */
  if (size < 0 && errno == ECONNRESET)
    size = recv (self->fd, NULL, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);

  return size;
}

static GBytes *
take_packet (ZmVirtual  *self,
             gsize       size,
             GError    **error)
{
  g_autofree guint8 *packet = NULL;

  if (size > ZM_FRAME_MAX)
    {
      (void) recv (self->fd, NULL, 0, MSG_DONTWAIT);
      zm_transport_set_size (error);
      return NULL;
    }

  packet = g_malloc (size);
  if (recv (self->fd, packet, size, MSG_DONTWAIT) != (gssize) size)
    {
      set_system_error (self, "receive", error);
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&packet), size);
}

static GBytes *
zm_virtual_receive (ZmTransport   *transport,
                    int            timeout,
                    GCancellable  *cancellable,
                    GError       **error)
{
  ZmVirtual *self = ZM_VIRTUAL (transport);
  gint64 deadline = zm_wait_deadline (timeout);

  for (;;)
    {
      gssize size;

      if (!g_atomic_int_get (&self->closed) &&
          !zm_transport_wait_for_fd (self->port, self->fd, POLLIN, deadline, cancellable, error))
        return NULL;

      size = g_atomic_int_get (&self->closed) ? 0 : peek_size (self);
      if (size > 0)
        return take_packet (self, (gsize) size, error);
      if (size == 0)
        {
          zm_transport_set_unplugged (self->port, error);
          return NULL;
        }
      if (!is_transient (errno))
        {
          set_system_error (self, "receive", error);
          return NULL;
        }
    }
}

static void
zm_virtual_close (ZmTransport *transport)
{
  ZmVirtual *self = ZM_VIRTUAL (transport);

  /* The descriptor itself stays until nobody can be using it. */
  g_atomic_int_set (&self->closed, TRUE);
  shutdown (self->fd, SHUT_RDWR);
}

static gboolean
zm_virtual_is_gone (ZmTransport *transport)
{
  ZmVirtual *self = ZM_VIRTUAL (transport);
  struct pollfd peer = { .fd = self->fd, .events = POLLRDHUP };

  return g_atomic_int_get (&self->closed) || poll (&peer, 1, 0) > 0;
}

static const char *
zm_virtual_get_port (ZmTransport *transport)
{
  return ZM_VIRTUAL (transport)->port;
}

static void
zm_virtual_transport_init (ZmTransportInterface *iface)
{
  iface->send = zm_virtual_send;
  iface->receive = zm_virtual_receive;
  iface->close = zm_virtual_close;
  iface->is_gone = zm_virtual_is_gone;
  iface->get_port = zm_virtual_get_port;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmVirtual, zm_virtual, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ZM_TYPE_TRANSPORT,
                                                      zm_virtual_transport_init))

static void
zm_virtual_finalize (GObject *object)
{
  ZmVirtual *self = ZM_VIRTUAL (object);

  if (self->fd >= 0)
    close (self->fd);
  g_free (self->port);

  G_OBJECT_CLASS (zm_virtual_parent_class)->finalize (object);
}

static void
zm_virtual_class_init (ZmVirtualClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_virtual_finalize;
}

static void
zm_virtual_init (ZmVirtual *self)
{
  self->fd = -1;
}

ZmTransport *
zm_virtual_new (int         fd,
                const char *port)
{
  const int size = SEND_BUFFER;
  ZmVirtual *self;

  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (port != NULL, NULL);

  self = g_object_new (ZM_TYPE_VIRTUAL, NULL);
  self->fd = fd;
  self->port = g_strdup (port);
  (void) setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);

  return ZM_TRANSPORT (self);
}

ZmTransport *
zm_virtual_connect (const char  *path,
                    GError     **error)
{
  g_autofree char *port = NULL;
  struct sockaddr_un address;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  if (!zm_virtual_address_fill (&address, path, error))
    return NULL;

  fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 || connect (fd, (const struct sockaddr *) &address, sizeof address) != 0)
    {
      zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tether.connect", g_strerror (errno), path,
                    "There is no device to be reached");
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  port = zm_virtual_address_port (path);
  return zm_virtual_new (fd, port);
}
