#pragma once

#include "app/pki/certificate.h"
#include "app/pki/crl.h"

G_BEGIN_DECLS

typedef enum {
  ZM_PURPOSE_CLIENT, /* EKU clientAuth */
  ZM_PURPOSE_SERVER, /* EKU serverAuth */
  ZM_PURPOSE_SIGN,   /* EKU documentSigning, RFC 9336 */
  ZM_PURPOSE_CA,     /* the leaf is itself a CA */
} ZmPurpose;

/* Verifies chain[0] (leaf) … chain[count - 1] (last CA below the root), in exactly that order, to
 * root and nothing else, as of now (RFC 5280 section 6, X509_V_FLAG_X509_STRICT). With crls
 * (elements ZmCrl, may be NULL to leave revocation out) every certificate below the root must be
 * covered by a current CRL of its issuer. Checks: "chain.incomplete", "chain.signature",
 * "chain.expired", "chain.not-yet-valid", "chain.purpose", "chain.constraint" (name, path
 * length), "chain.revoked", "chain.crl-missing", "chain.crl-expired", "chain.order",
 * "chain.invalid" (everything else). */
gboolean zm_chain_verify (ZmCertificate *const  *chain,
                          gsize                  count,
                          ZmCertificate         *root,
                          GPtrArray             *crls,
                          ZmPurpose              purpose,
                          ZmInstant              now,
                          GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
