#include "app/reader/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* Enters the sandbox and tries the one thing that it was told to. Ends with 0 if that worked, with
 * 1 if it failed, or is killed. */

/* What an attempt needs is fetched before the sandbox: a second call that is refused would hide that
 * the first is not. */
static pid_t parent;
static void *page;

static gboolean
try_nothing (void)
{
  return TRUE;
}

static gboolean
try_open (void)
{
  return open ("/dev/null", O_RDONLY) >= 0;
}

static gboolean
try_socket (void)
{
  return socket (AF_INET, SOCK_STREAM, 0) >= 0;
}

static gboolean
try_exec (void)
{
  /* A program that exists would die under the filter that it inherits. */
  return execl ("/nonexistent/file", "file", NULL) == 0;
}

static gboolean
try_fork (void)
{
  return fork () >= 0;
}

static gboolean
try_kill (void)
{
  return kill (parent, 0) == 0;
}

static gboolean
try_new_code (void)
{
  return mmap (NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static gboolean
try_make_code (void)
{
  return mprotect (page, 4096, PROT_READ | PROT_EXEC) == 0;
}

static gboolean
try_other_descriptor (void)
{
  return write (3, "x", 1) == 1;
}

static gboolean
try_memory (void)
{
  void *memory = malloc (ZM_SANDBOX_MEMORY_MAX);
  gboolean ok = memory != NULL;

  free (memory);
  return ok;
}

static gboolean
try_what_is_needed (void)
{
  void *memory = malloc (ZM_SANDBOX_MEMORY_MAX / 4);
  char byte;
  gboolean ok = memory != NULL;

  free (memory);
  return ok && read (STDIN_FILENO, &byte, 1) == 0 && write (STDOUT_FILENO, "x", 1) == 1;
}

static const struct {
  const char *name;
  gboolean  (*function) (void);
} attempts[] = {
  { "nothing", try_nothing },
  { "open", try_open },
  { "socket", try_socket },
  { "exec", try_exec },
  { "fork", try_fork },
  { "kill", try_kill },
  { "new-code", try_new_code },
  { "make-code", try_make_code },
  { "other-descriptor", try_other_descriptor },
  { "memory", try_memory },
  { "what-is-needed", try_what_is_needed },
};

int
main (int   argc,
      char *argv[])
{
  parent = getppid ();
  page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (gsize i = 0; argc == 2 && i < G_N_ELEMENTS (attempts); i++)
    {
      if (strcmp (argv[1], attempts[i].name) != 0)
        continue;
      if (!zm_sandbox_enter (ZM_SANDBOX_PICTURE, NULL))
        return 3;
      _exit (attempts[i].function () ? 0 : 1);
    }

  return 2;
}
