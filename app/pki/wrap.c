#include "app/pki/wrap.h"

#include "app/pki/openssl.h"
#include "app/pki/random.h"

#include <string.h>

#define MAGIC          "ZMWRAP"
#define VERSION        1
#define VERSION_AT     6
#define KIND_AT        7
#define SALT_AT        8
#define SALT_LENGTH    ZM_SHA256_LENGTH
#define WRAPPED_AT     (SALT_AT + SALT_LENGTH)
#define WRAPPED_LENGTH (ZM_WRAP_KEY_LENGTH + 8)
#define POINT_AT       (WRAPPED_AT + WRAPPED_LENGTH)
#define POINT_LENGTH   65
#define EC_LENGTH      (POINT_AT + POINT_LENGTH)
#define RSA_LENGTH     POINT_AT

enum {
  KIND_EC = 1,
  KIND_RSA = 2,
};

G_STATIC_ASSERT (EC_LENGTH == ZM_WRAP_MAX);

/* What stands before the point in a SubjectPublicKeyInfo on P-256 (RFC 5480). */
static const guint8 spki_head[] = {
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
  0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
};

/* What is signed, or what the key of the wrapping is bound to. */
static GByteArray *
make_label (const char   *purpose,
            const char   *context,
            const guint8 *salt)
{
  GByteArray *label = g_byte_array_new ();

  g_byte_array_append (label, (const guint8 *) purpose, (guint) strlen (purpose) + 1);
  g_byte_array_append (label, (const guint8 *) context, (guint) strlen (context));
  if (salt != NULL)
    {
      g_byte_array_append (label, (const guint8 *) "", 1);
      g_byte_array_append (label, salt, SALT_LENGTH);
    }

  return label;
}

/* --- Secrets --- */

static ZmSecret *
agree_secret (ZmKey         *key,
              const guint8  *point,
              GError       **error)
{
  guint8 spki[sizeof spki_head + POINT_LENGTH];
  g_autoptr(ZmPublicKey) peer = NULL;

  memcpy (spki, spki_head, sizeof spki_head);
  memcpy (spki + sizeof spki_head, point, POINT_LENGTH);
  peer = zm_public_key_new_from_spki (spki, sizeof spki, NULL);
  if (peer == NULL)
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "wrap.format", NULL, "a point on the curve",
                    "The wrapped key was changed");
      return NULL;
    }

  return zm_key_agree (key, peer, error);
}

static ZmSecret *
sign_secret (ZmKey         *key,
             const char    *purpose,
             const char    *context,
             const guint8  *salt,
             GError       **error)
{
  g_autoptr(GByteArray) label = make_label (purpose, context, salt);
  GBytes *signature = zm_key_sign (key, label->data, label->len, error);
  ZmSecret *secret;
  gpointer data;
  gsize length;

  if (signature == NULL)
    return NULL;

  data = g_bytes_unref_to_data (signature, &length);
  secret = zm_secret_new_copy (data, length);
  OPENSSL_cleanse (data, length);
  g_free (data);

  return secret;
}

static ZmSecret *
make_secret (ZmKey         *key,
             const char    *purpose,
             const char    *context,
             const guint8  *wrap,
             GError       **error)
{
  return wrap[KIND_AT] == KIND_EC
           ? agree_secret (key, wrap + POINT_AT, error)
           : sign_secret (key, purpose, context, wrap + SALT_AT, error);
}

static ZmSecret *
derive_key (const ZmSecret *secret,
            const char     *purpose,
            const char     *context,
            const guint8   *wrap)
{
  g_autoptr(GByteArray) info = make_label (purpose, context, NULL);
  ZmSecret *key = zm_secret_new (ZM_WRAP_KEY_LENGTH);

  zm_digest_hkdf_sha256_salted (zm_secret_peek (secret), zm_secret_length (secret),
                                wrap + SALT_AT, info->data, info->len, zm_secret_bytes (key),
                                ZM_WRAP_KEY_LENGTH);
  return key;
}

/* FALSE, when opening, if what is wrapped is not what was closed. */
static gboolean
run_cipher (const ZmSecret *key,
            gboolean        closing,
            const guint8   *input,
            gsize           length,
            guint8         *output)
{
  g_autoptr(EVP_CIPHER_CTX) cipher = EVP_CIPHER_CTX_new ();
  int written = 0;

  if (cipher == NULL)
    zm_openssl_abort ("AES-256 key wrap");

  EVP_CIPHER_CTX_set_flags (cipher, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  if (EVP_CipherInit_ex (cipher, EVP_aes_256_wrap (), NULL, zm_secret_peek (key), NULL,
                         closing) != 1)
    zm_openssl_abort ("AES-256 key wrap");

  if (EVP_CipherUpdate (cipher, output, &written, input, (int) length) != 1)
    {
      ERR_clear_error ();
      return FALSE;
    }

  return written == (closing ? WRAPPED_LENGTH : ZM_WRAP_KEY_LENGTH);
}

/* --- Closing --- */

static gboolean
write_point (guint8  *point,
             GError **error)
{
  g_autoptr(ZmKey) ephemeral = zm_key_generate (ZM_KEY_EC_P256, error);
  const guint8 *spki;
  gsize length;

  if (ephemeral == NULL)
    return FALSE;

  spki = g_bytes_get_data (zm_public_key_get_spki (zm_key_get_public (ephemeral)), &length);
  g_assert (length == sizeof spki_head + POINT_LENGTH);
  memcpy (point, spki + sizeof spki_head, POINT_LENGTH);
  return TRUE;
}

GBytes *
zm_wrap_close (ZmKey           *key,
               const char      *purpose,
               const char      *context,
               const ZmSecret  *data_key,
               GError         **error)
{
  g_autoptr(ZmSecret) secret = NULL;
  g_autoptr(ZmSecret) wrapping = NULL;
  guint8 wrap[ZM_WRAP_MAX] = MAGIC;
  gboolean is_ec;

  g_return_val_if_fail (key != NULL && purpose != NULL && context != NULL, NULL);
  g_return_val_if_fail (zm_secret_length (data_key) == ZM_WRAP_KEY_LENGTH, NULL);

  is_ec = zm_public_key_get_kind (zm_key_get_public (key)) == ZM_KEY_EC_P256;
  wrap[VERSION_AT] = VERSION;
  wrap[KIND_AT] = is_ec ? KIND_EC : KIND_RSA;
  zm_random_bytes (wrap + SALT_AT, SALT_LENGTH);
  if (is_ec && !write_point (wrap + POINT_AT, error))
    return NULL;

  secret = make_secret (key, purpose, context, wrap, error);
  if (secret == NULL)
    return NULL;
  wrapping = derive_key (secret, purpose, context, wrap);
  if (!run_cipher (wrapping, TRUE, zm_secret_peek (data_key), ZM_WRAP_KEY_LENGTH,
                   wrap + WRAPPED_AT))
    zm_openssl_abort ("AES-256 key wrap");

  return g_bytes_new (wrap, is_ec ? EC_LENGTH : RSA_LENGTH);
}

/* --- Opening --- */

static gboolean
check_format (ZmKey         *key,
              const guint8  *wrap,
              gsize          length,
              GError       **error)
{
  gboolean is_ec = zm_public_key_get_kind (zm_key_get_public (key)) == ZM_KEY_EC_P256;

  if (length == (is_ec ? EC_LENGTH : RSA_LENGTH) &&
      memcmp (wrap, MAGIC, strlen (MAGIC)) == 0 && wrap[VERSION_AT] == VERSION &&
      wrap[KIND_AT] == (is_ec ? KIND_EC : KIND_RSA))
    return TRUE;

  zm_error_set (error, ZM_ERROR_CORRUPT, "wrap.format", NULL,
                "a key that was wrapped for a key of this kind",
                "The wrapped key is not of a form that this program knows");
  return FALSE;
}

ZmSecret *
zm_wrap_open (ZmKey       *key,
              const char  *purpose,
              const char  *context,
              GBytes      *wrap,
              GError     **error)
{
  g_autoptr(ZmSecret) secret = NULL;
  g_autoptr(ZmSecret) wrapping = NULL;
  g_autoptr(ZmSecret) data_key = zm_secret_new (ZM_WRAP_KEY_LENGTH);
  const guint8 *data;
  gsize length;

  g_return_val_if_fail (key != NULL && purpose != NULL && context != NULL, NULL);
  g_return_val_if_fail (wrap != NULL, NULL);

  data = g_bytes_get_data (wrap, &length);
  if (!check_format (key, data, length, error))
    return NULL;
  secret = make_secret (key, purpose, context, data, error);
  if (secret == NULL)
    return NULL;

  wrapping = derive_key (secret, purpose, context, data);
  if (run_cipher (wrapping, FALSE, data + WRAPPED_AT, WRAPPED_LENGTH,
                  zm_secret_bytes (data_key)))
    return g_steal_pointer (&data_key);

  zm_error_set (error, ZM_ERROR_DENIED, "wrap.key", NULL, NULL,
                "The wrapped key was changed, or was wrapped for another key");
  return NULL;
}
