#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* Who is who: a name and a PIN for a token. An unknown name is told and timed like a wrong PIN.
 * Checks "sign-in.refused"; "sign-in.delay" for too many failures, with the seconds to wait. */

/* The operator whose PIN this is. */
const ZmOperator *zm_sign_in_prove (ZmSigner        *signer,
                                    const ZmCaller  *caller,
                                    const char      *name,
                                    const char      *pin,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_sign_in_begin (ZmSigner        *signer,
                          const ZmCaller  *caller,
                          const json_t    *request,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_sign_in_end (ZmSigner        *signer,
                        const ZmCaller  *caller,
                        const json_t    *request,
                        GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
