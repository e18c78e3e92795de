#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* At start, once the signer is signed in: every intent without a result is signed as it stands
 * and its certificate stored, or, if its session has ended, signed and revoked, so that each
 * serial that may ever have been signed is accounted for. Gives the number of intents settled. */
gboolean zm_recovery_settle (ZmStation  *station,
                             guint      *settled,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
