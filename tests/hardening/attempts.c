#include "attempts.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define NOWHERE "/nonexistent/file"

/* What an attempt needs is fetched before any rights are given up, so that each of them is one call:
 * a second one that is refused would hide that the first is not. */
static pid_t parent;
static void *page;

void
attempts_prepare (void)
{
  parent = getppid ();
  page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static long
try_nothing (void)
{
  struct timespec now;

  return syscall (SYS_clock_gettime, CLOCK_MONOTONIC, &now);
}

static long
try_open_read (void)
{
  return syscall (SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
}

static long
try_open_write (void)
{
  return syscall (SYS_openat, AT_FDCWD, "/dev/null", O_WRONLY);
}

static long
try_create (void)
{
  return syscall (SYS_openat, AT_FDCWD, NOWHERE, O_RDWR | O_CREAT, 0600);
}

static long
try_openat2 (void)
{
  const guint64 how[3] = { O_RDONLY, 0, 0 };

  return syscall (SYS_openat2, AT_FDCWD, "/dev/null", how, sizeof how);
}

static long
try_unlink (void)
{
  return syscall (SYS_unlinkat, AT_FDCWD, NOWHERE, 0);
}

static long
try_rename (void)
{
  return syscall (SYS_renameat2, AT_FDCWD, NOWHERE, AT_FDCWD, NOWHERE, 0);
}

static long
try_chmod (void)
{
  return syscall (SYS_fchmodat, AT_FDCWD, NOWHERE, 0777);
}

static long
try_chown (void)
{
  return syscall (SYS_fchownat, AT_FDCWD, NOWHERE, 0, 0, 0);
}

static long
try_link (void)
{
  return syscall (SYS_linkat, AT_FDCWD, NOWHERE, AT_FDCWD, NOWHERE, 0);
}

static long
try_mknod (void)
{
  return syscall (SYS_mknodat, AT_FDCWD, NOWHERE, 0600, 0);
}

static long
try_socket_inet (void)
{
  return syscall (SYS_socket, AF_INET, SOCK_STREAM, 0);
}

static long
try_socket_unix (void)
{
  return syscall (SYS_socket, AF_UNIX, SOCK_STREAM, 0);
}

static long
try_connect (void)
{
  const struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = NOWHERE };

  return syscall (SYS_connect, STDIN_FILENO, &address, sizeof address);
}

static long
try_bind (void)
{
  const struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = NOWHERE };

  return syscall (SYS_bind, STDIN_FILENO, &address, sizeof address);
}

static long
try_listen (void)
{
  return syscall (SYS_listen, STDIN_FILENO, 1);
}

/* A program that exists would die under the filter that it inherits, as if it had been refused. */
static long
try_execve (void)
{
  const char *const argv[] = { NOWHERE, NULL };

  return syscall (SYS_execve, argv[0], argv, argv + 1);
}

static long
try_execveat (void)
{
  const char *const argv[] = { NOWHERE, NULL };

  return syscall (SYS_execveat, AT_FDCWD, argv[0], argv, argv + 1, 0);
}

static long
end_child (long pid)
{
  if (pid == 0)
    _exit (0);

  return pid;
}

static long
try_fork (void)
{
  return end_child (syscall (SYS_clone, SIGCHLD, 0, 0, 0, 0));
}

static long
try_clone3 (void)
{
  struct clone_args args = { .exit_signal = SIGCHLD };

  return end_child (syscall (SYS_clone3, &args, sizeof args));
}

static long
try_ptrace (void)
{
  return syscall (SYS_ptrace, PTRACE_SEIZE, parent, 0, 0);
}

static long
try_read_memory (void)
{
  char byte;
  struct iovec here = { &byte, 1 };
  struct iovec there = { &byte, 1 };

  return syscall (SYS_process_vm_readv, parent, &here, 1, &there, 1, 0);
}

static long
try_write_memory (void)
{
  char byte = 0;
  struct iovec here = { &byte, 1 };
  struct iovec there = { NULL, 1 };

  return syscall (SYS_process_vm_writev, parent, &here, 1, &there, 1, 0);
}

static long
try_take_descriptor (void)
{
  return syscall (SYS_pidfd_getfd, STDIN_FILENO, 0, 0);
}

static long
try_code (void)
{
  return syscall (SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                  0) == -1 ? -1 : 0;
}

static long
try_code_later (void)
{
  return syscall (SYS_mprotect, page, 4096, PROT_READ | PROT_EXEC);
}

static long
try_code_by_key (void)
{
  return syscall (SYS_pkey_mprotect, page, 4096, PROT_READ | PROT_EXEC, -1);
}

static long
try_kill (void)
{
  return syscall (SYS_kill, parent, 0);
}

static long
try_kill_thread (void)
{
  return syscall (SYS_tgkill, parent, parent, 0);
}

static long
try_kill_by_descriptor (void)
{
  return syscall (SYS_pidfd_send_signal, STDIN_FILENO, 0, NULL, 0);
}

static long
try_io_uring (void)
{
  return syscall (SYS_io_uring_setup, 1, NULL);
}

static long
try_bpf (void)
{
  return syscall (SYS_bpf, 0, NULL, 0);
}

static long
try_perf (void)
{
  return syscall (SYS_perf_event_open, NULL, 0, -1, -1, 0);
}

static long
try_userfaultfd (void)
{
  return syscall (SYS_userfaultfd, 0);
}

static long
try_keyctl (void)
{
  return syscall (SYS_keyctl, 0, 0, 0, 0, 0);
}

static long
try_add_key (void)
{
  return syscall (SYS_add_key, "user", "x", "x", 1, 0);
}

static long
try_mount (void)
{
  return syscall (SYS_mount, NULL, NOWHERE, NULL, 0, NULL);
}

static long
try_unmount (void)
{
  return syscall (SYS_umount2, NOWHERE, 0);
}

static long
try_new_mount (void)
{
  return syscall (SYS_fsopen, "tmpfs", 0);
}

static long
try_unshare (void)
{
  return syscall (SYS_unshare, 0);
}

static long
try_setns (void)
{
  return syscall (SYS_setns, STDIN_FILENO, 0);
}

static long
try_chroot (void)
{
  return syscall (SYS_chroot, NOWHERE);
}

static long
try_module (void)
{
  return syscall (SYS_finit_module, STDIN_FILENO, "", 0);
}

static long
try_reboot (void)
{
  return syscall (SYS_reboot, 0, 0, 0, NULL);
}

static long
try_setuid (void)
{
  return syscall (SYS_setresuid, -1, -1, -1);
}

static long
try_personality (void)
{
  return syscall (SYS_personality, 0xffffffff);
}

static long
try_handle (void)
{
  return syscall (SYS_open_by_handle_at, AT_FDCWD, NULL, 0);
}

/* The same call by another way into the kernel, which a filter must know of. */
static long
try_other_abi (void)
{
#ifdef __x86_64__
  return syscall (0x40000000 | SYS_getppid);
#else
  return syscall (SYS_kill, parent, 0);
#endif
}

static const struct {
  const char *name;
  long        number; /* of its call; -1 if no filter can know it by one */
  long      (*make) (void);
} attempts[] = {
  { "nothing", SYS_clock_gettime, try_nothing },
  { "open-read", SYS_openat, try_open_read },
  { "open-write", SYS_openat, try_open_write },
  { "create", SYS_openat, try_create },
  { "openat2", SYS_openat2, try_openat2 },
  { "unlink", SYS_unlinkat, try_unlink },
  { "rename", SYS_renameat2, try_rename },
  { "chmod", SYS_fchmodat, try_chmod },
  { "chown", SYS_fchownat, try_chown },
  { "link", SYS_linkat, try_link },
  { "mknod", SYS_mknodat, try_mknod },
  { "socket-inet", SYS_socket, try_socket_inet },
  { "socket-unix", SYS_socket, try_socket_unix },
  { "connect", SYS_connect, try_connect },
  { "bind", SYS_bind, try_bind },
  { "listen", SYS_listen, try_listen },
  { "execve", SYS_execve, try_execve },
  { "execveat", SYS_execveat, try_execveat },
  { "fork", SYS_clone, try_fork },
  { "clone3", SYS_clone3, try_clone3 },
  { "ptrace", SYS_ptrace, try_ptrace },
  { "process_vm_readv", SYS_process_vm_readv, try_read_memory },
  { "process_vm_writev", SYS_process_vm_writev, try_write_memory },
  { "pidfd_getfd", SYS_pidfd_getfd, try_take_descriptor },
  { "mmap-code", SYS_mmap, try_code },
  { "mprotect-code", SYS_mprotect, try_code_later },
  { "pkey_mprotect-code", SYS_pkey_mprotect, try_code_by_key },
  { "kill", SYS_kill, try_kill },
  { "tgkill", SYS_tgkill, try_kill_thread },
  { "pidfd_send_signal", SYS_pidfd_send_signal, try_kill_by_descriptor },
  { "io_uring", SYS_io_uring_setup, try_io_uring },
  { "bpf", SYS_bpf, try_bpf },
  { "perf_event_open", SYS_perf_event_open, try_perf },
  { "userfaultfd", SYS_userfaultfd, try_userfaultfd },
  { "keyctl", SYS_keyctl, try_keyctl },
  { "add_key", SYS_add_key, try_add_key },
  { "mount", SYS_mount, try_mount },
  { "umount", SYS_umount2, try_unmount },
  { "fsopen", SYS_fsopen, try_new_mount },
  { "unshare", SYS_unshare, try_unshare },
  { "setns", SYS_setns, try_setns },
  { "chroot", SYS_chroot, try_chroot },
  { "module", SYS_finit_module, try_module },
  { "reboot", SYS_reboot, try_reboot },
  { "setresuid", SYS_setresuid, try_setuid },
  { "personality", SYS_personality, try_personality },
  { "open_by_handle_at", SYS_open_by_handle_at, try_handle },
  { "other-abi", -1, try_other_abi },
};

static gsize
find_attempt (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    if (strcmp (attempts[i].name, name) == 0)
      return i;

  _exit (125);
}

long
attempts_number (const char *name)
{
  return attempts[find_attempt (name)].number;
}

long
attempts_make (const char *name)
{
  return attempts[find_attempt (name)].make ();
}
