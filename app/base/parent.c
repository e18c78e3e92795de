#include "app/base/parent.h"

#include "app/base/error.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <unistd.h>

static gboolean
fail (GError **error)
{
  zm_error_set (error, ZM_ERROR_IO, "system.parent", g_strerror (errno), NULL,
                "The process that started this one cannot be watched");
  return FALSE;
}

static gpointer
wait_for_end (gpointer data)
{
  struct pollfd parent = { .fd = GPOINTER_TO_INT (data), .events = POLLIN };

  while (poll (&parent, 1, -1) < 0 && errno == EINTR)
    {
      /* A signal was for somebody else. */
    }
  kill (getpid (), SIGTERM);

  return NULL;
}

int
zm_parent_open (GError **error)
{
  int fd = pidfd_open (getppid (), 0);

  if (fd < 0)
    fail (error);

  return fd;
}

gboolean
zm_parent_bind (GError **error)
{
  return prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 || fail (error);
}

gboolean
zm_parent_watch (GError **error)
{
  int fd = zm_parent_open (error);

  if (fd < 0)
    return FALSE;

  g_thread_unref (g_thread_new ("parent", wait_for_end, GINT_TO_POINTER (fd)));
  return TRUE;
}
