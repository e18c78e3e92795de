#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* The station as the witness of its signer: the signer's ledger cannot tell that it is an older
 * copy of itself, but what the signer signed lies here (certificates, revocation lists,
 * checkpoints), and it knows its own hand. */

/* Shows the signer the newest revocation list and checkpoint; once it has seen more than its
 * ledger says, it signs nothing. No sign-in is needed. Sets check "ledger.behind"
 * (ZM_ERROR_CORRUPT). A station without an authority has nothing to show. */
gboolean zm_anchor_compare (ZmStation   *station,
                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Has the ledger take in all that lies here, and the list in crl_file (NULL: none) as it was
 * fetched from the distribution point, which may be newer than a restored backup. Revocations that
 * this station lost as well are revoked here too. An administrator's; audited. Gives the number of
 * facts that the ledger did not have. */
gboolean zm_anchor_recover (ZmStation   *station,
                            const char  *crl_file,
                            guint       *recovered,
                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
