#include "app/store/device-standing.h"

#define END_OF_TIME G_GINT64_CONSTANT (253402300799999999) /* 9999-12-31T23:59:59.999999Z */

static const char *const names[ZM_N_STANDINGS] = {
  "none", "revoked", "expired", "month", "quarter", "later",
};

const char *
zm_device_standing_name (ZmStanding standing)
{
  g_return_val_if_fail (standing < ZM_N_STANDINGS, NULL);

  return names[standing];
}

ZmInstant
zm_device_standing_bound (ZmStanding standing,
                          ZmInstant  now)
{
  switch (standing)
    {
    case ZM_STANDING_EXPIRED:
      return now;
    case ZM_STANDING_MONTH:
      return now + 30 * ZM_INSTANT_DAY;
    case ZM_STANDING_QUARTER:
      return now + 90 * ZM_INSTANT_DAY;
    case ZM_STANDING_LATER:
      return END_OF_TIME;
    case ZM_STANDING_NONE:
    case ZM_STANDING_REVOKED:
    case ZM_N_STANDINGS:
    default:
      g_return_val_if_reached (0);
    }
}

ZmStanding
zm_device_standing_judge (ZmInstant ends_at,
                          gboolean  revoked,
                          ZmInstant now)
{
  ZmStanding standing = ZM_STANDING_EXPIRED;

  if (ends_at == 0)
    return revoked ? ZM_STANDING_REVOKED : ZM_STANDING_NONE;

  while (standing < ZM_STANDING_LATER && ends_at > zm_device_standing_bound (standing, now))
    standing++;

  return standing;
}
