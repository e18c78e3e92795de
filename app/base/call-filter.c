#include "app/base/call-filter.h"

#include "app/base/error.h"

#include <errno.h>

static int
load (scmp_filter_ctx  filter,
      ZmCallFilterFunc add_rules,
      int              kind)
{
  int result = seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);

  if (result >= 0)
    result = add_rules (filter, kind);
  if (result >= 0)
    result = seccomp_load (filter);

  return result;
}

gboolean
zm_call_filter_load (guint32            otherwise,
                     ZmCallFilterFunc   add_rules,
                     int                kind,
                     GError           **error)
{
  scmp_filter_ctx filter = seccomp_init (otherwise);
  int result = -ENOMEM;

  if (filter != NULL)
    {
      result = load (filter, add_rules, kind);
      seccomp_release (filter);
    }
  if (result < 0)
    zm_error_set (error, ZM_ERROR_IO, "system.filter", g_strerror (-result), NULL,
                  "This process cannot give up its rights");

  return result >= 0;
}

int
zm_call_filter_add (scmp_filter_ctx  filter,
                    guint32          action,
                    const int       *calls,
                    gsize            count)
{
  int result = 0;

  for (gsize i = 0; i < count && result >= 0; i++)
    result = seccomp_rule_add (filter, action, calls[i], 0);

  return result;
}
