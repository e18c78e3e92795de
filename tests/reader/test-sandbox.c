#include "app/reader/sandbox.h"

#include "app/qr/frame-memory.h"
#include "app/reader/live.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define DEADLINE (10 * G_USEC_PER_SEC)

static const char *probe;
static const char *reader;

static int
run_probe (const char *attempt)
{
  const char *argv[] = { probe, attempt, NULL };
  g_autofree char *output = NULL;
  g_autoptr(GError) error = NULL;
  int status = 0;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output,
                               NULL, &status, &error));
  g_assert_no_error (error);

  return status;
}

static void
test_kills (gconstpointer data)
{
  int status;

  status = run_probe (data);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGSYS);
}

static void
test_leaves_what_is_needed (void)
{
  g_assert_cmpint (run_probe ("nothing"), ==, 0);
  g_assert_cmpint (run_probe ("what-is-needed"), ==, 0);
}

static void
test_limits_memory (void)
{
  int status;

  status = run_probe ("memory");
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 1);
}

static char *
read_proc (GSubprocess *process,
           const char  *file)
{
  g_autofree char *path = g_build_filename ("/proc", g_subprocess_get_identifier (process), file,
                                            NULL);
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  return content;
}

/* The reader reads its picture only inside of the sandbox, so one that waits for input is in it. */
static void
wait_for_filter (GSubprocess *process)
{
  gint64 end = g_get_monotonic_time () + DEADLINE;

  for (;;)
    {
      g_autofree char *status = read_proc (process, "status");

      if (strstr (status, "\nSeccomp:\t2\n") != NULL)
        break;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (1000);
    }
}

static void
assert_inside (GSubprocess *process,
               const char  *seconds)
{
  g_autofree char *cpu = g_strdup_printf ("Max cpu time +%s +%s ", seconds, seconds);
  g_autofree char *status = NULL;
  g_autofree char *limits = NULL;

  wait_for_filter (process);
  status = read_proc (process, "status");
  limits = read_proc (process, "limits");

  g_assert_nonnull (strstr (status, "\nNoNewPrivs:\t1\n"));
  g_assert_true (g_regex_match_simple ("Max core file size +0 +0 ", limits, 0, 0));
  g_assert_true (g_regex_match_simple ("Max open files +0 +0 ", limits, 0, 0));
  g_assert_true (g_regex_match_simple (cpu, limits, 0, 0));
  g_assert_true (g_regex_match_simple ("Max file size +262144 +262144 ", limits, 0, 0));
  g_assert_true (g_regex_match_simple ("Max address space +805306368 +805306368 ", limits, 0, 0));
}

static void
test_reader_is_inside (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                              &error, reader, NULL);
  g_assert_no_error (error);
  assert_inside (process, "10");

  g_subprocess_force_exit (process);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
}

/* memory is for its descriptor 3, or -1. */
static GSubprocess *
start_live (int memory)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                        G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  if (memory >= 0)
    g_subprocess_launcher_take_fd (launcher, memory, ZM_LIVE_MEMORY_FD);
  process = g_subprocess_launcher_spawn (launcher, &error, reader, "live", NULL);
  g_assert_no_error (error);

  return process;
}

static int
make_memory (void)
{
  int fd = -1;
  guint8 *memory = zm_frame_memory_create (&fd, NULL);

  g_assert_nonnull (memory);
  zm_frame_memory_unmap (memory);

  return fd;
}

static void
test_live_is_inside (void)
{
  g_autoptr(GSubprocess) process = start_live (make_memory ());

  assert_inside (process, "3600");

  /* No more frames, no more process. */
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, NULL));
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

static void
test_live_without_memory (void)
{
  g_autoptr(GSubprocess) without = start_live (-1);
  g_autoptr(GSubprocess) other = start_live (open ("/dev/zero", O_RDWR | O_CLOEXEC));

  g_assert_true (g_subprocess_wait (without, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (without), ==, 1);
  g_assert_true (g_subprocess_wait (other, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (other), ==, 1);
}

static void
test_live_other_packet (void)
{
  g_autoptr(GSubprocess) process = start_live (make_memory ());

  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (process), "nonsense", 8,
                                            NULL, NULL, NULL));
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const attempts[] = {
    "open", "socket", "exec", "fork", "kill", "new-code", "make-code", "other-descriptor",
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  probe = argv[1];
  reader = argv[2];

  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autofree char *path = g_strconcat ("/sandbox/kills/", attempts[i], NULL);

      g_test_add_data_func (path, attempts[i], test_kills);
    }
  g_test_add_func ("/sandbox/needed", test_leaves_what_is_needed);
  g_test_add_func ("/sandbox/memory", test_limits_memory);
  g_test_add_func ("/sandbox/reader", test_reader_is_inside);
  g_test_add_func ("/sandbox/live", test_live_is_inside);
  g_test_add_func ("/sandbox/live-without-memory", test_live_without_memory);
  g_test_add_func ("/sandbox/live-other-packet", test_live_other_packet);

  return g_test_run ();
}
