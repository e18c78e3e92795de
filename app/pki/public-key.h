#pragma once

#include "app/pki/digest.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  ZM_KEY_EC_P256,  /* named curve, uncompressed point */
  ZM_KEY_RSA_3072, /* e = 65537 */
  ZM_KEY_ED25519,  /* checkpoints only, never in a certificate of ours */
} ZmKeyKind;

/* An immutable SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) of one of the kinds above. */
typedef struct _ZmPublicKey ZmPublicKey;

/* Refuses every other kind by name, check "key.type"; seen is e.g. "EC P-384", "RSA 2048",
 * "RSA 3072, e = 3", "EC P-256 with explicit parameters". Strict DER: the encoding made again
 * must be the same, or check "key.encoding". A point that is not on the curve and a modulus that
 * is known to be weak (small factor, prime, ROCA) are check "key.weak". */
ZmPublicKey  *zm_public_key_new_from_spki (const void    *der,
                                           gsize          length,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* The 32 bytes of an Ed25519 key (RFC 8032). */
ZmPublicKey  *zm_public_key_new_ed25519   (const guint8   raw[32],
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
ZmPublicKey  *zm_public_key_ref           (ZmPublicKey   *key);
void          zm_public_key_unref         (ZmPublicKey   *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmPublicKey, zm_public_key_unref)

ZmKeyKind     zm_public_key_get_kind      (ZmPublicKey   *key);
/* "EC P-256", "RSA 3072", "Ed25519" */
const char   *zm_public_key_get_name      (ZmPublicKey   *key);
GBytes       *zm_public_key_get_spki      (ZmPublicKey   *key);
const guint8 *zm_public_key_get_sha256    (ZmPublicKey   *key); /* of the SPKI DER, 32 bytes */
const char   *zm_public_key_get_hash      (ZmPublicKey   *key); /* the same in lower-case hex */
gboolean      zm_public_key_equal         (ZmPublicKey   *a,
                                           ZmPublicKey   *b);
/* Ed25519 only. */
void          zm_public_key_get_raw       (ZmPublicKey   *key,
                                           guint8         raw[32]);
/* As zm_key_sign() signs. */
gboolean      zm_public_key_verify        (ZmPublicKey   *key,
                                           const void    *data,
                                           gsize          length,
                                           const void    *signature,
                                           gsize          signature_length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
