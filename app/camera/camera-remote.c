#include "app/camera/camera-remote.h"

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
