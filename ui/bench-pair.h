#pragma once

#include "ui/bench-port.h"

G_BEGIN_DECLS

/* How a session begins at a place of the bench: with a code that was typed, or a ticket that somebody or
 * something has read. */

/* The ways to begin; they do nothing while the place is at work. */
void     zm_bench_pair_screen  (ZmBenchPort *self);
void     zm_bench_pair_file    (ZmBenchPort *self,
                                GFile       *file);
/* The content of a picture file. */
void     zm_bench_pair_picture (ZmBenchPort *self,
                                GBytes      *picture);
/* Whether it was begun. way: in which the ticket came, for the audit log. */
gboolean zm_bench_pair_ticket  (ZmBenchPort *self,
                                const char  *ticket,
                                const char  *way);
gboolean zm_bench_pair_code    (ZmBenchPort *self,
                                const char  *code);

G_END_DECLS
