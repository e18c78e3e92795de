#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FIPS 180-4 SHA-256 and what is built on it. */

#define ZM_SHA256_LENGTH 32 /* bytes */

void      zm_digest_sha256       (const void   *data,
                                  gsize         length,
                                  guint8        digest[ZM_SHA256_LENGTH]);
/* Lower-case hex of the same. */
char     *zm_digest_sha256_hex   (const void   *data,
                                  gsize         length);
/* RFC 2104. */
void      zm_digest_hmac_sha256  (const void   *key,
                                  gsize         key_length,
                                  const void   *data,
                                  gsize         length,
                                  guint8        mac[ZM_SHA256_LENGTH]);
/* RFC 5869 with an empty salt; output_length ≤ 255 × 32. */
void      zm_digest_hkdf_sha256  (const void   *key,
                                  gsize         key_length,
                                  const void   *info,
                                  gsize         info_length,
                                  guint8       *output,
                                  gsize         output_length);
/* RFC 5869 with a salt of 32 bytes. */
void      zm_digest_hkdf_sha256_salted (const void   *key,
                                        gsize         key_length,
                                        const guint8  salt[ZM_SHA256_LENGTH],
                                        const void   *info,
                                        gsize         info_length,
                                        guint8       *output,
                                        gsize         output_length);
/* In time that does not depend on where the bytes differ. */
gboolean  zm_digest_equal        (const void   *a,
                                  const void   *b,
                                  gsize         length);

G_END_DECLS
