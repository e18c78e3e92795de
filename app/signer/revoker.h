#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* Revocations, the intermediate's CRL, and the canary, which is born revoked. Checks
 * "revoke.serial", "revoke.not-signed", "revoke.reason". */

json_t *zm_revoker_revoke (ZmSigner        *signer,
                           const ZmCaller  *caller,
                           const json_t    *request,
                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_revoker_issue_crl (ZmSigner        *signer,
                              const ZmCaller  *caller,
                              const json_t    *request,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_revoker_issue_canary (ZmSigner        *signer,
                                 const ZmCaller  *caller,
                                 const json_t    *request,
                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
