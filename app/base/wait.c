#include "app/base/wait.h"

#include "app/base/error.h"

#include <errno.h>

#define MICROSECONDS 1000             /* in a millisecond */
#define CHUNK_MAX    (60 * 60 * 1000) /* milliseconds; a later deadline polls again */

gint64
zm_wait_deadline (int timeout)
{
  if (timeout == ZM_WAIT_FOREVER)
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

/* Like poll, but signals do not end it. */
static int
poll_until (GPollFD *fds,
            guint    count,
            gint64   deadline)
{
  for (;;)
    {
      int left = milliseconds_left (deadline);
      int ready = g_poll (fds, count, left);

      if (ready > 0 || (ready == 0 && left == 0) || (ready < 0 && errno != EINTR))
        return ready;
    }
}

ZmWaitResult
zm_wait_for_fd (int            fd,
                gushort        events,
                gint64         deadline,
                GCancellable  *cancellable,
                GError       **error)
{
  GPollFD fds[2] = { { .fd = fd, .events = events }, { .fd = -1 } };
  gboolean pollable = g_cancellable_make_pollfd (cancellable, &fds[1]);
  int ready = -1;
  int saved = EMFILE;

  if (pollable || cancellable == NULL)
    {
      ready = poll_until (fds, pollable ? 2 : 1, deadline);
      saved = errno;
    }
  if (pollable)
    g_cancellable_release_fd (cancellable);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return ZM_WAIT_FAILED;
  if (ready < 0)
    {
      zm_error_set (error, ZM_ERROR_IO, "system.wait", g_strerror (saved), NULL,
                    "A descriptor cannot be waited for");
      return ZM_WAIT_FAILED;
    }

  return fds[0].revents != 0 ? ZM_WAIT_READY : ZM_WAIT_TIMEOUT;
}
