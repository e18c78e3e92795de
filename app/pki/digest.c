#include "app/pki/digest.h"

#include "app/base/hex.h"
#include "app/pki/openssl.h"

#include <openssl/hmac.h>

/* Fetched and made once: both cost as much as the digest of a short text. */
static EVP_MD_CTX *
get_context (void)
{
  static GPrivate contexts = G_PRIVATE_INIT ((GDestroyNotify) EVP_MD_CTX_free);
  EVP_MD_CTX *context = g_private_get (&contexts);
  g_autoptr(EVP_MD) sha256 = NULL;

  if (context != NULL)
    return context;

  context = EVP_MD_CTX_new ();
  sha256 = EVP_MD_fetch (NULL, "SHA256", NULL);
  if (context == NULL || EVP_DigestInit_ex2 (context, sha256, NULL) != 1)
    zm_openssl_abort ("SHA-256");
  g_private_set (&contexts, context);

  return context;
}

void
zm_digest_sha256 (const void *data,
                  gsize       length,
                  guint8      digest[ZM_SHA256_LENGTH])
{
  EVP_MD_CTX *context;

  g_return_if_fail (data != NULL || length == 0);

  context = get_context ();
  if (EVP_DigestInit_ex2 (context, NULL, NULL) != 1 ||
      EVP_DigestUpdate (context, data != NULL ? data : "", length) != 1 ||
      EVP_DigestFinal_ex (context, digest, NULL) != 1)
    zm_openssl_abort ("SHA-256");
}

char *
zm_digest_sha256_hex (const void *data,
                      gsize       length)
{
  guint8 digest[ZM_SHA256_LENGTH];

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  zm_digest_sha256 (data, length, digest);

  return zm_hex_encode (digest, sizeof digest);
}

void
zm_digest_hmac_sha256 (const void *key,
                       gsize       key_length,
                       const void *data,
                       gsize       length,
                       guint8      mac[ZM_SHA256_LENGTH])
{
  g_return_if_fail (key != NULL || key_length == 0);
  g_return_if_fail (key_length <= G_MAXINT);
  g_return_if_fail (data != NULL || length == 0);

  /* OpenSSL takes a NULL key for "the key of last time". */
  if (HMAC (EVP_sha256 (), key != NULL ? key : "", (int) key_length, data != NULL ? data : "",
            length, mac, NULL) == NULL)
    zm_openssl_abort ("HMAC");
}

void
zm_digest_hkdf_sha256_salted (const void   *key,
                              gsize         key_length,
                              const guint8  salt[ZM_SHA256_LENGTH],
                              const void   *info,
                              gsize         info_length,
                              guint8       *output,
                              gsize         output_length)
{
  g_autoptr(EVP_KDF) kdf = EVP_KDF_fetch (NULL, "HKDF", NULL);
  g_autoptr(EVP_KDF_CTX) context = EVP_KDF_CTX_new (kdf);
  char digest[] = "SHA256";
  OSSL_PARAM params[] = {
    OSSL_PARAM_utf8_string (OSSL_KDF_PARAM_DIGEST, digest, sizeof digest - 1),
    OSSL_PARAM_octet_string (OSSL_KDF_PARAM_KEY, (void *) key, key_length),
    OSSL_PARAM_octet_string (OSSL_KDF_PARAM_SALT, (void *) salt, ZM_SHA256_LENGTH),
    OSSL_PARAM_octet_string (OSSL_KDF_PARAM_INFO, (void *) info, info_length),
    OSSL_PARAM_END,
  };

  g_return_if_fail (key != NULL && key_length > 0);
  g_return_if_fail (info != NULL || info_length == 0);
  g_return_if_fail (output_length > 0 && output_length <= 255 * ZM_SHA256_LENGTH);

  if (info_length == 0)
    params[3] = OSSL_PARAM_construct_end ();
  if (context == NULL || EVP_KDF_derive (context, output, output_length, params) != 1)
    zm_openssl_abort ("HKDF");
}

/* An absent salt is one of 32 zero bytes (RFC 5869 section 2.2). */
void
zm_digest_hkdf_sha256 (const void *key,
                       gsize       key_length,
                       const void *info,
                       gsize       info_length,
                       guint8     *output,
                       gsize       output_length)
{
  static const guint8 no_salt[ZM_SHA256_LENGTH] = { 0 };

  zm_digest_hkdf_sha256_salted (key, key_length, no_salt, info, info_length, output,
                                output_length);
}

gboolean
zm_digest_equal (const void *a,
                 const void *b,
                 gsize       length)
{
  g_return_val_if_fail (length == 0 || (a != NULL && b != NULL), FALSE);

  return length == 0 || CRYPTO_memcmp (a, b, length) == 0;
}
