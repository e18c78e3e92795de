#include "app/signer/delays.h"

#include "app/pki/digest.h"

#include <string.h>

#define FIRST_DELAY 4 /* seconds; doubled by each further failure */

typedef struct {
  guint    failures;
  gboolean known;
  gint64   last; /* on the running clock */
} ZmDelaysBucket;

struct _ZmDelays {
  ZmSecret       *pepper;
  ZmDelaysBucket  buckets[ZM_DELAYS_BUCKETS];
};

ZmDelays *
zm_delays_new (const ZmSecret *pepper)
{
  ZmDelays *delays = g_new0 (ZmDelays, 1);

  delays->pepper = zm_secret_new_copy (zm_secret_peek (pepper), zm_secret_length (pepper));

  return delays;
}

void
zm_delays_free (ZmDelays *delays)
{
  if (delays == NULL)
    return;

  zm_secret_free (delays->pepper);
  g_free (delays);
}

guint
zm_delays_find_bucket (ZmDelays   *delays,
                       const char *name)
{
  guint8 mac[ZM_SHA256_LENGTH];

  g_return_val_if_fail (delays != NULL, 0);
  g_return_val_if_fail (name != NULL, 0);

  zm_digest_hmac_sha256 (zm_secret_peek (delays->pepper), zm_secret_length (delays->pepper), name,
                         strlen (name), mac);

  return mac[0] % ZM_DELAYS_BUCKETS;
}

static gint64
delay_of (guint failures)
{
  guint doublings;

  if (failures <= ZM_DELAYS_FREE)
    return 0;

  doublings = MIN (failures - ZM_DELAYS_FREE - 1, 16);
  return MIN (FIRST_DELAY << doublings, ZM_DELAYS_MAX) * ZM_INSTANT_SECOND;
}

void
zm_delays_count_failure (ZmDelays *delays,
                         guint     bucket,
                         gint64    running)
{
  ZmDelaysBucket *found;
  gint64 forgotten = 0;

  g_return_if_fail (delays != NULL);
  g_return_if_fail (bucket < ZM_DELAYS_BUCKETS);

  found = &delays->buckets[bucket];
  if (found->known)
    forgotten = MAX (0, running - found->last) / (ZM_DELAYS_MAX * ZM_INSTANT_SECOND);

  found->failures = (guint) MAX (0, (gint64) found->failures - forgotten) + 1;
  found->known = TRUE;
  found->last = running;
}

guint
zm_delays_get_seconds (ZmDelays *delays,
                       guint     bucket,
                       gint64    running)
{
  ZmDelaysBucket *found;
  gint64 left;

  g_return_val_if_fail (delays != NULL, 0);
  g_return_val_if_fail (bucket < ZM_DELAYS_BUCKETS, 0);

  found = &delays->buckets[bucket];
  if (!found->known)
    return 0;

  left = found->last + delay_of (found->failures) - running;
  return (guint) ((MAX (0, left) + ZM_INSTANT_SECOND - 1) / ZM_INSTANT_SECOND);
}
