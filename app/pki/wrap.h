#pragma once

#include "app/pki/key.h"

G_BEGIN_DECLS

/* A data key that only the holder of a private key can open, by nothing but what a key that
 * cannot be read can still do: agree (EC) or sign (RSA). A wrap is these bytes:
 *
 *   "ZMWRAP" | u8 version = 1 | u8 kind | salt 32 | wrapped key 40 | EC: point 65
 *
 * kind 1, EC P-256: the secret is the ECDH of the key with an ephemeral one, whose uncompressed
 * point (SEC 1 section 2.3.3) stands at the end and whose private half is forgotten.
 * kind 2, RSA 3072: the secret is the key's signature (RSASSA-PKCS1-v1_5, RFC 8017 section 8.2,
 * SHA-256; the same at every time) over `purpose` 00 context 00 salt. It is never shown to
 * anybody. Nor can somebody else have it made: what this program signs for others begins with
 * another word and 00 (possession), with 30 (a request, in DER), or is of TLS: with 01, the
 * ClientHello, in TLS 1.2, and with 20, the 64 spaces, in TLS 1.3, which has no such RSA
 * signatures anyway.
 *
 * Key of the wrapping: HKDF-SHA256 (secret, salt, info = `purpose` 00 context). Wrapping:
 * AES-256 key wrap (RFC 3394), made for keys, without a nonce, and known to the openssl program.
 * Purpose is a word of the caller's that no other caller has; context says whose key it is. */

#define ZM_WRAP_KEY_LENGTH 32                       /* bytes of the data key */
#define ZM_WRAP_MAX        (6 + 2 + 32 + 40 + 65)   /* bytes */

GBytes   *zm_wrap_close (ZmKey           *key,
                         const char      *purpose,
                         const char      *context,
                         const ZmSecret  *data_key,
                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Not a wrap for a key of this kind: ZM_ERROR_CORRUPT, check "wrap.format". Another key, purpose
 * or context, or changed bytes: ZM_ERROR_DENIED, check "wrap.key". */
ZmSecret *zm_wrap_open  (ZmKey           *key,
                         const char      *purpose,
                         const char      *context,
                         GBytes          *wrap,
                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
