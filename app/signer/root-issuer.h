#pragma once

#include "app/signer/ceremony-private.h"

G_BEGIN_DECLS

/* Certificates by the root. Checks "csr.…", "ceremony.name", "ceremony.server", "profile.…",
 * "file.exists". */

json_t *zm_root_issuer_sign_intermediate (ZmCeremony    *ceremony,
                                          const json_t  *request,
                                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_root_issuer_sign_station (ZmCeremony    *ceremony,
                                     const json_t  *request,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_root_issuer_sign_server (ZmCeremony    *ceremony,
                                    const json_t  *request,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
