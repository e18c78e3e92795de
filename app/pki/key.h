#pragma once

#include "app/base/secret.h"
#include "app/pki/public-key.h"

G_BEGIN_DECLS

/* A private key. Its bytes leave only as a ZmSecret or encrypted; it has no property that shows
 * them. */
typedef struct _ZmKey ZmKey;

ZmKey       *zm_key_generate          (ZmKeyKind         kind,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;
ZmKey       *zm_key_ref               (ZmKey            *key);
void         zm_key_unref             (ZmKey            *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmKey, zm_key_unref)

/* PKCS#8 (RFC 5958) DER in the clear. Sets check "key.encoding", "key.pair" (the public part is
 * another key's) or those of zm_public_key_new_from_spki(). */
ZmKey       *zm_key_new_from_pkcs8    (const ZmSecret   *der,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;
ZmSecret    *zm_key_to_pkcs8          (ZmKey            *key);
/* PEM "ENCRYPTED PRIVATE KEY": PBES2 with scrypt (RFC 7914) and AES-256-CBC, which `openssl pkey`
 * reads; PBKDF2 is read too. A wrong passphrase is ZM_ERROR_DENIED with check "key.passphrase",
 * any other form or an unbearable cost is "key.pem". */
ZmKey       *zm_key_new_from_pem      (const char       *pem,
                                       gsize             length,
                                       const ZmSecret   *passphrase,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;
char        *zm_key_to_pem            (ZmKey            *key,
                                       const ZmSecret   *passphrase,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* PEM "PRIVATE KEY" in the clear, for files of mode 0600: a server that starts unattended, the
 * device, the canary. The passphrase argument of the reader above may be NULL for it. */
ZmSecret    *zm_key_to_plain_pem      (ZmKey            *key);

/* Owned by the key. */
ZmPublicKey *zm_key_get_public        (ZmKey            *key);
/* SHA-256 with ECDSA in DER, SHA-256 with RSA PKCS#1 v1.5, or Ed25519, as the kind says. */
GBytes      *zm_key_sign              (ZmKey            *key,
                                       const void       *data,
                                       gsize             length,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;
#define ZM_KEY_SHARED_LENGTH 32 /* bytes */
/* ECDH (SP 800-56A section 5.7.1.2) of two keys on P-256: what both sides come to.
 * Like signing, a device may do it with a key whose bytes cannot be read. */
ZmSecret    *zm_key_agree             (ZmKey            *key,
                                       ZmPublicKey      *peer,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
