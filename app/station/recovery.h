#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* At start, once the signer is signed in: every intent without a result is signed as it stands and
 * its certificate stored, or cancelled at the signer if that refuses it; the certificates of ended
 * sessions, and those that a newer one was to supersede, are revoked. So each serial that may ever
 * have been signed is accounted for. Gives the number of things settled. */
gboolean zm_recovery_settle (ZmStation  *station,
                             guint      *settled,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* What every program does after somebody signed in: the signer is shown what it signed
 * (app/station/anchor.h), and what is left over is settled, but for what another program is at
 * work with (app/station/lease.h). A ledger that is behind is on record and stops nothing here: the
 * signer itself signs nothing until it is mended. With the database of another station
 * (app/station/agreement.h) nothing is begun. */
gboolean zm_recovery_begin  (ZmStation  *station,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
