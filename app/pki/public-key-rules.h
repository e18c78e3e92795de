#pragma once

#include "app/pki/openssl.h"

G_BEGIN_DECLS

/* Inside app/pki only: which public keys are good enough, and what the others are called. */

/* Sets check "key.type". */
gboolean zm_public_key_rules_find_kind      (X509_PUBKEY  *spki,
                                             ZmKeyKind    *kind,
                                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* For a key of one of our kinds. Sets check "key.weak". */
gboolean zm_public_key_rules_check_strength (EVP_PKEY     *pkey,
                                             ZmKeyKind     kind,
                                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
