#include "app/central/central-confine.h"

#include "app/base/error.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>

gboolean
zm_central_confine_self (GError **error)
{
  const struct rlimit none = { 0, 0 };

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
      prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
      setrlimit (RLIMIT_CORE, &none) == 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_IO, "central.confine", g_strerror (errno), NULL,
                "The process cannot give up rights");
  return FALSE;
}
