#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* What anyone who may connect is told. */

json_t *zm_overview_show_status (ZmSigner        *signer,
                                 const ZmCaller  *caller,
                                 const json_t    *request,
                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_overview_show_authority (ZmSigner        *signer,
                                    const ZmCaller  *caller,
                                    const json_t    *request,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* A part of all that was ever prepared or signed: what a station that lost its database asks. */
json_t *zm_overview_list_issued    (ZmSigner        *signer,
                                    const ZmCaller  *caller,
                                    const json_t    *request,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
