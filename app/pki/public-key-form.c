#include "app/pki/public-key-form.h"

#include <string.h>

#define EC_PREFIX     26 /* bytes */
#define EC_POINT      65
#define RAW_PREFIX    12
#define RAW_KEY       32
#define LONGEST       (EC_PREFIX + EC_POINT)
#define UNCOMPRESSED  0x04 /* SEC 1 section 2.3.3 */

/* SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING of 65 bytes */
static const guint8 ec_prefix[EC_PREFIX] = {
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
  0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
};

/* SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING of 32 bytes */
static const guint8 raw_prefix[RAW_PREFIX] = {
  0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
};

static gboolean
has_form (const guint8 *der,
          gsize         length,
          const guint8 *prefix,
          gsize         prefix_length,
          gsize         key_length)
{
  return length == prefix_length + key_length && memcmp (der, prefix, prefix_length) == 0;
}

static EVP_PKEY *
read_point (const guint8 point[EC_POINT])
{
  g_autoptr(EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_from_name (NULL, "EC", NULL);
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_construct_utf8_string (OSSL_PKEY_PARAM_GROUP_NAME, (char *) SN_X9_62_prime256v1, 0),
    OSSL_PARAM_construct_octet_string (OSSL_PKEY_PARAM_PUB_KEY, (void *) point, EC_POINT),
    OSSL_PARAM_construct_end (),
  };
  EVP_PKEY *pkey = NULL;

  if (context == NULL || EVP_PKEY_fromdata_init (context) != 1 ||
      EVP_PKEY_fromdata (context, &pkey, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
    ERR_clear_error ();

  return pkey;
}

EVP_PKEY *
zm_public_key_form_read (const void *der,
                         gsize       length,
                         ZmKeyKind  *kind)
{
  const guint8 *bytes = der;

  if (has_form (bytes, length, ec_prefix, EC_PREFIX, EC_POINT) &&
      bytes[EC_PREFIX] == UNCOMPRESSED)
    {
      *kind = ZM_KEY_EC_P256;
      return read_point (bytes + EC_PREFIX);
    }
  if (has_form (bytes, length, raw_prefix, RAW_PREFIX, RAW_KEY))
    {
      *kind = ZM_KEY_ED25519;
      return EVP_PKEY_new_raw_public_key (EVP_PKEY_ED25519, NULL, bytes + RAW_PREFIX, RAW_KEY);
    }

  return NULL;
}

static GBytes *
join (const guint8 *prefix,
      gsize         prefix_length,
      const guint8 *key,
      gsize         key_length)
{
  guint8 form[LONGEST];

  memcpy (form, prefix, prefix_length);
  memcpy (form + prefix_length, key, key_length);
  return g_bytes_new (form, prefix_length + key_length);
}

static gboolean
is_p256 (EVP_PKEY *pkey)
{
  char group[sizeof SN_X9_62_prime256v1];

  return EVP_PKEY_is_a (pkey, "EC") &&
         EVP_PKEY_get_group_name (pkey, group, sizeof group, NULL) == 1 &&
         strcmp (group, SN_X9_62_prime256v1) == 0;
}

/* NULL where the key is of no fixed form. */
static GBytes *
write_fixed (EVP_PKEY *pkey)
{
  guint8 key[EC_POINT];
  size_t length = sizeof key;

  if (EVP_PKEY_is_a (pkey, "ED25519"))
    return EVP_PKEY_get_raw_public_key (pkey, key, &length) == 1 && length == RAW_KEY
             ? join (raw_prefix, RAW_PREFIX, key, RAW_KEY)
             : NULL;

  return is_p256 (pkey) &&
         EVP_PKEY_get_octet_string_param (pkey, OSSL_PKEY_PARAM_PUB_KEY, key, sizeof key,
                                          &length) == 1 &&
         length == EC_POINT && key[0] == UNCOMPRESSED
           ? join (ec_prefix, EC_PREFIX, key, EC_POINT)
           : NULL;
}

GBytes *
zm_public_key_form_write (EVP_PKEY *pkey)
{
  GBytes *form = write_fixed (pkey);
  unsigned char *der = NULL;
  int length;

  if (form != NULL)
    return form;

  ERR_clear_error ();
  length = i2d_PUBKEY (pkey, &der);
  return zm_openssl_take_bytes (der, length);
}
