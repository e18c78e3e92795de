#pragma once

#include "app/pki/certificate.h"
#include "app/pki/crl.h"

G_BEGIN_DECLS

#define ZM_CHAIN_MAX 4 /* a leaf and up to three CAs below the root */

typedef enum {
  ZM_PURPOSE_CLIENT, /* EKU clientAuth */
  ZM_PURPOSE_SERVER, /* EKU serverAuth */
  ZM_PURPOSE_SIGN,   /* EKU documentSigning, RFC 9336 */
  ZM_PURPOSE_CA,     /* the leaf is itself a CA */
} ZmPurpose;

/* Verifies chain[0] (leaf) … chain[count - 1] (last CA below the root), in exactly that order, to
 * root and nothing else, as of now (RFC 5280 section 6, X509_V_FLAG_X509_STRICT). The leaf must
 * have an extended key usage with the purpose; a CA that has one must allow it too. With crls
 * (elements ZmCrl, may be NULL to leave revocation out) every certificate below the root must be
 * covered by a current CRL of its issuer. Checks, all ZM_ERROR_REFUSED:
 *
 *   "chain.incomplete"    it does not lead to the root (a CA is missing, or it is another's)
 *   "chain.order"         it does, but not by these certificates in this order
 *   "chain.signature"     "chain.expired"       "chain.not-yet-valid"     "chain.purpose"
 *   "chain.constraint"    a name or path length that a CA does not permit, or an issuer that is
 *                         no CA
 *   "chain.revoked"       "chain.crl-missing"
 *   "chain.crl-expired"   or not yet valid
 *   "chain.invalid"       everything else (weak algorithm, unknown critical extension, …) */
gboolean zm_chain_verify (ZmCertificate *const  *chain,
                          gsize                  count,
                          ZmCertificate         *root,
                          GPtrArray             *crls,
                          ZmPurpose              purpose,
                          ZmInstant              now,
                          GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
