#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* The people: checks "operator.name", "operator.pin", "operator.exists", "operator.missing",
 * "operator.full", "operator.current-pin" for a new one of one's own without the old one, and "operator.last-administrator" for the one who must stay. */

json_t *zm_roster_list (ZmSigner        *signer,
                        const ZmCaller  *caller,
                        const json_t    *request,
                        GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_roster_add (ZmSigner        *signer,
                       const ZmCaller  *caller,
                       const json_t    *request,
                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_roster_set_pin (ZmSigner        *signer,
                           const ZmCaller  *caller,
                           const json_t    *request,
                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_roster_remove (ZmSigner        *signer,
                          const ZmCaller  *caller,
                          const json_t    *request,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
