#include "usb/virtual-listener.h"

#include "usb/transport-private.h"
#include "usb/virtual-address.h"
#include "usb/virtual.h"

#include "app/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* A tether has one station; a second one waits for the first to leave. */
#define BACKLOG 1

struct _ZmVirtualListener {
  GObject   parent_instance;

  char     *path;
  char     *port;
  int       lock;
  int       fd;
  gboolean  bound;
};

static gboolean
fail (ZmVirtualListener  *self,
      GError            **error)
{
  zm_error_set (error, ZM_ERROR_IO, "tether.listen", g_strerror (errno), NULL,
                "No virtual device can listen at “%s”", self->path);
  return FALSE;
}

static gboolean
take_lock (ZmVirtualListener  *self,
           GError            **error)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);

  self->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->lock < 0)
    return fail (self, error);
  if (flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  if (errno != EWOULDBLOCK)
    return fail (self, error);

  zm_error_set (error, ZM_ERROR_CONFLICT, "tether.in-use", self->path, NULL,
                "Another virtual device listens at “%s”", self->path);
  return FALSE;
}

/* Only ever a socket: a wrong path must not cost anybody a file. */
static void
remove_stale_socket (const char *path)
{
  struct stat status;

  if (lstat (path, &status) == 0 && S_ISSOCK (status.st_mode))
    unlink (path);
}

static gboolean
bind_and_listen (ZmVirtualListener  *self,
                 GError            **error)
{
  struct sockaddr_un address;

  if (!zm_virtual_address_fill (&address, self->path, error) || !take_lock (self, error))
    return FALSE;

  remove_stale_socket (self->path);
  self->fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  /* Linux gives the mode of the descriptor to the file, so there is no moment of a wider one. */
  if (self->fd < 0 || fchmod (self->fd, 0600) != 0 ||
      bind (self->fd, (const struct sockaddr *) &address, sizeof address) != 0)
    return fail (self, error);
  self->bound = TRUE;

  return listen (self->fd, BACKLOG) == 0 || fail (self, error);
}

static ZmTransport *
zm_virtual_listener_accept (ZmListener    *listener,
                            int            timeout,
                            GCancellable  *cancellable,
                            GError       **error)
{
  ZmVirtualListener *self = ZM_VIRTUAL_LISTENER (listener);
  gint64 deadline = zm_wait_deadline (timeout);

  for (;;)
    {
      int fd;

      if (!zm_transport_wait_for_fd (self->port, self->fd, POLLIN, deadline, cancellable, error))
        return NULL;
      fd = accept4 (self->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
      if (fd >= 0)
        return zm_virtual_new (fd, self->port);
      if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
        {
          fail (self, error);
          return NULL;
        }
    }
}

static void
zm_virtual_listener_iface_init (ZmListenerInterface *iface)
{
  iface->accept = zm_virtual_listener_accept;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmVirtualListener, zm_virtual_listener, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ZM_TYPE_LISTENER,
                                                      zm_virtual_listener_iface_init))

static void
zm_virtual_listener_finalize (GObject *object)
{
  ZmVirtualListener *self = ZM_VIRTUAL_LISTENER (object);

  if (self->bound)
    unlink (self->path);
  if (self->fd >= 0)
    close (self->fd);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self->port);

  G_OBJECT_CLASS (zm_virtual_listener_parent_class)->finalize (object);
}

static void
zm_virtual_listener_class_init (ZmVirtualListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_virtual_listener_finalize;
}

static void
zm_virtual_listener_init (ZmVirtualListener *self)
{
  self->lock = -1;
  self->fd = -1;
}

ZmListener *
zm_virtual_listener_new (const char  *path,
                         GError     **error)
{
  g_autoptr(ZmVirtualListener) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (ZM_TYPE_VIRTUAL_LISTENER, NULL);
  self->path = g_strdup (path);
  self->port = zm_virtual_address_port (path);

  return bind_and_listen (self, error) ? ZM_LISTENER (g_steal_pointer (&self)) : NULL;
}
