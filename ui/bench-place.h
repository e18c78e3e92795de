#pragma once

#include "ui/bench-port.h"

G_BEGIN_DECLS

/* What is done with a place of the bench and who is there, beside their session. */

/* What the desk calls this port from now on; a refusal shows as the failure. */
void     zm_bench_place_rename       (ZmBenchPort *self,
                                      const char  *label);

/* "Which one is it?": whether the device can be asked to show itself, and to do so for a moment. Not
 * for a simulated one, whose screen is there. */
gboolean zm_bench_place_can_identify (ZmBenchPort *self);
void     zm_bench_place_identify     (ZmBenchPort *self);

G_END_DECLS
