#include "attempts.h"

#ifdef PROBE_READER
#include "app/reader/sandbox.h"
#else
#include "app/base/call-filter.h"
#include "app/base/confine.h"
#include "app/signer/sandbox.h"
#endif

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* probe WHO ATTEMPT gives up the rights as that process does, with the very same functions, and
 * tries. It ends with 0 if that worked, with the errno if it was refused, or by a signal. */

#ifndef PROBE_READER
/* Nothing but the one call and the end. */
static int
allow_call (scmp_filter_ctx filter,
            int             call)
{
  const int calls[] = { call, SCMP_SYS (exit_group) };

  return zm_call_filter_add (filter, SCMP_ACT_ALLOW, calls, G_N_ELEMENTS (calls));
}

#endif
static gboolean
confine (const char *who,
         const char *attempt)
{
#ifdef PROBE_READER
  return strcmp (who, "reader") == 0 && zm_sandbox_enter (ZM_SANDBOX_PICTURE, NULL);
#else
  if (!zm_sandbox_harden (NULL))
    return FALSE;
  if (strcmp (who, "signer") == 0)
    return zm_sandbox_enter (ZM_SANDBOX_SERVER, NULL);
  if (strcmp (who, "ceremony") == 0)
    return zm_sandbox_enter (ZM_SANDBOX_CEREMONY, NULL);
  if (strcmp (who, "central") == 0)
    return zm_confine_calls (ZM_CONFINE_SERVER, NULL);
  if (strcmp (who, "device") == 0)
    return zm_confine_calls (ZM_CONFINE_CLIENT, NULL);

  if (strcmp (who, "alone") == 0)
    return zm_call_filter_load (SCMP_ACT_KILL_PROCESS, allow_call, (int) attempts_number (attempt),
                                NULL);

  return strcmp (who, "nobody") == 0;
#endif
}

int
main (int   argc,
      char *argv[])
{
  if (argc != 3)
    return 126;

  attempts_prepare ();
  if (!confine (argv[1], argv[2]))
    return 127;

  _exit (attempts_make (argv[2]) == -1 ? errno : 0);
}
