#include "app/signer/window.h"

#include "app/base/error.h"

gboolean
zm_window_check (const ZmWindow  *window,
                 ZmInstant        now,
                 GError         **error)
{
  g_return_val_if_fail (window != NULL, FALSE);

  if (window->id == 0 || window->closed)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "window.closed", "closed", "an open window",
                    "The enrolment window is closed");
      return FALSE;
    }
  if (now >= window->until)
    {
      g_autofree char *seen = zm_instant_format (now);
      g_autofree char *expected = zm_instant_format (window->until);

      zm_error_set (error, ZM_ERROR_CONFLICT, "window.expired", seen, expected,
                    "The enrolment window has ended");
      return FALSE;
    }
  if (window->used >= window->devices)
    {
      g_autofree char *seen = g_strdup_printf ("%u devices", window->used);

      zm_error_set (error, ZM_ERROR_CONFLICT, "window.full", seen, "fewer devices",
                    "All places of the enrolment window are used");
      return FALSE;
    }

  return TRUE;
}

gboolean
zm_window_is_open (const ZmWindow *window,
                   ZmInstant       now)
{
  return zm_window_check (window, now, NULL);
}

guint
zm_window_get_left (const ZmWindow *window,
                    ZmInstant       now)
{
  g_return_val_if_fail (window != NULL, 0);

  return zm_window_is_open (window, now) ? window->devices - window->used : 0;
}
