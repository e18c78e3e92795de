#pragma once

#include "app/base/instant.h"

G_BEGIN_DECLS

/* How a device stands by its certificates: when the last of those in use ends, or why there is none.
 * In the order of their worth to whoever plans renewals. */
typedef enum {
  ZM_STANDING_NONE,    /* none in use, and none was revoked */
  ZM_STANDING_REVOKED, /* none in use, and one was revoked */
  ZM_STANDING_EXPIRED, /* from here on: the end of the one in use */
  ZM_STANDING_MONTH,   /* within 30 days */
  ZM_STANDING_QUARTER, /* within 90 days */
  ZM_STANDING_LATER,
  ZM_N_STANDINGS,
} ZmStanding;

#define ZM_STANDING_BIT(standing) (1u << (standing))
#define ZM_STANDINGS_VALID \
  (ZM_STANDING_BIT (ZM_STANDING_MONTH) | ZM_STANDING_BIT (ZM_STANDING_QUARTER) | \
   ZM_STANDING_BIT (ZM_STANDING_LATER))

/* The name as it is kept and typed: "none", "revoked", "expired", "month", "quarter", "later". */
const char *zm_device_standing_name  (ZmStanding  standing);
/* ends_at: 0 where no certificate is in use. */
ZmStanding  zm_device_standing_judge (ZmInstant   ends_at,
                                      gboolean    revoked,
                                      ZmInstant   now);
/* The last instant that still belongs to a standing of those that have an end. */
ZmInstant   zm_device_standing_bound (ZmStanding  standing,
                                      ZmInstant   now);

G_END_DECLS
