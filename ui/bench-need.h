#pragma once

#include "app/station/line.h"
#include "app/station/retry.h"
#include "ui/bench-port.h"

G_BEGIN_DECLS

/* What a place of the bench needs of a person, as the station's rules have it. Knows no widget. */

ZmLineNeed  zm_bench_need_judge        (ZmBenchPort *port);
/* What is shown there was begun, and can be gone on with or given up. */
gboolean    zm_bench_need_is_half_done (ZmBenchPort *port);
/* What can be tried again there at once: something is plugged in that did not come to its end, and
 * nothing speaks against it. */
ZmRetry     zm_bench_need_judge_retry  (ZmBenchPort *port);
/* ports: elements ZmBenchPort. */
guint       zm_bench_need_count_retries (GListModel *ports);
/* Goes on with what is on record; what is to be scanned again waits for it. */
void        zm_bench_need_retry_all    (GListModel  *ports);
/* For people: what to do there, or why it stands, and since when; or that who is there is in
 * service by the record; NULL while nobody is needed. */
char       *zm_bench_need_tell         (ZmBenchPort *port);

G_END_DECLS
