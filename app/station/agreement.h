#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* Whether the database and the signer's ledger are of one age. Each knows what the other has
 * signed or kept, so that an older copy of either shows before anything is issued. */

/* What is on record of devices' certificates. */
typedef struct {
  gint64 known;
  gint64 revoked;
} ZmAgreementCounts;

/* "database.another" (ZM_ERROR_REFUSED); "database.older" if the signer has signed what is not on
 * record here, or a checkpoint over a longer log; "ledger.behind" if it does not know a certificate
 * that is on record; "database.revocations" if it does not know a revocation that is (these
 * ZM_ERROR_CORRUPT). status: the signer's answer of just now. Others may be at work. */
gboolean zm_agreement_check (ZmStation                *station,
                             const ZmAgreementCounts  *before,
                             const json_t             *status,
                             GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
/* "database.another" if it was written under another intermediate key, and so with another signer:
 * that key never changes. */
gboolean zm_agreement_check_owner (ZmStation  *station,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* Before the signer is asked. */
gboolean zm_agreement_count (ZmStation                *station,
                             ZmAgreementCounts        *counts,
                             GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
