#include "app/station/signer-process.h"

#include "app/base/companion.h"
#include "app/base/error.h"
#include "app/base/passphrase.h"
#include "app/base/wait.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM       "zmonitor-signer"
#define FIRST_FD      3    /* in the child, after the standard three */
#define FDS_MAX       4
#define PATIENCE      5000 /* milliseconds between asking it to end and making it */

/* What the child gets of our environment: its language, and how a sanitizer reports. */
static const char *const passed_variables[] = {
  "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS",
};

struct _ZmSignerProcess {
  GMutex   lock;
  GPid     pid;
  int      pid_fd; /* readable once the child has ended */
  gboolean reaped; /* what follows is its wait status */
  int      status;
};

static gboolean
fail_start (const char  *seen,
            GError     **error)
{
  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "signer.start", seen, NULL,
                "The signer cannot be started");
  return FALSE;
}

static GStrv
build_arguments (const char              *path,
                 const char *const       *arguments,
                 const ZmSignerProcessFd *fds,
                 gsize                    count)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, path);
  g_strv_builder_addv (builder, (const char **) arguments);
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", FIRST_FD + (int) i);

      g_strv_builder_add_many (builder, fds[i].option, number, NULL);
    }

  return g_strv_builder_end (builder);
}

static GStrv
build_environment (void)
{
  GStrv environment = g_new0 (char *, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (passed_variables); i++)
    {
      const char *value = g_getenv (passed_variables[i]);

      if (value != NULL)
        environment = g_environ_setenv (environment, passed_variables[i], value, TRUE);
    }

  return environment;
}

static gboolean
launch (const char *const        *arguments,
        const ZmSignerProcessFd  *fds,
        gsize                     count,
        int                       stdin_fd,
        int                       stdout_fd,
        GPid                     *pid,
        GError                  **error)
{
  g_auto(GStrv) environment = build_environment ();
  g_autoptr(GError) local = NULL;
  GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD;
  int sources[FDS_MAX];
  int targets[FDS_MAX];

  if (stdout_fd < 0)
    flags |= G_SPAWN_STDOUT_TO_DEV_NULL;
  for (gsize i = 0; i < count; i++)
    {
      sources[i] = fds[i].fd;
      targets[i] = FIRST_FD + (int) i;
    }

  if (g_spawn_async_with_pipes_and_fds (NULL, arguments, (const char *const *) environment, flags,
                                        NULL, NULL, stdin_fd, stdout_fd, -1, sources, targets,
                                        count, pid, NULL, NULL, NULL, &local))
    return TRUE;

  return fail_start (local->message, error);
}

static ZmSignerProcess *
watch (GPid     pid,
       GError **error)
{
  ZmSignerProcess *process;
  int pid_fd = pidfd_open (pid, 0);

  if (pid_fd < 0)
    {
      fail_start (g_strerror (errno), error);
      kill (pid, SIGKILL);
      waitpid (pid, NULL, 0);
      return NULL;
    }

  process = g_new0 (ZmSignerProcess, 1);
  g_mutex_init (&process->lock);
  process->pid = pid;
  process->pid_fd = pid_fd;
  return process;
}

static void
close_all (const ZmSignerProcessFd *fds,
           gsize                    count,
           int                      stdin_fd,
           int                      stdout_fd)
{
  for (gsize i = 0; i < count; i++)
    close (fds[i].fd);
  if (stdin_fd >= 0)
    close (stdin_fd);
  if (stdout_fd >= 0)
    close (stdout_fd);
}

ZmSignerProcess *
zm_signer_process_spawn (const char *const        *arguments,
                         const ZmSignerProcessFd  *fds,
                         gsize                     count,
                         int                       stdin_fd,
                         int                       stdout_fd,
                         GError                  **error)
{
  g_autofree char *path = NULL;
  gboolean started = FALSE;
  GPid pid;

  g_return_val_if_fail (arguments != NULL, NULL);
  g_return_val_if_fail (count <= FDS_MAX, NULL);

  path = zm_companion_path (PROGRAM, error);
  if (path != NULL)
    {
      g_auto(GStrv) all = build_arguments (path, arguments, fds, count);

      started = launch ((const char *const *) all, fds, count, stdin_fd, stdout_fd, &pid, error);
    }
  close_all (fds, count, stdin_fd, stdout_fd);

  return started ? watch (pid, error) : NULL;
}

int
zm_signer_process_pipe_secret (const ZmSecret  *secret,
                               GError         **error)
{
  int ends[2];
  gsize length;
  gboolean ok;

  g_return_val_if_fail (secret != NULL, -1);

  length = zm_secret_length (secret);
  if (length > ZM_PASSPHRASE_MAX || memchr (zm_secret_peek (secret), '\n', length) != NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "passphrase.read", NULL,
                    "one line of at most 1024 bytes",
                    "The passphrase cannot be handed to the signer");
      return -1;
    }
  if (pipe2 (ends, O_CLOEXEC) != 0)
    {
      fail_start (g_strerror (errno), error);
      return -1;
    }

  /* A pipe holds 64 KiB (pipe(7)), so neither of these waits for a reader. */
  ok = write (ends[1], zm_secret_peek (secret), length) == (gssize) length &&
       write (ends[1], "\n", 1) == 1;
  close (ends[1]);
  if (ok)
    return ends[0];

  close (ends[0]);
  fail_start ("no room in a pipe", error);
  return -1;
}

gboolean
zm_signer_process_wait (ZmSignerProcess *process,
                        int              timeout,
                        int             *status)
{
  gboolean ended;

  g_return_val_if_fail (process != NULL, FALSE);

  ended = zm_wait_for_fd (process->pid_fd, POLLIN, zm_wait_deadline (timeout), NULL, NULL) ==
          ZM_WAIT_READY;

  g_mutex_lock (&process->lock);
  if (ended && !process->reaped)
    process->reaped = waitpid (process->pid, &process->status, 0) == process->pid;
  if (ended && status != NULL)
    *status = process->status;
  g_mutex_unlock (&process->lock);

  return ended;
}

static void
send_signal (ZmSignerProcess *process,
             int              number)
{
  g_mutex_lock (&process->lock);
  if (!process->reaped)
    kill (process->pid, number);
  g_mutex_unlock (&process->lock);
}

void
zm_signer_process_free (ZmSignerProcess *process)
{
  if (process == NULL)
    return;

  send_signal (process, SIGTERM);
  if (!zm_signer_process_wait (process, PATIENCE, NULL))
    {
      send_signal (process, SIGKILL);
      (void) zm_signer_process_wait (process, ZM_WAIT_FOREVER, NULL);
    }
  close (process->pid_fd);
  g_mutex_clear (&process->lock);
  g_free (process);
}
