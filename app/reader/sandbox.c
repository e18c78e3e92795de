#include "app/reader/sandbox.h"

#include "app/base/call-filter.h"
#include "app/base/confine.h"
#include "app/base/error.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static gboolean
fail (const char  *what,
      int          number,
      GError     **error)
{
  zm_error_set (error, ZM_ERROR_INTERNAL, "reader.sandbox", g_strerror (number), what,
                "The picture reader cannot give up its rights");
  return FALSE;
}

static gboolean
limit (__rlimit_resource_t resource,
       rlim_t              value)
{
  const struct rlimit both = { value, value };

  return setrlimit (resource, &both) == 0;
}

static gboolean
limit_resources (ZmSandboxKind kind)
{
  return limit (RLIMIT_CORE, 0) &&
         limit (RLIMIT_CPU, kind == ZM_SANDBOX_LIVE ? ZM_SANDBOX_LIVE_MAX : ZM_SANDBOX_CPU_MAX) &&
         limit (RLIMIT_FSIZE, ZM_SANDBOX_OUTPUT_MAX) &&
         limit (RLIMIT_NOFILE, 0) &&
         (ZM_CONFINE_IS_SANITIZED || limit (RLIMIT_AS, ZM_SANDBOX_MEMORY_MAX));
}

/* Calls that need no look at their arguments. Not every machine answers the clocks without a call;
 * glibc's qsort asks for the size of memory. */
static const int harmless_calls[] = {
  SCMP_SYS (brk),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
  SCMP_SYS (futex),
  SCMP_SYS (getrandom),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (madvise),
  SCMP_SYS (mremap),
  SCMP_SYS (munmap),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sysinfo),
};

static int
allow_descriptor (scmp_filter_ctx filter,
                  int             call,
                  guint           fd)
{
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, call, 1, SCMP_A0 (SCMP_CMP_EQ, fd));
}

/* Memory only: nothing of a file, and nothing that could be run. */
static int
allow_memory (scmp_filter_ctx filter)
{
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 2,
                           SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                           SCMP_A3 (SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
}

static int
add_rules (scmp_filter_ctx filter,
           int             kind)
{
  int result =
    zm_call_filter_add (filter, SCMP_ACT_ALLOW, harmless_calls, G_N_ELEMENTS (harmless_calls));

  if (result >= 0)
    result = allow_memory (filter);
  if (result >= 0)
    result = allow_descriptor (filter, SCMP_SYS (read), STDIN_FILENO);
  if (result >= 0)
    result = allow_descriptor (filter, SCMP_SYS (write), STDOUT_FILENO);
  if (result >= 0)
    result = allow_descriptor (filter, SCMP_SYS (write), STDERR_FILENO);

  return result;
}

gboolean
zm_sandbox_enter (ZmSandboxKind   kind,
                  GError        **error)
{
  if (close_range (STDERR_FILENO + 1, G_MAXUINT, 0) != 0)
    return fail ("no other descriptor", errno, error);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return fail ("no new rights", errno, error);
  if (!limit_resources (kind))
    return fail ("limits of resources", errno, error);

  return ZM_CONFINE_IS_SANITIZED || zm_call_filter_load (SCMP_ACT_KILL_PROCESS, add_rules, 0, error);
}
