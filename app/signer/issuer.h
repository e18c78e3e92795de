#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* Device certificates in two steps: what will be signed is durable before it is signed. The request
 * is judged by what this signer itself knows. Checks "csr.…", "window.…", "rate.exceeded",
 * "issue.session" (a session has one certificate), "issue.not-prepared", "issue.cancelled",
 * "issue.signed", "profile.…". */

json_t *zm_issuer_judge (ZmSigner        *signer,
                         const ZmCaller  *caller,
                         const json_t    *request,
                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_issuer_prepare (ZmSigner        *signer,
                           const ZmCaller  *caller,
                           const json_t    *request,
                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_issuer_sign (ZmSigner        *signer,
                        const ZmCaller  *caller,
                        const json_t    *request,
                        GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_issuer_cancel (ZmSigner        *signer,
                          const ZmCaller  *caller,
                          const json_t    *request,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* A device that is taken out of use: who certifies it again takes it over. */
json_t *zm_issuer_retire (ZmSigner        *signer,
                          const ZmCaller  *caller,
                          const json_t    *request,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
