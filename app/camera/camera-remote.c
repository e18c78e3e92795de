#include "app/camera/camera-remote.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct _ZmCameraRemote {
  int fd;
};

ZmCameraRemote *
zm_camera_remote_new (int fd)
{
  ZmCameraRemote *self = g_atomic_rc_box_new (ZmCameraRemote);

  self->fd = fd;
  return self;
}

ZmCameraRemote *
zm_camera_remote_ref (ZmCameraRemote *self)
{
  return g_atomic_rc_box_acquire (self);
}

char *
zm_camera_remote_dup_socket_path (void)
{
  const char *directory = g_getenv ("PIPEWIRE_RUNTIME_DIR");
  const char *name = g_getenv ("PIPEWIRE_REMOTE");

  if (name != NULL && g_path_is_absolute (name))
    return g_strdup (name);

  return g_build_filename (directory != NULL ? directory : g_get_user_runtime_dir (),
                           name != NULL ? name : "pipewire-0", NULL);
}

ZmCameraRemote *
zm_camera_remote_connect (void)
{
  g_autofree char *path = zm_camera_remote_dup_socket_path ();
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = -1;

  if (g_strlcpy (address.sun_path, path, sizeof address.sun_path) < sizeof address.sun_path)
    fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return NULL;
  if (connect (fd, (const struct sockaddr *) &address, sizeof address) != 0)
    {
      close (fd);
      return NULL;
    }

  return zm_camera_remote_new (fd);
}

static void
clear (gpointer data)
{
  ZmCameraRemote *self = data;

  close (self->fd);
}

void
zm_camera_remote_unref (ZmCameraRemote *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

int
zm_camera_remote_get_fd (ZmCameraRemote *self)
{
  return self->fd;
}

void
zm_camera_remote_hang_up (ZmCameraRemote *self)
{
  shutdown (self->fd, SHUT_RDWR);
}

gboolean
zm_camera_remote_is_open (ZmCameraRemote *self)
{
  struct pollfd descriptor = { .fd = self->fd, .events = POLLRDHUP };

  return poll (&descriptor, 1, 0) == 0;
}
