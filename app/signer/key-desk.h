#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* What the symmetric keys are for. Checks "key.mode" (a key has one mode for ever), "key.exists",
 * "key.missing", "code.form", "code.rate". */

json_t *zm_key_desk_add_server_key (ZmSigner        *signer,
                                    const ZmCaller  *caller,
                                    const json_t    *request,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_key_desk_write_factory_record (ZmSigner        *signer,
                                          const ZmCaller  *caller,
                                          const json_t    *request,
                                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_key_desk_hash_code (ZmSigner        *signer,
                               const ZmCaller  *caller,
                               const json_t    *request,
                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
