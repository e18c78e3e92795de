#pragma once

#include "app/base/secret.h"

G_BEGIN_DECLS

/* Encryption of a small secret file under a passphrase: scrypt (RFC 7914, N = 2^16, r = 8,
 * p = 1) and AES-256-GCM (SP 800-38D). File format, whose header is authenticated too:
 *
 *   "ZMSEAL" | u8 version = 1 | u8 log2 N | u8 r | u8 p | salt 16 | nonce 12 | ciphertext | tag 16 */
#define ZM_SEAL_PLAIN_MAX (512 * 1024) /* bytes */

/* Sets check "seal.size". */
GBytes   *zm_seal_close (const ZmSecret  *plain,
                         const ZmSecret  *passphrase,
                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Wrong passphrase or damaged file: ZM_ERROR_DENIED, check "seal.passphrase" (they cannot be told
 * apart); not such a file, or a cost beyond the limit: ZM_ERROR_CORRUPT, check "seal.format". */
ZmSecret *zm_seal_open  (const void      *sealed,
                         gsize            length,
                         const ZmSecret  *passphrase,
                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* A PIN's verifier: HMAC-SHA256 with pepper over scrypt(PIN, salt; N = 2^14, r = 8, p = 1). */
#define ZM_SEAL_SALT_LENGTH     16 /* bytes */
#define ZM_SEAL_VERIFIER_LENGTH 32
void      zm_seal_pin   (const ZmSecret  *pin,
                         const guint8     salt[ZM_SEAL_SALT_LENGTH],
                         const ZmSecret  *pepper,
                         guint8           verifier[ZM_SEAL_VERIFIER_LENGTH]);

G_END_DECLS
