#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* Signs a tree head of the audit log (RFC 6962) only if the log grew out of the last one that it
 * signed. Check "checkpoint.inconsistent". */

json_t *zm_checkpointer_sign (ZmSigner        *signer,
                              const ZmCaller  *caller,
                              const json_t    *request,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* After records were lost: the administrator vouches that what is there is all there is. The ledger
 * keeps what the last checkpoint said. */
json_t *zm_checkpointer_restart (ZmSigner        *signer,
                                 const ZmCaller  *caller,
                                 const json_t    *request,
                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
