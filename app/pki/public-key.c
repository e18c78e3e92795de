#include "app/pki/public-key.h"

#include "app/base/hex.h"
#include "app/pki/der.h"
#include "app/pki/openssl.h"
#include "app/pki/public-key-form.h"
#include "app/pki/public-key-rules.h"

#include <string.h>

#define SPKI_MAX    4096 /* bytes; RSA 3072 takes 422, and a refused key wants its name told */
#define RAW_ED25519 32   /* bytes */

struct _ZmPublicKey {
  gatomicrefcount  references;
  ZmKeyKind        kind;
  EVP_PKEY        *pkey;
  GBytes          *spki;
  guint8           sha256[ZM_SHA256_LENGTH];
  char            *hash;
};

static const char *const kind_names[] = {
  [ZM_KEY_EC_P256] = "EC P-256",
  [ZM_KEY_RSA_3072] = "RSA 3072",
  [ZM_KEY_ED25519] = "Ed25519",
};

static ZmPublicKey *
new_take_pkey (EVP_PKEY   *pkey,
               ZmKeyKind   kind,
               const void *der,
               gsize       length)
{
  ZmPublicKey *key = g_new0 (ZmPublicKey, 1);

  g_atomic_ref_count_init (&key->references);
  key->kind = kind;
  key->pkey = pkey;
  key->spki = g_bytes_new (der, length);
  zm_digest_sha256 (der, length, key->sha256);
  key->hash = zm_hex_encode (key->sha256, sizeof key->sha256);

  return key;
}

static X509_PUBKEY *
parse_spki (const void  *der,
            gsize        length,
            GError     **error)
{
  const unsigned char *data = der;
  X509_PUBKEY *spki = NULL;

  if (length <= SPKI_MAX && zm_der_is_strict (der, length))
    spki = d2i_X509_PUBKEY (NULL, &data, (long) length);
  if (spki == NULL)
    zm_openssl_take_error (error, ZM_ERROR_INVALID, "key.encoding",
                           "The public key is not a SubjectPublicKeyInfo in DER");

  return spki;
}

static gboolean
encodes_alike (EVP_PKEY   *pkey,
               const void *der,
               gsize       length)
{
  unsigned char *again = NULL;
  int again_length = i2d_PUBKEY (pkey, &again);
  gboolean alike = again_length > 0 && (gsize) again_length == length &&
                   memcmp (again, der, length) == 0;

  OPENSSL_free (again);

  return alike;
}

/* Any other form than the fixed ones: RSA, and whatever is to be refused by its name. */
static ZmPublicKey *
new_from_other (const void  *der,
                gsize        length,
                GError     **error)
{
  g_autoptr(X509_PUBKEY) spki = parse_spki (der, length, error);
  EVP_PKEY *pkey;
  ZmKeyKind kind;

  if (spki == NULL || !zm_public_key_rules_find_kind (spki, &kind, error) ||
      !zm_public_key_rules_check_strength (X509_PUBKEY_get0 (spki), kind, error))
    return NULL;

  pkey = X509_PUBKEY_get0 (spki);
  if (!encodes_alike (pkey, der, length))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "key.encoding", NULL, NULL,
                    "The public key is not encoded in the one form that DER allows");
      return NULL;
    }

  EVP_PKEY_up_ref (pkey);

  return new_take_pkey (pkey, kind, der, length);
}

ZmPublicKey *
zm_public_key_new_from_spki (const void  *der,
                             gsize        length,
                             GError     **error)
{
  g_autoptr(EVP_PKEY) pkey = NULL;
  ZmKeyKind kind;

  g_return_val_if_fail (der != NULL || length == 0, NULL);

  pkey = zm_public_key_form_read (der, length, &kind);
  if (pkey == NULL)
    return new_from_other (der, length, error);

  return zm_public_key_rules_check_strength (pkey, kind, error)
           ? new_take_pkey (g_steal_pointer (&pkey), kind, der, length)
           : NULL;
}

ZmPublicKey *
zm_public_key_new_ed25519 (const guint8   raw[32],
                           GError       **error)
{
  g_autoptr(EVP_PKEY) pkey = NULL;
  g_autoptr(GBytes) spki = NULL;

  g_return_val_if_fail (raw != NULL, NULL);

  pkey = EVP_PKEY_new_raw_public_key (EVP_PKEY_ED25519, NULL, raw, RAW_ED25519);
  if (pkey == NULL)
    {
      zm_openssl_take_error (error, ZM_ERROR_INVALID, "key.encoding",
                             "These bytes are not an Ed25519 public key");
      return NULL;
    }

  spki = zm_public_key_form_write (pkey);

  return new_take_pkey (g_steal_pointer (&pkey), ZM_KEY_ED25519, g_bytes_get_data (spki, NULL),
                        g_bytes_get_size (spki));
}

ZmPublicKey *
zm_public_key_ref (ZmPublicKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  g_atomic_ref_count_inc (&key->references);

  return key;
}

void
zm_public_key_unref (ZmPublicKey *key)
{
  if (key == NULL || !g_atomic_ref_count_dec (&key->references))
    return;

  EVP_PKEY_free (key->pkey);
  g_bytes_unref (key->spki);
  g_free (key->hash);
  g_free (key);
}

ZmKeyKind
zm_public_key_get_kind (ZmPublicKey *key)
{
  g_return_val_if_fail (key != NULL, ZM_KEY_EC_P256);

  return key->kind;
}

const char *
zm_public_key_get_name (ZmPublicKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return kind_names[key->kind];
}

GBytes *
zm_public_key_get_spki (ZmPublicKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return key->spki;
}

const guint8 *
zm_public_key_get_sha256 (ZmPublicKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return key->sha256;
}

const char *
zm_public_key_get_hash (ZmPublicKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return key->hash;
}

gboolean
zm_public_key_equal (ZmPublicKey *a,
                     ZmPublicKey *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return g_bytes_equal (a->spki, b->spki);
}

void
zm_public_key_get_raw (ZmPublicKey *key,
                       guint8       raw[32])
{
  gsize length = RAW_ED25519;

  g_return_if_fail (key != NULL);
  g_return_if_fail (key->kind == ZM_KEY_ED25519);

  if (EVP_PKEY_get_raw_public_key (key->pkey, raw, &length) != 1 || length != RAW_ED25519)
    zm_openssl_abort ("a raw public key");
}

/* OpenSSL takes an ECDSA signature only in DER, so that each has one spelling. */
gboolean
zm_public_key_verify (ZmPublicKey *key,
                      const void  *data,
                      gsize        length,
                      const void  *signature,
                      gsize        signature_length)
{
  g_autoptr(EVP_MD_CTX) context = EVP_MD_CTX_new ();
  const EVP_MD *md;
  gboolean verified;

  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (signature != NULL || signature_length == 0, FALSE);

  md = key->kind == ZM_KEY_ED25519 ? NULL : EVP_sha256 ();
  verified = EVP_DigestVerifyInit (context, NULL, md, NULL, key->pkey) == 1 &&
             EVP_DigestVerify (context, signature, signature_length,
                               data != NULL ? data : (const void *) "", length) == 1;
  ERR_clear_error ();

  return verified;
}

EVP_PKEY *
zm_public_key_peek_pkey (ZmPublicKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return key->pkey;
}
