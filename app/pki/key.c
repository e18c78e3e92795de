#include "app/pki/key.h"

#include "app/pki/openssl.h"
#include "app/pki/public-key-form.h"

#include <openssl/ec.h>
#include <openssl/rsa.h>

struct _ZmKey {
  gatomicrefcount  references;
  EVP_PKEY        *pkey;
  ZmPublicKey     *public_key;
};

static ZmKey *
new_take_pkey (EVP_PKEY  *pkey,
               GError   **error)
{
  g_autoptr(EVP_PKEY) owned = pkey;
  g_autoptr(GBytes) spki = zm_public_key_form_write (pkey);
  ZmPublicKey *public_key;
  ZmKey *key;

  public_key = zm_public_key_new_from_spki (g_bytes_get_data (spki, NULL),
                                            g_bytes_get_size (spki), error);
  if (public_key == NULL)
    return NULL;

  key = g_new0 (ZmKey, 1);
  g_atomic_ref_count_init (&key->references);
  key->pkey = g_steal_pointer (&owned);
  key->public_key = public_key;

  return key;
}

static EVP_PKEY *
generate_pkey (ZmKeyKind kind)
{
  switch (kind)
    {
    case ZM_KEY_EC_P256:
      return EVP_EC_gen ("P-256");
    case ZM_KEY_RSA_3072:
      return EVP_RSA_gen (3072);
    case ZM_KEY_ED25519:
      return EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
    default:
      g_return_val_if_reached (NULL);
    }
}

ZmKey *
zm_key_generate (ZmKeyKind   kind,
                 GError    **error)
{
  EVP_PKEY *pkey = generate_pkey (kind);

  if (pkey == NULL)
    {
      zm_openssl_take_error (error, ZM_ERROR_INTERNAL, "key.generate", "No key could be made");
      return NULL;
    }

  return new_take_pkey (pkey, error);
}

ZmKey *
zm_key_ref (ZmKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  g_atomic_ref_count_inc (&key->references);

  return key;
}

void
zm_key_unref (ZmKey *key)
{
  if (key == NULL || !g_atomic_ref_count_dec (&key->references))
    return;

  /* OpenSSL cleanses private numbers when it frees them. */
  EVP_PKEY_free (key->pkey);
  zm_public_key_unref (key->public_key);
  g_free (key);
}

/* A file may hold a private number and another key's public one. */
static gboolean
is_pair (EVP_PKEY *pkey)
{
  g_autoptr(EVP_PKEY_CTX) context = EVP_PKEY_CTX_new (pkey, NULL);

  return EVP_PKEY_pairwise_check (context) == 1;
}

ZmKey *
zm_key_new_from_info (PKCS8_PRIV_KEY_INFO  *info,
                      GError              **error)
{
  g_autoptr(ZmKey) key = NULL;
  EVP_PKEY *pkey;

  g_return_val_if_fail (info != NULL, NULL);

  pkey = EVP_PKCS82PKEY (info);
  if (pkey == NULL)
    {
      zm_openssl_take_error (error, ZM_ERROR_INVALID, "key.encoding",
                             "The private key cannot be read");
      return NULL;
    }

  key = new_take_pkey (pkey, error);
  if (key != NULL && !is_pair (key->pkey))
    {
      zm_openssl_take_error (error, ZM_ERROR_INVALID, "key.pair",
                             "The private and the public part do not belong together");
      return NULL;
    }

  return g_steal_pointer (&key);
}

ZmKey *
zm_key_new_from_pkcs8 (const ZmSecret  *der,
                       GError         **error)
{
  g_autoptr(PKCS8_PRIV_KEY_INFO) info = NULL;
  const unsigned char *data;
  const unsigned char *end;

  g_return_val_if_fail (der != NULL, NULL);

  data = zm_secret_peek (der);
  end = data + zm_secret_length (der);
  info = d2i_PKCS8_PRIV_KEY_INFO (NULL, &data, (long) zm_secret_length (der));
  if (info == NULL || data != end)
    {
      zm_openssl_take_error (error, ZM_ERROR_INVALID, "key.encoding",
                             "The private key is not PKCS#8 in DER");
      return NULL;
    }

  return zm_key_new_from_info (info, error);
}

ZmSecret *
zm_key_to_pkcs8 (ZmKey *key)
{
  g_autoptr(PKCS8_PRIV_KEY_INFO) info = NULL;
  unsigned char *out;
  ZmSecret *der;
  int length;

  g_return_val_if_fail (key != NULL, NULL);

  info = EVP_PKEY2PKCS8 (key->pkey);
  length = info != NULL ? i2d_PKCS8_PRIV_KEY_INFO (info, NULL) : -1;
  if (length <= 0)
    zm_openssl_abort ("PKCS#8");

  der = zm_secret_new ((gsize) length);
  out = zm_secret_bytes (der);
  i2d_PKCS8_PRIV_KEY_INFO (info, &out);

  return der;
}

ZmPublicKey *
zm_key_get_public (ZmKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return key->public_key;
}

GBytes *
zm_key_sign (ZmKey       *key,
             const void  *data,
             gsize        length,
             GError     **error)
{
  g_autoptr(EVP_MD_CTX) context = EVP_MD_CTX_new ();
  g_autofree guint8 *signature = NULL;
  gsize signature_length;
  const EVP_MD *md;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (data != NULL || length == 0, NULL);

  md = zm_public_key_get_kind (key->public_key) == ZM_KEY_ED25519 ? NULL : EVP_sha256 ();
  signature_length = (gsize) EVP_PKEY_get_size (key->pkey);
  signature = g_malloc (signature_length);
  if (EVP_DigestSignInit (context, NULL, md, NULL, key->pkey) != 1 ||
      EVP_DigestSign (context, signature, &signature_length,
                      data != NULL ? data : (const void *) "", length) != 1)
    {
      zm_openssl_take_error (error, ZM_ERROR_INTERNAL, "key.sign", "The key could not sign");
      return NULL;
    }

  /* Not a copy: to some callers a signature is a secret. */
  return g_bytes_new_take (g_steal_pointer (&signature), signature_length);
}

static EVP_PKEY_CTX *
start_agreement (ZmKey    *key,
                 EVP_PKEY *peer)
{
  g_autoptr(EVP_PKEY_CTX) context = EVP_PKEY_CTX_new (key->pkey, NULL);

  if (context == NULL || EVP_PKEY_derive_init (context) != 1 ||
      EVP_PKEY_derive_set_peer (context, peer) != 1)
    return NULL;

  return g_steal_pointer (&context);
}

ZmSecret *
zm_key_agree (ZmKey        *key,
              ZmPublicKey  *peer,
              GError      **error)
{
  g_autoptr(EVP_PKEY_CTX) context = NULL;
  g_autoptr(ZmSecret) shared = zm_secret_new (ZM_KEY_SHARED_LENGTH);
  gsize length = ZM_KEY_SHARED_LENGTH;

  g_return_val_if_fail (key != NULL && peer != NULL, NULL);
  g_return_val_if_fail (zm_public_key_get_kind (key->public_key) == ZM_KEY_EC_P256, NULL);
  g_return_val_if_fail (zm_public_key_get_kind (peer) == ZM_KEY_EC_P256, NULL);

  context = start_agreement (key, zm_public_key_peek_pkey (peer));
  if (context == NULL ||
      EVP_PKEY_derive (context, zm_secret_bytes (shared), &length) != 1 ||
      length != ZM_KEY_SHARED_LENGTH)
    {
      zm_openssl_take_error (error, ZM_ERROR_INTERNAL, "key.agree", "The key could not agree");
      return NULL;
    }

  return g_steal_pointer (&shared);
}

EVP_PKEY *
zm_key_peek_pkey (ZmKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return key->pkey;
}
