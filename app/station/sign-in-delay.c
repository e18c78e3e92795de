#include "app/station/sign-in-delay.h"

#include "app/base/error.h"

#define SECONDS_MAX (60 * 60)

guint
zm_sign_in_delay_get_seconds (const GError *refusal)
{
  const char *expected;

  if (refusal == NULL || g_strcmp0 (zm_error_get_check (refusal), "sign-in.delay") != 0)
    return 0;

  /* "12 seconds", as the signer says it. */
  expected = zm_error_get_expected (refusal);
  return expected != NULL ? (guint) MIN (g_ascii_strtoull (expected, NULL, 10), SECONDS_MAX) : 0;
}
