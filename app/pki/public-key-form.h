#pragma once

#include "app/pki/openssl.h"

G_BEGIN_DECLS

/* Inside app/pki only: SubjectPublicKeyInfo of the kinds that have one form each, of fixed bytes and
 * a fixed number of them for the key. OpenSSL 3's decoders and encoders come to the same, but look
 * through everything that they could read or write for each key: most of the time that a
 * provisioning took in each program. */

/* The key in the form of EC P-256 (RFC 5480 section 2, the point uncompressed) or of Ed25519
 * (RFC 8410 section 4). NULL, and no error, for every other form, and for a point that is not on
 * the curve. */
EVP_PKEY *zm_public_key_form_read  (const void *der,
                                    gsize       length,
                                    ZmKeyKind  *kind) G_GNUC_WARN_UNUSED_RESULT;
/* SubjectPublicKeyInfo of a key of any kind. */
GBytes   *zm_public_key_form_write (EVP_PKEY   *pkey) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
