#pragma once

#include "app/base/instant.h"

G_BEGIN_DECLS

/* At most so many certificates an hour, whatever the window says: what a hijacked station can have
 * signed unnoticed stays small. */

#define ZM_RATE_LIMIT 60 /* in an hour */

typedef struct {
  ZmInstant times[ZM_RATE_LIMIT]; /* a ring: older ones do not matter */
  guint     next;
} ZmRate;

void     zm_rate_count (ZmRate        *rate,
                        ZmInstant      time);
/* Sets check "rate.exceeded". */
gboolean zm_rate_check (const ZmRate  *rate,
                        ZmInstant      now,
                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
