/* A library that is loaded before libc (LD_PRELOAD) and stands between a program and the calls by
 * which it changes files or speaks to others. It counts them, and at one of them the program ends
 * as by SIGKILL, or the call fails as on a full or broken disk. See plan.h. */
/* Of each pair of names one is defined here and the other is its alias: no header may choose. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE

#include "tests/fault/plan.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS_MAX       4096
#define FDS_INHERITED 64

/* A name of the C library that is the same function as another with 64 bits of offset. */
#define ALIAS(name, target) \
  __typeof__ (target) name __attribute__ ((alias (#target)))

typedef enum {
  GO,
  HALF,
  FAIL,
} Verdict;

static Plan *plan;
static unsigned char kinds[FDS_MAX];

static struct {
  int     (*openat) (int, const char *, int, ...);
  int     (*close) (int);
  ssize_t (*write) (int, const void *, size_t);
  ssize_t (*pwrite) (int, const void *, size_t, off_t);
  ssize_t (*writev) (int, const struct iovec *, int);
  int     (*ftruncate) (int, off_t);
  int     (*fchmod) (int, mode_t);
  int     (*renameat) (int, const char *, int, const char *);
  int     (*renameat2) (int, const char *, int, const char *, unsigned int);
  int     (*unlinkat) (int, const char *, int);
  int     (*mkdirat) (int, const char *, mode_t);
  int     (*linkat) (int, const char *, int, const char *, int);
  int     (*bind) (int, const struct sockaddr *, socklen_t);
  int     (*socket) (int, int, int);
  int     (*accept4) (int, struct sockaddr *, socklen_t *, int);
  ssize_t (*sendto) (int, const void *, size_t, int, const struct sockaddr *, socklen_t);
  ssize_t (*sendmsg) (int, const struct msghdr *, int);
} real;

static void
find_real (void)
{
  const struct {
    const char *name;
    void       *place;
  } table[] = {
    { "openat", &real.openat }, { "close", &real.close }, { "write", &real.write },
    { "pwrite", &real.pwrite }, { "writev", &real.writev },
    { "ftruncate", &real.ftruncate },
    { "fchmod", &real.fchmod }, { "renameat", &real.renameat },
    { "renameat2", &real.renameat2 }, { "unlinkat", &real.unlinkat },
    { "mkdirat", &real.mkdirat }, { "linkat", &real.linkat }, { "bind", &real.bind },
    { "socket", &real.socket }, { "accept4", &real.accept4 }, { "sendto", &real.sendto },
    { "sendmsg", &real.sendmsg },
  };

  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    {
      void *symbol = dlsym (RTLD_NEXT, table[i].name);

      memcpy (table[i].place, &symbol, sizeof symbol);
    }
}

/* The plan may change while the program runs. */
static int
is_this (const char *name)
{
  return strncmp (name, program_invocation_short_name, PLAN_NAME) == 0;
}

static void
open_plan (const char *path)
{
  int fd = real.openat (AT_FDCWD, path, O_RDWR | O_CLOEXEC);
  void *memory;

  if (fd < 0)
    abort ();
  memory = mmap (NULL, sizeof (Plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED)
    abort ();
  real.close (fd);
  plan = memory;
}

static void
mark (int fd)
{
  struct stat status;

  if (fd < 0 || fd >= FDS_MAX || fstat (fd, &status) != 0)
    return;

  if (S_ISREG (status.st_mode))
    kinds[fd] = PLAN_WRITE;
  else if (S_ISSOCK (status.st_mode) || S_ISFIFO (status.st_mode))
    kinds[fd] = PLAN_SEND;
  else
    kinds[fd] = 0;
}

/* Standard error is nobody's memory, nor what a person reads on standard output. What the signer
 * says there in a ceremony is read by the station. */
static void
mark_inherited (void)
{
  int is_signer = strcmp (program_invocation_short_name, "zmonitor-signer") == 0;

  for (int fd = is_signer ? STDOUT_FILENO : 3; fd < FDS_INHERITED; fd++)
    if (fd != STDERR_FILENO)
      mark (fd);
}

__attribute__ ((constructor))
static void
begin (void)
{
  const char *path = getenv (PLAN_VARIABLE);

  find_real ();
  if (path == NULL)
    return;
  open_plan (path);
  mark_inherited ();
}

/* No handler runs, nothing is flushed: what SIGKILL does, by a call that every sandbox allows. */
__attribute__ ((noreturn))
static void
end (void)
{
  for (;;)
    syscall (SYS_exit_group, 137);
}

static Verdict
fail (void)
{
  atomic_fetch_add (&plan->reached, 1);
  errno = (int) plan->error;
  return FAIL;
}

static uint32_t
count (uint32_t    kind,
       const char *name,
       size_t      length)
{
  uint32_t number = atomic_fetch_add (&plan->count, 1) + 1;

  if (number <= PLAN_CALLS)
    {
      PlanCall *call = &plan->calls[number - 1];

      call->kind = kind;
      call->length = (uint32_t) length;
      strncpy (call->name, name, sizeof call->name - 1);
    }

  return number;
}

/* errno is set where the answer is FAIL. */
static Verdict
strike (uint32_t    kind,
        const char *name,
        size_t      length)
{
  uint32_t number;

  if (plan == NULL || !plan->armed || (plan->kinds & kind) == 0)
    return GO;
  if (plan->action == PLAN_FAIL_ON && atomic_load (&plan->reached) > 0 && is_this (plan->also))
    return fail ();
  if (!is_this (plan->program))
    return GO;

  number = count (kind, name, length);
  if (plan->action == PLAN_FAIL_ON && number > plan->at)
    return fail ();
  if (number != plan->at || plan->action == PLAN_COUNT)
    return GO;
  if (plan->action == PLAN_FAIL || plan->action == PLAN_FAIL_ON)
    return fail ();

  atomic_fetch_add (&plan->reached, 1);
  if (plan->action == PLAN_KILL)
    end ();
  return HALF;
}

static Verdict
strike_fd (int         fd,
           const char *name,
           size_t      length)
{
  return fd >= 0 && fd < FDS_MAX && kinds[fd] != 0 ? strike (kinds[fd], name, length) : GO;
}

ssize_t
write (int         fd,
       const void *data,
       size_t      length)
{
  switch (strike_fd (fd, "write", length))
    {
    case FAIL:
      return -1;
    case HALF:
      (void) !real.write (fd, data, length / 2);
      end ();
    case GO:
    default:
      return real.write (fd, data, length);
    }
}

ssize_t
pwrite (int         fd,
        const void *data,
        size_t      length,
        off_t       offset)
{
  switch (strike_fd (fd, "pwrite", length))
    {
    case FAIL:
      return -1;
    case HALF:
      (void) !real.pwrite (fd, data, length / 2, offset);
      end ();
    case GO:
    default:
      return real.pwrite (fd, data, length, offset);
    }
}

ALIAS (pwrite64, pwrite);

/* Nothing here writes files by it, only sockets, which take it whole or not at all. */
ssize_t
writev (int                 fd,
        const struct iovec *parts,
        int                 count_of_parts)
{
  return strike_fd (fd, "writev", 0) == FAIL ? -1 : real.writev (fd, parts, count_of_parts);
}

/* What was written outlives the process without it, so only its failure matters here. */
int
fsync (int fd)
{
  return strike (PLAN_SYNC, "fsync", 0) == FAIL ? -1 : 0;
}

int
fdatasync (int fd)
{
  return strike (PLAN_SYNC, "fdatasync", 0) == FAIL ? -1 : 0;
}

int
ftruncate (int   fd,
           off_t length)
{
  return strike (PLAN_CHANGE, "ftruncate", 0) == FAIL ? -1 : real.ftruncate (fd, length);
}

ALIAS (ftruncate64, ftruncate);

int
fchmod (int    fd,
        mode_t mode)
{
  return strike (PLAN_CHANGE, "fchmod", 0) == FAIL ? -1 : real.fchmod (fd, mode);
}

int
renameat (int         old_directory,
          const char *old_path,
          int         new_directory,
          const char *new_path)
{
  if (strike (PLAN_CHANGE, "rename", 0) == FAIL)
    return -1;

  return real.renameat (old_directory, old_path, new_directory, new_path);
}

int
renameat2 (int           old_directory,
           const char   *old_path,
           int           new_directory,
           const char   *new_path,
           unsigned int  flags)
{
  if (strike (PLAN_CHANGE, "rename", 0) == FAIL)
    return -1;

  return real.renameat2 (old_directory, old_path, new_directory, new_path, flags);
}

int
rename (const char *old_path,
        const char *new_path)
{
  return renameat (AT_FDCWD, old_path, AT_FDCWD, new_path);
}

static int
exists (int         directory,
        const char *path)
{
  struct stat status;

  return fstatat (directory, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

/* To remove something that is not there changes nothing. */
int
unlinkat (int         directory,
          const char *path,
          int         flags)
{
  if (exists (directory, path) &&
      strike (PLAN_CHANGE, "unlink", 0) == FAIL)
    return -1;

  return real.unlinkat (directory, path, flags);
}

int
unlink (const char *path)
{
  return unlinkat (AT_FDCWD, path, 0);
}

int
rmdir (const char *path)
{
  return unlinkat (AT_FDCWD, path, AT_REMOVEDIR);
}

int
mkdirat (int         directory,
         const char *path,
         mode_t      mode)
{
  if (!exists (directory, path) && strike (PLAN_CHANGE, "mkdir", 0) == FAIL)
    return -1;

  return real.mkdirat (directory, path, mode);
}

int
mkdir (const char *path,
       mode_t      mode)
{
  return mkdirat (AT_FDCWD, path, mode);
}

int
linkat (int         old_directory,
        const char *old_path,
        int         new_directory,
        const char *new_path,
        int         flags)
{
  if (strike (PLAN_CHANGE, "link", 0) == FAIL)
    return -1;

  return real.linkat (old_directory, old_path, new_directory, new_path, flags);
}

int
link (const char *old_path,
      const char *new_path)
{
  return linkat (AT_FDCWD, old_path, AT_FDCWD, new_path, 0);
}

static int
open_marked (int         directory,
             const char *path,
             int         flags,
             mode_t      mode)
{
  int creates = (flags & O_CREAT) != 0 && !exists (directory, path);
  int fd;

  if ((creates || (flags & O_TRUNC) != 0) && strike (PLAN_CHANGE, "open", 0) == FAIL)
    return -1;
  fd = real.openat (directory, path, flags, mode);
  mark (fd);

  return fd;
}

static mode_t
take_mode (int     flags,
           va_list arguments)
{
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ?
         va_arg (arguments, mode_t) : 0;
}

int
openat (int         directory,
        const char *path,
        int         flags,
        ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = take_mode (flags, arguments);
  va_end (arguments);

  return open_marked (directory, path, flags, mode);
}

ALIAS (openat64, openat);

int
open (const char *path,
      int         flags,
      ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = take_mode (flags, arguments);
  va_end (arguments);

  return open_marked (AT_FDCWD, path, flags, mode);
}

ALIAS (open64, open);

/* What FORTIFY makes of open() without a mode. */
int __open_2 (const char *path,
              int         flags);
int __openat_2 (int         directory,
                const char *path,
                int         flags);

int
__open_2 (const char *path,
          int         flags)
{
  return open_marked (AT_FDCWD, path, flags, 0);
}

ALIAS (__open64_2, __open_2);

int
__openat_2 (int         directory,
            const char *path,
            int         flags)
{
  return open_marked (directory, path, flags, 0);
}

ALIAS (__openat64_2, __openat_2);

int
close (int fd)
{
  if (fd >= 0 && fd < FDS_MAX)
    kinds[fd] = 0;

  return real.close (fd);
}

static int
mark_socket (int fd)
{
  if (fd >= 0 && fd < FDS_MAX)
    kinds[fd] = PLAN_SEND;

  return fd;
}

int
socket (int domain,
        int type,
        int protocol)
{
  return mark_socket (real.socket (domain, type, protocol));
}

int
accept4 (int                       fd,
         struct sockaddr *restrict address,
         socklen_t *restrict       length,
         int                       flags)
{
  return mark_socket (real.accept4 (fd, address, length, flags));
}

int
accept (int                       fd,
        struct sockaddr *restrict address,
        socklen_t *restrict       length)
{
  return accept4 (fd, address, length, 0);
}

int
bind (int                    fd,
      const struct sockaddr *address,
      socklen_t              length)
{
  if (address->sa_family == AF_UNIX && strike (PLAN_CHANGE, "bind", 0) == FAIL)
    return -1;

  return real.bind (fd, address, length);
}

ssize_t
sendto (int                    fd,
        const void            *data,
        size_t                 length,
        int                    flags,
        const struct sockaddr *address,
        socklen_t              address_length)
{
  if (strike_fd (fd, "send", 0) == FAIL)
    return -1;

  return real.sendto (fd, data, length, flags, address, address_length);
}

ssize_t
send (int         fd,
      const void *data,
      size_t      length,
      int         flags)
{
  return sendto (fd, data, length, flags, NULL, 0);
}

ssize_t
sendmsg (int                  fd,
         const struct msghdr *message,
         int                  flags)
{
  return strike_fd (fd, "sendmsg", 0) == FAIL ? -1 : real.sendmsg (fd, message, flags);
}
