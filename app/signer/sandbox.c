#include "app/signer/sandbox.h"

#include "app/base/call-filter.h"
#include "app/base/confine.h"
#include "app/base/instant.h"
#include "app/base/json.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ERRNO_MAX 133

/* With a limit, memory that is locked as it comes would soon be refused. Keys have locked pages of
 * their own in any case. */
static void
lock_memory (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_MEMLOCK, &limit) == 0 &&
      (limit.rlim_cur == RLIM_INFINITY || geteuid () == 0))
    (void) mlockall (MCL_CURRENT | MCL_FUTURE);
}

gboolean
zm_sandbox_harden (GError **error)
{
  if (!zm_confine_memory (error))
    return FALSE;
  /* A sanitizer has reserved more memory than there is. */
  if (!ZM_CONFINE_IS_SANITIZED)
    lock_memory ();

  return TRUE;
}

/* sysinfo: qsort asks for the size of the memory. rt_sig…, tgkill: abort() after a broken
 * promise. */
static const int common_calls[] = {
  SCMP_SYS (brk), SCMP_SYS (clock_getres), SCMP_SYS (clock_gettime), SCMP_SYS (close),
  SCMP_SYS (exit), SCMP_SYS (exit_group), SCMP_SYS (fdatasync), SCMP_SYS (fsync),
  SCMP_SYS (ftruncate), SCMP_SYS (futex), SCMP_SYS (getegid), SCMP_SYS (geteuid),
  SCMP_SYS (getgid), SCMP_SYS (getpid), SCMP_SYS (getrandom), SCMP_SYS (gettid),
  SCMP_SYS (gettimeofday), SCMP_SYS (getuid), SCMP_SYS (lseek), SCMP_SYS (madvise),
  SCMP_SYS (mlock), SCMP_SYS (mlock2), SCMP_SYS (mremap), SCMP_SYS (munlock),
  SCMP_SYS (munmap), SCMP_SYS (poll), SCMP_SYS (ppoll), SCMP_SYS (pread64),
  SCMP_SYS (pwrite64), SCMP_SYS (read), SCMP_SYS (restart_syscall), SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn), SCMP_SYS (sched_yield),
  SCMP_SYS (sigaltstack), SCMP_SYS (sysinfo), SCMP_SYS (write), SCMP_SYS (writev),
};

static const int server_calls[] = {
  SCMP_SYS (accept4), SCMP_SYS (recvfrom), SCMP_SYS (recvmsg), SCMP_SYS (sendmsg),
  SCMP_SYS (sendto),
};

static const int ceremony_calls[] = {
  SCMP_SYS (fcntl), SCMP_SYS (flock), SCMP_SYS (fstat), SCMP_SYS (link), SCMP_SYS (linkat),
  SCMP_SYS (mkdir), SCMP_SYS (newfstatat), SCMP_SYS (open), SCMP_SYS (openat),
  SCMP_SYS (rename), SCMP_SYS (renameat), SCMP_SYS (renameat2), SCMP_SYS (umask),
  SCMP_SYS (unlink), SCMP_SYS (unlinkat),
};

/* No memory that is code. */
static int
allow_memory (scmp_filter_ctx filter)
{
  int result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1,
                                 SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));

  if (result < 0)
    return result;

  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1,
                           SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

static int
allow_abort (scmp_filter_ctx filter)
{
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 2,
                           SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()),
                           SCMP_A2 (SCMP_CMP_EQ, SIGABRT));
}

static int
allow_socket_options (scmp_filter_ctx filter)
{
  int result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (getsockopt), 2,
                                 SCMP_A1 (SCMP_CMP_EQ, SOL_SOCKET),
                                 SCMP_A2 (SCMP_CMP_EQ, SO_PEERCRED));

  if (result < 0)
    return result;

  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (setsockopt), 2,
                           SCMP_A1 (SCMP_CMP_EQ, SOL_SOCKET), SCMP_A2 (SCMP_CMP_EQ, SO_SNDBUF));
}

static int
add_rules (scmp_filter_ctx filter,
           int             sandbox)
{
  int result =
    zm_call_filter_add (filter, SCMP_ACT_ALLOW, common_calls, G_N_ELEMENTS (common_calls));

  if (result >= 0)
    result = allow_memory (filter);
  if (result >= 0)
    result = allow_abort (filter);
  if (result >= 0 && sandbox == ZM_SANDBOX_SERVER)
    result = zm_call_filter_add (filter, SCMP_ACT_ALLOW, server_calls, G_N_ELEMENTS (server_calls));
  if (result >= 0 && sandbox == ZM_SANDBOX_SERVER)
    result = allow_socket_options (filter);
  if (result >= 0 && sandbox == ZM_SANDBOX_CEREMONY)
    result = zm_call_filter_add (filter, SCMP_ACT_ALLOW, ceremony_calls,
                                 G_N_ELEMENTS (ceremony_calls));

  return result;
}

/* What libraries read from files at their first use is read before no file can be opened: the time
 * zone (OpenSSL compares times by gmtime_r()), charset.alias and message catalogues (GLib), and
 * /dev/urandom (jansson, of which no object was made if the ledger had none to read). */
static void
warm_up (void)
{
  g_autofree char *now = zm_instant_format (zm_instant_now ());

  tzset ();
  zm_json_seed ();
  g_get_charset (NULL);
  g_get_console_charset (NULL);
  for (int number = 1; number <= ERRNO_MAX; number++)
    (void) g_strerror (number);
  g_debug ("Rights are given up at %s", now);
}

gboolean
zm_sandbox_enter (ZmSandbox   sandbox,
                  GError    **error)
{
  warm_up ();
  return zm_call_filter_load (SCMP_ACT_KILL_PROCESS, add_rules, sandbox, error);
}
