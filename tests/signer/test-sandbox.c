#include "app/base/confine.h"
#include "app/base/json.h"
#include "app/signer/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Each is tried in a child that has given up its rights. */
typedef void (*Attempt) (void);

/* Fetched before: a second call that is refused would hide that the first is not. */
static pid_t parent;
static void *page;

static void
try_nothing (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  g_free (g_malloc (8 * 1024 * 1024));
}

/* The first object of this process. */
static void
try_json (void)
{
  json_decref (json_object ());
}

static void
try_open (void)
{
  syscall (SYS_openat, AT_FDCWD, "/etc/hostname", O_RDONLY, 0);
}

static void
try_unlink (void)
{
  syscall (SYS_unlinkat, AT_FDCWD, "/nonexistent/file", 0);
}

static void
try_socket (void)
{
  syscall (SYS_socket, AF_INET, SOCK_STREAM, 0);
}

static void
try_connect (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "/nonexistent" };

  syscall (SYS_connect, 0, &address, sizeof address);
}

static void
try_execve (void)
{
  /* One that exists would die under the filter that it inherits, as if it had been refused. */
  const char *const argv[] = { "/nonexistent/file", NULL };

  syscall (SYS_execve, argv[0], argv, argv + 1);
}

static void
try_fork (void)
{
  if (syscall (SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0)
    _exit (0);
}

static void
try_ptrace (void)
{
  syscall (SYS_ptrace, PTRACE_TRACEME, 0, 0, 0);
}

static void
try_kill (void)
{
  syscall (SYS_kill, parent, 0);
}

static void
try_code (void)
{
  syscall (SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void
try_code_later (void)
{
  syscall (SYS_mprotect, page, 4096, PROT_READ | PROT_EXEC);
}

/* The wait status of a child. */
static int
run (ZmSandbox sandbox,
     Attempt   attempt)
{
  pid_t pid = fork ();
  int status;

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      parent = getppid ();
      page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (!zm_sandbox_harden (NULL) || !zm_sandbox_enter (sandbox, NULL))
        _exit (1);
      attempt ();
      _exit (0);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);

  return status;
}

static void
assert_killed (ZmSandbox sandbox,
               Attempt   attempt)
{
  int status = run (sandbox, attempt);

  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGSYS);
}

static void
assert_allowed (ZmSandbox sandbox,
                Attempt   attempt)
{
  int status = run (sandbox, attempt);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_server (void)
{
  assert_allowed (ZM_SANDBOX_SERVER, try_nothing);
  assert_allowed (ZM_SANDBOX_SERVER, try_json);
  assert_killed (ZM_SANDBOX_SERVER, try_open);
  assert_killed (ZM_SANDBOX_SERVER, try_unlink);
  assert_killed (ZM_SANDBOX_SERVER, try_socket);
  assert_killed (ZM_SANDBOX_SERVER, try_connect);
  assert_killed (ZM_SANDBOX_SERVER, try_execve);
  assert_killed (ZM_SANDBOX_SERVER, try_fork);
  assert_killed (ZM_SANDBOX_SERVER, try_ptrace);
  assert_killed (ZM_SANDBOX_SERVER, try_kill);
  assert_killed (ZM_SANDBOX_SERVER, try_code);
  assert_killed (ZM_SANDBOX_SERVER, try_code_later);
}

static void
test_ceremony (void)
{
  assert_allowed (ZM_SANDBOX_CEREMONY, try_nothing);
  assert_allowed (ZM_SANDBOX_CEREMONY, try_open);
  assert_killed (ZM_SANDBOX_CEREMONY, try_socket);
  assert_killed (ZM_SANDBOX_CEREMONY, try_connect);
  assert_killed (ZM_SANDBOX_CEREMONY, try_execve);
  assert_killed (ZM_SANDBOX_CEREMONY, try_fork);
  assert_killed (ZM_SANDBOX_CEREMONY, try_ptrace);
  assert_killed (ZM_SANDBOX_CEREMONY, try_code);
}

static void
look_at_rights (void)
{
  struct rlimit core;

  if (getrlimit (RLIMIT_CORE, &core) != 0 || core.rlim_max > 1 ||
      prctl (PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 ||
      prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) != (ZM_CONFINE_IS_SANITIZED ? 1 : 0))
    _exit (2);
}

static void
test_hardening (void)
{
  pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      if (!zm_sandbox_harden (NULL))
        _exit (1);
      look_at_rights ();
      _exit (0);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/server", test_server);
  g_test_add_func ("/sandbox/ceremony", test_ceremony);
  g_test_add_func ("/sandbox/hardening", test_hardening);

  return g_test_run ();
}
