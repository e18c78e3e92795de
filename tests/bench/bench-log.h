#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* An audit log as a busy desk writes it: sessions of a dozen records each, by a few people at three
 * ports, over two years of working days; each row with its true hash. */
#define BENCH_LOG_DEVICES 2000
#define BENCH_LOG_FIRST   G_GINT64_CONSTANT (1700000000) /* seconds */

/* rows in all, the first of which the log itself writes. Ends the program where it cannot. */
void bench_log_write (ZmDatabase *database,
                      guint       rows);

G_END_DECLS
