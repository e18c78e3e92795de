#pragma once

#include "app/base/secret.h"

G_BEGIN_DECLS

/* Encryption of a small secret file under a passphrase: scrypt (RFC 7914, N = 2^16, r = 8,
 * p = 1) and AES-256-GCM (SP 800-38D). The header (magic, version, cost, salt, nonce) is
 * authenticated too. */
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
#define ZM_SEAL_SALT_LENGTH 16
void      zm_seal_pin   (const ZmSecret  *pin,
                         const guint8     salt[ZM_SEAL_SALT_LENGTH],
                         const ZmSecret  *pepper,
                         guint8           verifier[32]);

G_END_DECLS
