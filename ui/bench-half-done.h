#pragma once

#include "ui/bench-port.h"

G_BEGIN_DECLS

/* What becomes of a session at a place of the bench that was begun and not brought to its end. */

/* Somebody has to plug the device in before the interrupted session that stands here can be gone on with. */
gboolean zm_bench_half_done_is_missing (ZmBenchPort *self);
/* Goes on with a session that was interrupted; where nobody is plugged in, as soon as somebody is. */
void zm_bench_half_done_resume   (ZmBenchPort *self);
/* Goes on here with a session of the store though nobody asked for it. */
void zm_bench_half_done_continue (ZmBenchPort *self,
                                  const char  *session_id);
/* Ends a session that was interrupted. */
void zm_bench_half_done_abandon  (ZmBenchPort *self);

G_END_DECLS
