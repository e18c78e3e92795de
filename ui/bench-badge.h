#pragma once

#include "app/station/place.h"
#include "app/station/session.h"
#include "app/station/simulated-device.h"
#include "ui/badge.h"

G_BEGIN_DECLS

/* What a place of the bench says of itself in two words. Knows no widget. */

typedef struct {
  ZmPlace           *place;
  ZmSimulatedDevice *device;  /* NULL where a real cable is */
  ZmSession         *session; /* NULL for none */
  const char        *busy;    /* what else goes on here, for people; NULL: nothing */
  const GError      *failure; /* why no session began; NULL while all is well */
  gboolean           awaited; /* the session goes on as soon as its device is plugged in */
} ZmBenchFacts;

/* For people; valid as long as the program runs, or as long as busy is. */
const char *zm_bench_badge_judge (const ZmBenchFacts *facts,
                                  ZmBadgeKind        *kind);

G_END_DECLS
