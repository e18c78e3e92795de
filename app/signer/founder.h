#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* What an authority is made of: the policy, the requests for the certificates of this signer's two
 * keys, and the certificates that came back. Checks "policy.…" and "authority.…". */

json_t *zm_founder_set_policy (ZmSigner        *signer,
                               const ZmCaller  *caller,
                               const json_t    *request,
                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_founder_make_requests (ZmSigner        *signer,
                                  const ZmCaller  *caller,
                                  const json_t    *request,
                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_founder_install (ZmSigner        *signer,
                            const ZmCaller  *caller,
                            const json_t    *request,
                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
