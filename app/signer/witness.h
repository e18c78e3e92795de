#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* What this signer signed and others have kept: a certificate, a CRL, a checkpoint. Nobody else
 * can make them, so one that says more than the ledger proves that the ledger is an older copy of
 * itself, which no sequence and no mac in it can show. From then on nothing is signed: a CRL
 * without the later revocations would undo them. An administrator has the ledger take in what the
 * witnesses say (request "ledger-recover"), in any order; then all goes on above it. */

ZmWitness *zm_witness_new     (void);
void       zm_witness_free    (ZmWitness        *witness);

/* Sets check "ledger.behind" (ZM_ERROR_CORRUPT). */
gboolean   zm_witness_check   (ZmSigner         *signer,
                               GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* Handlers. Evidence of another signer is the checks of zm_crl_verify(), zm_checkpoint_open() and
 * zm_certificate_verify(). */
json_t    *zm_witness_compare (ZmSigner         *signer,
                               const ZmCaller   *caller,
                               const json_t     *request,
                               GError          **error);
json_t    *zm_witness_recover (ZmSigner         *signer,
                               const ZmCaller   *caller,
                               const json_t     *request,
                               GError          **error);

/* An administrator has said that the audit log goes on from an older copy: what was shown of the
 * longer one counts no more. */
void    zm_witness_forget_log  (ZmSigner        *signer);

G_END_DECLS
