#pragma once

#include "app/signer/ceremony-private.h"

G_BEGIN_DECLS

/* The root's CRL. Checks "ceremony.revoked" for an element without sense, "ceremony.serial" for one
 * that is not of this root. */

json_t *zm_root_revoker_issue_crl (ZmCeremony    *ceremony,
                                   const json_t  *request,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
