#include "app/signer/rate.h"

#include "app/base/error.h"

void
zm_rate_count (ZmRate    *rate,
               ZmInstant  time)
{
  g_return_if_fail (rate != NULL);

  rate->times[rate->next] = time;
  rate->next = (rate->next + 1) % ZM_RATE_LIMIT;
}

/* A time after now was written by a clock that was wrong and has been put right; it would count
 * for ever. */
static guint
count_last_hour (const ZmRate *rate,
                 ZmInstant     now)
{
  guint count = 0;

  for (guint i = 0; i < ZM_RATE_LIMIT; i++)
    if (rate->times[i] > now - ZM_INSTANT_HOUR && rate->times[i] <= now + 5 * ZM_INSTANT_MINUTE)
      count++;

  return count;
}

gboolean
zm_rate_check (const ZmRate  *rate,
               ZmInstant      now,
               GError       **error)
{
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;
  guint count;

  g_return_val_if_fail (rate != NULL, FALSE);

  count = count_last_hour (rate, now);
  if (count < ZM_RATE_LIMIT)
    return TRUE;

  seen = g_strdup_printf ("%u in the last hour", count);
  expected = g_strdup_printf ("at most %d", ZM_RATE_LIMIT);
  zm_error_set (error, ZM_ERROR_REFUSED, "rate.exceeded", seen, expected,
                "Too many certificates were asked for in the last hour");
  return FALSE;
}
