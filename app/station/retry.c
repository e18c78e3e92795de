#include "app/station/retry.h"

#include "app/base/error.h"

#include <gio/gio.h>

gboolean
zm_retry_is_interruption (const GError *failure)
{
  const char *check;

  g_return_val_if_fail (failure != NULL, FALSE);

  check = zm_error_get_check (failure);
  return g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         zm_error_matches (failure, ZM_ERROR_UNAVAILABLE) ||
         zm_error_matches (failure, ZM_ERROR_IO) || zm_error_matches (failure, ZM_ERROR_DENIED) ||
         zm_error_matches (failure, ZM_ERROR_INTERNAL) ||
         zm_error_matches (failure, ZM_ERROR_CORRUPT) || g_str_has_prefix (check, "answer.") ||
         g_str_equal (check, "clock.backwards") ||
         g_str_has_prefix (check, "lease.") || g_str_has_prefix (check, "checkpoint.") ||
         g_str_has_prefix (check, "window.") || g_str_has_prefix (check, "rate.") ||
         g_str_equal (check, "session.moved");
}

gboolean
zm_retry_is_absence (const GError *failure)
{
  static const char *const checks[] = { "tether.connect", "tether.unplugged", "usb.absent", NULL };

  g_return_val_if_fail (failure != NULL, FALSE);

  return g_strv_contains (checks, zm_error_get_check (failure));
}

/* The session can wait for whoever mends this; trying again mends nothing. */
static gboolean
is_broken (const GError *failure)
{
  const char *check = zm_error_get_check (failure);

  return zm_error_matches (failure, ZM_ERROR_INTERNAL) ||
         zm_error_matches (failure, ZM_ERROR_CORRUPT) || g_str_has_prefix (check, "answer.") ||
         g_str_equal (check, "session.moved");
}

ZmRetry
zm_retry_judge (const GError   *failure,
                const char     *session_id,
                ZmSessionState  state)
{
  if (failure != NULL && (!zm_retry_is_interruption (failure) || is_broken (failure)))
    return ZM_RETRY_NEVER;
  if (session_id == NULL)
    return ZM_RETRY_SCAN;
  if (!zm_session_record_state_is_open (state))
    return ZM_RETRY_NEVER;

  return state == ZM_SESSION_PAIRED ? ZM_RETRY_SCAN : ZM_RETRY_RESUME;
}
