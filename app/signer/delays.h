#pragma once

#include "app/base/secret.h"
#include "app/signer/moment.h"

G_BEGIN_DECLS

/* How long a sign-in must wait after failed ones. Names, known or not, fall into a fixed number of
 * buckets by a keyed hash: so an unknown name behaves as a known one does, and nobody can grow the
 * ledger faster than the delays allow. A bucket forgets one failure in a quarter of an hour. */

#define ZM_DELAYS_BUCKETS 64
#define ZM_DELAYS_FREE    2               /* failures without a delay */
#define ZM_DELAYS_MAX     (15 * 60)       /* seconds */

typedef struct _ZmDelays ZmDelays;

ZmDelays *zm_delays_new           (const ZmSecret  *pepper);
void      zm_delays_free          (ZmDelays        *delays);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDelays, zm_delays_free)

guint     zm_delays_find_bucket   (ZmDelays        *delays,
                                   const char      *name);
/* running: when it was, on the running clock; it may be before the program's start. */
void      zm_delays_count_failure (ZmDelays        *delays,
                                   guint            bucket,
                                   gint64           running);
/* Whole seconds that are left, 0 for none. */
guint     zm_delays_get_seconds   (ZmDelays        *delays,
                                   guint            bucket,
                                   gint64           running);

G_END_DECLS
