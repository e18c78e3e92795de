#include "app/qr/frame-process.h"

#include "app/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#define MEMORY_FD 3 /* where app/reader/live.h expects it */

static gboolean
set_start_error (const char  *seen,
                 GError     **error)
{
  zm_error_set (error, ZM_ERROR_INTERNAL, "reader.start", seen, "zmonitor-reader",
                "The picture reader cannot be started");
  return FALSE;
}

static int
duplicate (int fd)
{
  return fcntl (fd, F_DUPFD_CLOEXEC, MEMORY_FD + 1);
}

gboolean
zm_frame_process_start (ZmFrameProcess  *self,
                        const char      *program,
                        int              memory_fd,
                        GError         **error)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GError) spawn_error = NULL;
  char *nothing[] = { NULL };
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) != 0)
    return set_start_error (g_strerror (errno), error);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_environ (launcher, nothing);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_take_stdout_fd (launcher, duplicate (fds[1]));
  g_subprocess_launcher_take_fd (launcher, duplicate (memory_fd), MEMORY_FD);
  g_subprocess_launcher_take_stdin_fd (launcher, fds[1]);
  self->process = g_subprocess_launcher_spawn (launcher, &spawn_error, program, "live", NULL);
  if (self->process == NULL)
    {
      close (fds[0]);
      return set_start_error (spawn_error->message, error);
    }
  self->fd = fds[0];

  return TRUE;
}

void
zm_frame_process_kill (ZmFrameProcess *self)
{
  if (self->process == NULL)
    return;

  g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
  close (self->fd);
  self->fd = -1;
}
