#include "app/station/child.h"

#include "app/base/companion.h"
#include "app/base/error.h"

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#define REPORT_FD   3    /* its number in the child */
#define END_TIMEOUT 3000 /* ms from SIGTERM to SIGKILL */

struct _ZmChild {
  GSubprocess  *process;
  GInputStream *report;
};

static GPtrArray *
make_arguments (const char         *program,
                const char *const  *arguments,
                const char         *report_option,
                GError            **error)
{
  g_autofree char *path = zm_companion_path (program, error);
  GPtrArray *argv;

  if (path == NULL)
    return NULL;

  argv = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (argv, g_steal_pointer (&path));
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (arguments[i]));
  if (report_option != NULL)
    {
      g_ptr_array_add (argv, g_strdup (report_option));
      g_ptr_array_add (argv, g_strdup_printf ("%d", REPORT_FD));
    }
  g_ptr_array_add (argv, NULL);

  return argv;
}

static ZmChild *
spawn (GPtrArray   *argv,
       gboolean     reports,
       const char  *log_file,
       GError     **error)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  ZmChild *child = g_new0 (ZmChild, 1);
  int ends[2] = { -1, -1 };

  g_subprocess_launcher_set_stderr_file_path (launcher, log_file);
  if (reports && g_unix_open_pipe (ends, FD_CLOEXEC, error))
    {
      child->report = g_unix_input_stream_new (ends[0], TRUE);
      g_subprocess_launcher_take_fd (launcher, ends[1], REPORT_FD);
    }
  if (!reports || child->report != NULL)
    child->process = g_subprocess_launcher_spawnv (launcher,
                                                   (const char *const *) argv->pdata, error);
  /* The launcher's end must be closed here for the reader to see the child's end. */
  g_subprocess_launcher_close (launcher);
  if (child->process == NULL)
    g_clear_pointer (&child, zm_child_free);

  return child;
}

ZmChild *
zm_child_start (const char         *program,
                const char *const  *arguments,
                const char         *report_option,
                const char         *log_file,
                GError            **error)
{
  g_autoptr(GPtrArray) argv = make_arguments (program, arguments, report_option, error);

  return argv != NULL ? spawn (argv, report_option != NULL, log_file, error) : NULL;
}

/* GLib forgets the identifier when it sees the process end. */
static void
end_process (GSubprocess *process)
{
  gint64 deadline = g_get_monotonic_time () + END_TIMEOUT * G_GINT64_CONSTANT (1000);

  g_subprocess_send_signal (process, SIGTERM);
  while (g_subprocess_get_identifier (process) != NULL && g_get_monotonic_time () < deadline)
    g_usleep (10000);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

void
zm_child_free (ZmChild *child)
{
  if (child == NULL)
    return;

  if (child->process != NULL)
    {
      end_process (child->process);
      g_object_unref (child->process);
    }
  g_clear_object (&child->report);
  g_free (child);
}

GInputStream *
zm_child_get_report (ZmChild *child)
{
  g_return_val_if_fail (child != NULL, NULL);

  return child->report;
}

gboolean
zm_child_run (const char         *program,
              const char *const  *arguments,
              GError            **error)
{
  g_autoptr(GPtrArray) argv = make_arguments (program, arguments, NULL, error);
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *seen = NULL;

  if (argv == NULL)
    return FALSE;
  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE, error);
  if (process == NULL || !g_subprocess_wait (process, NULL, error))
    return FALSE;
  if (g_subprocess_get_successful (process))
    return TRUE;

  seen = g_strdup_printf ("status %d", g_subprocess_get_if_exited (process) ?
                          g_subprocess_get_exit_status (process) : -1);
  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "child.failed", seen, "status 0",
                "The program %s did not succeed", program);
  return FALSE;
}
