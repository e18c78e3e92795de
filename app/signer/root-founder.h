#pragma once

#include "app/signer/ceremony-private.h"

G_BEGIN_DECLS

/* Makes a root, once for a media, and shows it. Checks "ceremony.exists", "passphrase.short",
 * "policy.…". */

json_t *zm_root_founder_create (ZmCeremony    *ceremony,
                                const json_t  *request,
                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_root_founder_show (ZmCeremony    *ceremony,
                              const json_t  *request,
                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
