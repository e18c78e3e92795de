#include "tests/usb/mock-usb-private.h"

#include "usb/frame.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BUFFER        (2 * ZM_FRAME_MAX)
#define CONNECT_PAUSE 20 /* ms */

/* One conversation at a time, each with a thread and a socket of its own. */
typedef struct {
  MockUsbDevice *device;
  char          *path;
  GThread       *thread;
  GAsyncQueue   *frames; /* of the host */
  int            wake;   /* eventfd: there are frames, or it is over */
  gboolean       over;   /* atomic */
} Bridge;

static void
wake (Bridge *self)
{
  const guint64 one = 1;

  g_assert_cmpint (write (self->wake, &one, sizeof one), ==, sizeof one);
}

static int
connect_once (Bridge *self)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const int size = BUFFER;
  int fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_strlcpy (address.sun_path, self->path, sizeof address.sun_path);
  if (connect (fd, (const struct sockaddr *) &address, sizeof address) != 0)
    {
      close (fd);
      return -1;
    }
  (void) setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);

  return fd;
}

/* The device's program may still be starting. */
static int
connect_patiently (Bridge *self)
{
  int fd = -1;

  while (!g_atomic_int_get (&self->over) && (fd = connect_once (self)) < 0)
    g_usleep (CONNECT_PAUSE * G_TIME_SPAN_MILLISECOND);

  return fd;
}

/* FALSE when the device's program has hung up. */
static gboolean
carry_in (Bridge *self,
          int     fd)
{
  guint8 *buffer = g_malloc (BUFFER);
  gssize length = recv (fd, buffer, BUFFER, 0);
  g_autoptr(GBytes) frame = g_bytes_new_take (buffer, length > 0 ? (gsize) length : 0);

  if (length <= 0)
    return FALSE;

  mock_usb_send (self->device, frame);
  return TRUE;
}

static gboolean
carry_out (Bridge *self,
           int     fd)
{
  guint64 count;
  GBytes *frame;
  gboolean good = TRUE;

  g_assert_cmpint (read (self->wake, &count, sizeof count), ==, sizeof count);
  while ((frame = g_async_queue_try_pop (self->frames)) != NULL)
    {
      gsize length;
      gconstpointer data = g_bytes_get_data (frame, &length);

      good = good && send (fd, data, length, MSG_NOSIGNAL) == (gssize) length;
      g_bytes_unref (frame);
    }

  return good;
}

static gpointer
carry (gpointer data)
{
  Bridge *self = data;
  int fd = connect_patiently (self);
  gboolean good = fd >= 0;

  while (good && !g_atomic_int_get (&self->over))
    {
      struct pollfd fds[2] = { { fd, POLLIN, 0 }, { self->wake, POLLIN, 0 } };

      if (poll (fds, 2, -1) < 0 && errno != EINTR)
        break;
      good = (fds[1].revents == 0 || carry_out (self, fd)) &&
             (fds[0].revents == 0 || carry_in (self, fd));
    }
  if (fd >= 0)
    close (fd);

  return NULL;
}

static void
end_conversation (Bridge *self)
{
  GBytes *frame;

  if (self->thread == NULL)
    return;

  g_atomic_int_set (&self->over, TRUE);
  wake (self);
  g_thread_join (g_steal_pointer (&self->thread));
  while ((frame = g_async_queue_try_pop (self->frames)) != NULL)
    g_bytes_unref (frame);
}

static void
begins_cb (MockUsbDevice *device,
           gpointer       data)
{
  Bridge *self = data;

  end_conversation (self);
  mock_usb_device_forget (device);
  g_atomic_int_set (&self->over, FALSE);
  self->thread = g_thread_new ("bridge", carry, self);
}

static void
frame_cb (MockUsbDevice *device,
          GBytes        *frame,
          gpointer       data)
{
  Bridge *self = data;

  g_async_queue_push (self->frames, g_bytes_ref (frame));
  wake (self);
}

/* Without waiting: perhaps it is the bridge's own thread that carried the last transfer. */
static void
ends_cb (MockUsbDevice *device,
         gpointer       data)
{
  Bridge *self = data;

  g_atomic_int_set (&self->over, TRUE);
  wake (self);
}

static void
bridge_free (gpointer data)
{
  Bridge *self = data;

  end_conversation (self);
  g_async_queue_unref (self->frames);
  close (self->wake);
  g_free (self->path);
  g_free (self);
}

void
mock_usb_bridge (MockUsbDevice *device,
                 const char    *path)
{
  static const MockUsbPeer peer = { begins_cb, frame_cb, ends_cb };
  Bridge *self = g_new0 (Bridge, 1);

  self->device = device;
  self->path = g_strdup (path);
  self->frames = g_async_queue_new ();
  self->wake = eventfd (0, EFD_CLOEXEC);
  g_assert_cmpint (self->wake, >=, 0);
  mock_usb_set_peer (device, &peer, self);
  device->peer_free = bridge_free;
}
