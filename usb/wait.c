#include "usb/wait.h"

#include "usb/transport.h"

#include "app/base/error.h"

#include <errno.h>

#define MICROSECONDS 1000 /* in a millisecond */
#define CHUNK_MAX    (60 * 60 * 1000) /* milliseconds; a later deadline polls again */

gint64
zm_wait_deadline (int timeout)
{
  if (timeout == ZM_TRANSPORT_FOREVER)
    return G_MAXINT64;

  return g_get_monotonic_time () + (gint64) timeout * MICROSECONDS;
}

/* Rounded up: a poll that ends too early would spin. */
static int
milliseconds_left (gint64 deadline)
{
  gint64 left = deadline - g_get_monotonic_time ();

  if (left <= 0)
    return 0;

  return (int) MIN ((left - 1) / MICROSECONDS + 1, CHUNK_MAX);
}

static gboolean
poll_until (GPollFD  *fds,
            guint     count,
            gint64    deadline)
{
  for (;;)
    {
      int left = milliseconds_left (deadline);
      int ready = g_poll (fds, count, left);

      if (ready > 0)
        return TRUE;
      if (ready < 0 && errno != EINTR)
        return FALSE;
      if (ready == 0 && left == 0)
        return TRUE;
    }
}

gboolean
zm_wait_for_fd (int            fd,
                gushort        events,
                gint64         deadline,
                GCancellable  *cancellable,
                const char    *port,
                GError       **error)
{
  GPollFD fds[2] = { { .fd = fd, .events = events }, { .fd = -1 } };
  gboolean pollable = g_cancellable_make_pollfd (cancellable, &fds[1]);
  gboolean ok = (pollable || cancellable == NULL) && poll_until (fds, pollable ? 2 : 1, deadline);
  int saved = errno;

  if (pollable)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (!ok)
    {
      zm_error_set (error, ZM_ERROR_IO, "tether.io", g_strerror (saved), NULL,
                    "The tether cannot be waited for");
      return FALSE;
    }

  return fds[0].revents != 0 || zm_transport_set_timeout (port, error);
}
