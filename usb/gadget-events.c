#include "usb/gadget-events.h"

#include "usb/gadget-descriptors.h"

#include "app/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/usb/functionfs.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _ZmGadgetEvents {
  char     *directory;
  int       fd;      /* ep0 */
  int       arrived; /* eventfd: a conversation has begun */
  int       stop;    /* eventfd: the thread ends */
  GThread  *thread;

  GMutex    lock;         /* of ep0 and what follows */
  guint64   conversation; /* the last that began, from 1 */
  guint64   taken;        /* the last that was given out */
  gboolean  enabled;      /* the last one still goes on */
  GBytes   *early;        /* what was left for a conversation, or NULL */
  guint64   early_for;
};

static gboolean
is_readable (int fd)
{
  struct pollfd pollfd = { .fd = fd, .events = POLLIN };

  return poll (&pollfd, 1, 0) > 0 && (pollfd.revents & POLLIN) != 0;
}

/* To functionfs, moving nothing in the direction that the request does not have is a stall; it
 * answers EL2HLT. */
static void
stall (ZmGadgetEvents               *self,
       const struct usb_ctrlrequest *request)
{
  gssize result;

  if ((request->bRequestType & USB_DIR_IN) != 0)
    result = read (self->fd, NULL, 0);
  else
    result = write (self->fd, NULL, 0);
  (void) result;
}

/* The kernel keeps only the latest of BIND, UNBIND, ENABLE and DISABLE: an ENABLE alone can stand
 * for a whole row of them. */
static void
handle (ZmGadgetEvents                    *self,
        const struct usb_functionfs_event *event)
{
  const guint64 one = 1;

  switch ((enum usb_functionfs_event_type) event->type)
    {
    case FUNCTIONFS_ENABLE:
      self->conversation++;
      self->enabled = TRUE;
      (void) !write (self->arrived, &one, sizeof one);
      break;

    case FUNCTIONFS_BIND:
    case FUNCTIONFS_UNBIND:
    case FUNCTIONFS_DISABLE:
      self->enabled = FALSE;
      break;

    case FUNCTIONFS_SETUP:
      stall (self, &event->u.setup);
      break;

    case FUNCTIONFS_SUSPEND:
    case FUNCTIONFS_RESUME:
      break;
    }
}

/* A read without an event would block, and hold ep0 meanwhile. */
static void
catch_up (ZmGadgetEvents *self)
{
  struct usb_functionfs_event event;

  while (is_readable (self->fd) && read (self->fd, &event, sizeof event) == sizeof event)
    handle (self, &event);
}

static gpointer
watch (gpointer data)
{
  ZmGadgetEvents *self = data;
  struct pollfd fds[2] = {
    { .fd = self->stop, .events = POLLIN },
    { .fd = self->fd, .events = POLLIN },
  };

  while (fds[0].revents == 0 && (fds[1].revents & (POLLERR | POLLHUP | POLLNVAL)) == 0)
    {
      if (poll (fds, G_N_ELEMENTS (fds), -1) < 0 && errno != EINTR)
        break;
      g_mutex_lock (&self->lock);
      catch_up (self);
      g_mutex_unlock (&self->lock);
    }

  return NULL;
}

static gboolean
fail (ZmGadgetEvents  *self,
      GError         **error)
{
  if (errno == EBUSY)
    zm_error_set (error, ZM_ERROR_CONFLICT, "tether.in-use", self->directory, NULL,
                  "Another device runs on the gadget at “%s”", self->directory);
  else
    zm_error_set (error, ZM_ERROR_IO, "tether.listen", g_strerror (errno), NULL,
                  "No USB gadget can be run at “%s”", self->directory);
  return FALSE;
}

static gboolean
tell (ZmGadgetEvents  *self,
      GBytes          *bytes,
      GError         **error)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  return write (self->fd, data, length) == (gssize) length || fail (self, error);
}

static gboolean
open_control (ZmGadgetEvents  *self,
              GError         **error)
{
  g_autofree char *path = g_build_filename (self->directory, "ep0", NULL);
  g_autoptr(GBytes) descriptors = zm_gadget_descriptors_new ();
  g_autoptr(GBytes) strings = zm_gadget_descriptors_new_strings ();

  self->fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  self->arrived = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->stop = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->fd < 0 || self->arrived < 0 || self->stop < 0)
    return fail (self, error);

  return tell (self, descriptors, error) && tell (self, strings, error);
}

ZmGadgetEvents *
zm_gadget_events_new (const char  *directory,
                      GError     **error)
{
  g_autoptr(ZmGadgetEvents) self = NULL;

  g_return_val_if_fail (directory != NULL, NULL);

  self = g_atomic_rc_box_new0 (ZmGadgetEvents);
  self->directory = g_strdup (directory);
  self->fd = self->arrived = self->stop = -1;
  g_mutex_init (&self->lock);
  if (!open_control (self, error))
    return NULL;
  self->thread = g_thread_new ("gadget", watch, self);

  return g_steal_pointer (&self);
}

ZmGadgetEvents *
zm_gadget_events_ref (ZmGadgetEvents *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
close_if_open (int fd)
{
  if (fd >= 0)
    close (fd);
}

static void
clear (gpointer data)
{
  ZmGadgetEvents *self = data;
  const guint64 one = 1;

  if (self->thread != NULL)
    {
      (void) !write (self->stop, &one, sizeof one);
      g_thread_join (self->thread);
    }
  close_if_open (self->fd);
  close_if_open (self->arrived);
  close_if_open (self->stop);
  g_clear_pointer (&self->early, g_bytes_unref);
  g_mutex_clear (&self->lock);
  g_free (self->directory);
}

void
zm_gadget_events_unref (ZmGadgetEvents *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear);
}

int
zm_gadget_events_get_fd (ZmGadgetEvents *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->arrived;
}

guint64
zm_gadget_events_take (ZmGadgetEvents *self)
{
  guint64 count;
  guint64 conversation = 0;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  (void) !read (self->arrived, &count, sizeof count);
  catch_up (self);
  if (self->enabled && self->taken != self->conversation)
    conversation = self->taken = self->conversation;
  g_mutex_unlock (&self->lock);

  return conversation;
}

gboolean
zm_gadget_events_is_current (ZmGadgetEvents *self,
                             guint64         conversation)
{
  gboolean current;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->lock);
  catch_up (self);
  current = self->enabled && self->conversation == conversation;
  g_mutex_unlock (&self->lock);

  return current;
}

guint64
zm_gadget_events_get_conversation (ZmGadgetEvents *self)
{
  guint64 conversation;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  conversation = self->conversation;
  g_mutex_unlock (&self->lock);

  return conversation;
}

void
zm_gadget_events_leave (ZmGadgetEvents *self,
                        guint64         conversation,
                        GBytes         *bytes)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL);

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->early, g_bytes_unref);
  self->early = bytes;
  self->early_for = conversation;
  g_mutex_unlock (&self->lock);
}

GBytes *
zm_gadget_events_take_early (ZmGadgetEvents *self,
                             guint64         conversation)
{
  g_autoptr(GBytes) bytes = NULL;
  gboolean ours;

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->lock);
  bytes = g_steal_pointer (&self->early);
  ours = self->early_for == conversation;
  g_mutex_unlock (&self->lock);

  return ours ? g_steal_pointer (&bytes) : NULL;
}

const char *
zm_gadget_events_get_directory (ZmGadgetEvents *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->directory;
}
