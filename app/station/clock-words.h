#pragma once

#include "app/station/tick.h"

G_BEGIN_DECLS

/* The clocks of the triage (clock-triage.h) in words. Pure; translated. */

/* What stands between a clock and the station's: "3 minutes slow", "As the station’s"; NULL where
 * the clock is not known. */
char       *zm_clock_words_difference  (ZmTick  *clock);
/* What would come of it: one sentence; NULL where nothing would. */
const char *zm_clock_words_consequence (ZmTick  *clock);

G_END_DECLS
