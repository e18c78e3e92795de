#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* Composes a payload from what this signer itself issued. Checks "payload.serial",
 * "payload.session", "payload.revoked", "code.form", "key.missing". */

json_t *zm_payload_desk_compose (ZmSigner        *signer,
                                 const ZmCaller  *caller,
                                 const json_t    *request,
                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
