#include "app/device/hardening.h"

#include "app/base/confine.h"

#include <signal.h>
#include <sys/stat.h>

gboolean
zm_hardening_apply (GError **error)
{
  umask (077);
  /* A reader of our events that goes away must not end us. */
  signal (SIGPIPE, SIG_IGN);

  return zm_confine_memory (error) && zm_confine_calls (ZM_CONFINE_CLIENT, error);
}
