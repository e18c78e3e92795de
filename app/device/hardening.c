#include "app/device/hardening.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

void
zm_hardening_apply (void)
{
  static const struct rlimit none = { 0, 0 };

  (void) setrlimit (RLIMIT_CORE, &none);
  (void) prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#ifndef __SANITIZE_ADDRESS__
  /* A core pattern that is a pipe ignores the limit. LeakSanitizer needs ptrace, though. */
  (void) prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
  umask (077);
  /* A reader of our events that goes away must not end us. */
  signal (SIGPIPE, SIG_IGN);
}
