#include "app/base/confine.h"

#include "app/base/call-filter.h"
#include "app/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* Too small for a file, and the value by which the kernel (fs/coredump.c) knows a process that must
 * not be handed to a core pattern that is a pipe either; with 0 the pipe gets it. */
#define CORE_NEVER 1 /* byte */

static gboolean
fail (int      number,
      GError **error)
{
  zm_error_set (error, ZM_ERROR_IO, "system.rights", g_strerror (number), NULL,
                "This process cannot give up its rights");
  return FALSE;
}

gboolean
zm_confine_dumps (GError **error)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) != 0)
    return fail (errno, error);
  limit.rlim_max = MIN (limit.rlim_max, CORE_NEVER);
  limit.rlim_cur = limit.rlim_max;

  return setrlimit (RLIMIT_CORE, &limit) == 0 || fail (errno, error);
}

gboolean
zm_confine_memory (GError **error)
{
  if (!zm_confine_dumps (error))
    return FALSE;
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return fail (errno, error);
  if (!ZM_CONFINE_IS_SANITIZED && prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return fail (errno, error);

  return TRUE;
}

static const int deadly_calls[] = {
  /* other programs and processes */
  SCMP_SYS (execve), SCMP_SYS (execveat), SCMP_SYS (fork), SCMP_SYS (vfork), SCMP_SYS (ptrace),
  SCMP_SYS (process_vm_readv), SCMP_SYS (process_vm_writev), SCMP_SYS (process_madvise),
  SCMP_SYS (kcmp), SCMP_SYS (pidfd_getfd), SCMP_SYS (pidfd_send_signal), SCMP_SYS (tkill),
  SCMP_SYS (rt_sigqueueinfo), SCMP_SYS (rt_tgsigqueueinfo),
  /* doors into the kernel that nothing here needs */
  SCMP_SYS (bpf), SCMP_SYS (io_uring_setup), SCMP_SYS (io_uring_enter),
  SCMP_SYS (io_uring_register), SCMP_SYS (perf_event_open), SCMP_SYS (userfaultfd),
  SCMP_SYS (add_key), SCMP_SYS (request_key), SCMP_SYS (keyctl), SCMP_SYS (personality),
  SCMP_SYS (modify_ldt), SCMP_SYS (open_by_handle_at),
  /* the system */
  SCMP_SYS (mount), SCMP_SYS (umount2), SCMP_SYS (move_mount), SCMP_SYS (open_tree),
  SCMP_SYS (fsopen), SCMP_SYS (fsmount), SCMP_SYS (mount_setattr), SCMP_SYS (pivot_root),
  SCMP_SYS (chroot), SCMP_SYS (unshare), SCMP_SYS (setns), SCMP_SYS (init_module),
  SCMP_SYS (finit_module), SCMP_SYS (delete_module), SCMP_SYS (kexec_load),
  SCMP_SYS (kexec_file_load), SCMP_SYS (reboot), SCMP_SYS (swapon), SCMP_SYS (swapoff),
  SCMP_SYS (acct), SCMP_SYS (quotactl), SCMP_SYS (mknod), SCMP_SYS (mknodat),
  /* another user */
  SCMP_SYS (setuid), SCMP_SYS (setgid), SCMP_SYS (setreuid), SCMP_SYS (setregid),
  SCMP_SYS (setresuid), SCMP_SYS (setresgid), SCMP_SYS (setgroups), SCMP_SYS (setfsuid),
  SCMP_SYS (setfsgid), SCMP_SYS (capset),
};

/* Libraries try some of these and have another way. */
static const int socket_calls[] = {
  SCMP_SYS (socket), SCMP_SYS (connect), SCMP_SYS (bind), SCMP_SYS (listen),
};

static const int writing_calls[] = {
  SCMP_SYS (creat), SCMP_SYS (truncate), SCMP_SYS (unlink), SCMP_SYS (unlinkat), SCMP_SYS (rename),
  SCMP_SYS (renameat), SCMP_SYS (renameat2), SCMP_SYS (link), SCMP_SYS (linkat),
  SCMP_SYS (symlink), SCMP_SYS (symlinkat), SCMP_SYS (mkdir), SCMP_SYS (mkdirat),
  SCMP_SYS (rmdir), SCMP_SYS (chmod), SCMP_SYS (fchmod), SCMP_SYS (fchmodat), SCMP_SYS (chown),
  SCMP_SYS (lchown), SCMP_SYS (fchown), SCMP_SYS (fchownat),
};

/* A thread is made by clone(), a process too. clone3() has its flags where a filter cannot see
 * them; the C library knows what to do without it. */
static int
forbid_processes (scmp_filter_ctx filter)
{
  int result = seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS (clone), 1,
                                 SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));

  if (result >= 0)
    result = seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0);

  return result;
}

static int
forbid_signals (scmp_filter_ctx filter)
{
  const int calls[] = { SCMP_SYS (kill), SCMP_SYS (tgkill) };
  int result = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (calls) && result >= 0; i++)
    result = seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, calls[i], 1,
                               SCMP_A0 (SCMP_CMP_NE, (scmp_datum_t) getpid ()));

  return result;
}

static int
forbid_code (scmp_filter_ctx filter)
{
  const int calls[] = { SCMP_SYS (mmap), SCMP_SYS (mprotect), SCMP_SYS (pkey_mprotect) };
  int result = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (calls) && result >= 0; i++)
    result = seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, calls[i], 1,
                               SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));

  return result;
}

/* openat2() has its flags where a filter cannot see them. */
static int
forbid_writing (scmp_filter_ctx filter)
{
  const scmp_datum_t flags[] = { O_WRONLY, O_RDWR };
  int result = seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (openat2), 0);

  for (gsize i = 0; i < G_N_ELEMENTS (flags) && result >= 0; i++)
    {
      result = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (openat), 1,
                                 SCMP_A2 (SCMP_CMP_MASKED_EQ, O_ACCMODE, flags[i]));
      if (result >= 0)
        result = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (open), 1,
                                   SCMP_A1 (SCMP_CMP_MASKED_EQ, O_ACCMODE, flags[i]));
    }

  return result;
}

static int
add_rules (scmp_filter_ctx filter,
           int             kind)
{
  int result = seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1);

  if (result >= 0)
    result = zm_call_filter_add (filter, SCMP_ACT_KILL_PROCESS, deadly_calls,
                                 G_N_ELEMENTS (deadly_calls));
  if (result >= 0)
    result = forbid_processes (filter);
  if (result >= 0)
    result = forbid_signals (filter);
  if (kind == ZM_CONFINE_CLIENT || result < 0)
    return result;

  result = forbid_code (filter);
  if (result >= 0)
    result = zm_call_filter_add (filter, SCMP_ACT_ERRNO (EACCES), socket_calls,
                                 G_N_ELEMENTS (socket_calls));
  if (kind == ZM_CONFINE_KEEPER || result < 0)
    return result;

  result = forbid_writing (filter);
  if (result >= 0)
    result = zm_call_filter_add (filter, SCMP_ACT_ERRNO (EACCES), writing_calls,
                                 G_N_ELEMENTS (writing_calls));

  return result;
}

gboolean
zm_confine_calls (ZmConfineKind   kind,
                  GError        **error)
{
  return ZM_CONFINE_IS_SANITIZED || zm_call_filter_load (SCMP_ACT_ALLOW, add_rules, kind, error);
}
