/* What valgrind 3.19 cannot do is done beside it, so that the very programs that are delivered run
 * under it. Loaded before each of them by test-memcheck.py. */

#include <dlfcn.h>
#include <errno.h>
#include <seccomp.h>
#include <sys/pidfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <valgrind/valgrind.h>

#define SLOWNESS  20 /* how many times slower than real a watched program takes its time to be */
#define API_LEVEL 5  /* of seccomp_api_get(3): has whatever the filters are made of */

/* GLib's, as the programs call it for their time-outs: a key takes memcheck a minute to derive. */
long long
g_get_monotonic_time (void)
{
  struct timespec now;

  (void) clock_gettime (CLOCK_MONOTONIC, &now);
  return ((long long) now.tv_sec * 1000000 + now.tv_nsec / 1000) / SLOWNESS;
}

/* GLib's own clock is not slowed: a time from the one above would always be over there, and who waits
 * for it would go round without a pause. */
int
g_cond_wait_until (void      *cond,
                   void      *mutex,
                   long long  end_time)
{
  int (*wait_until) (void *, void *, long long) = NULL;

  *(void **) &wait_until = dlsym (RTLD_NEXT, "g_cond_wait_until");
  return wait_until (cond, mutex, end_time * SLOWNESS);
}

/* libseccomp asks the kernel what it can do, and under valgrind gets no answer. */
static void __attribute__ ((constructor))
set_api_level (void)
{
  (void) seccomp_api_set (API_LEVEL);
}

/* A filter would end valgrind itself, which makes code as it goes; tests/hardening has the filters. */
int
seccomp_load (const scmp_filter_ctx filter)
{
  (void) filter;
  return 0;
}

/* On the real processor, where errno is out of reach. */
static long
open_unseen (int  thread,
             long pid,
             long flags)
{
  long result;

  (void) thread;
  __asm__ volatile ("syscall"
                    : "=a" (result)
                    : "0" (SYS_pidfd_open), "D" (pid), "S" (flags)
                    : "rcx", "r11", "memory");
  return result;
}

int
pidfd_open (pid_t        pid,
            unsigned int flags)
{
  long result = (long) VALGRIND_NON_SIMD_CALL2 (open_unseen, (long) pid, (long) flags);

  if (result >= 0)
    return (int) result;

  errno = (int) -result;
  return -1;
}
