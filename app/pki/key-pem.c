#include "app/pki/key.h"

#include "app/pki/openssl.h"

#include <string.h>

/* OpenSSL refuses, in making and in reading, what takes more than 32 MiB, so N = 2^14 is the most
 * that `openssl pkey` reads; p makes up for it in time (OWASP asks for p = 5 at this N). */
#define SCRYPT_N    (1 << 14)
#define SCRYPT_R    8
#define SCRYPT_P    8
#define SALT_LENGTH 16 /* bytes */

/* What a foreign file may make us spend: some seconds. */
#define SCRYPT_WORK_MAX  (1u << 24) /* N × r × p */
#define PBKDF2_TURNS_MAX 10000000

#define PEM_MAX 16384 /* bytes; RSA 3072 encrypted takes 2,700 */

#define LABEL_PLAIN     "PRIVATE KEY"
#define LABEL_ENCRYPTED "ENCRYPTED PRIVATE KEY"

/* One block of a PEM file, its DER still OpenSSL's memory. */
typedef struct {
  char          *label;
  char          *header;
  unsigned char *der;
  long           length;
} Block;

static void
block_clear (Block *block)
{
  OPENSSL_free (block->label);
  OPENSSL_free (block->header);
  OPENSSL_clear_free (block->der, (size_t) block->length);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Block, block_clear)

static gboolean
read_block (const char  *pem,
            gsize        length,
            Block       *block,
            GError     **error)
{
  g_autoptr(BIO) bio = NULL;

  if (length <= PEM_MAX)
    bio = BIO_new_mem_buf (pem, (int) length);
  if (bio != NULL &&
      PEM_read_bio (bio, &block->label, &block->header, &block->der, &block->length) == 1 &&
      *block->header == '\0' &&
      (strcmp (block->label, LABEL_PLAIN) == 0 || strcmp (block->label, LABEL_ENCRYPTED) == 0))
    return TRUE;

  zm_openssl_take_error (error, ZM_ERROR_INVALID, "key.pem",
                         "The file is not a private key in PKCS#8 PEM");
  return FALSE;
}

static gboolean
is_scrypt_affordable (const ASN1_TYPE *parameter)
{
  SCRYPT_PARAMS *params = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (SCRYPT_PARAMS), parameter);
  guint64 n = 0;
  guint64 r = 0;
  guint64 p = 0;
  gboolean affordable = params != NULL &&
                        ASN1_INTEGER_get_uint64 (&n, params->costParameter) == 1 &&
                        ASN1_INTEGER_get_uint64 (&r, params->blockSize) == 1 &&
                        ASN1_INTEGER_get_uint64 (&p, params->parallelizationParameter) == 1 &&
                        n <= SCRYPT_WORK_MAX && r <= SCRYPT_WORK_MAX && p <= SCRYPT_WORK_MAX &&
                        n * r <= SCRYPT_WORK_MAX && n * r * p <= SCRYPT_WORK_MAX;

  SCRYPT_PARAMS_free (params);

  return affordable;
}

static gboolean
is_pbkdf2_affordable (const ASN1_TYPE *parameter)
{
  PBKDF2PARAM *params = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBKDF2PARAM), parameter);
  guint64 turns = 0;
  gboolean affordable = params != NULL && ASN1_INTEGER_get_uint64 (&turns, params->iter) == 1 &&
                        turns <= PBKDF2_TURNS_MAX;

  PBKDF2PARAM_free (params);

  return affordable;
}

static gboolean
is_affordable (const X509_SIG *encrypted)
{
  const X509_ALGOR *algor = NULL;
  PBE2PARAM *scheme = NULL;
  gboolean affordable = FALSE;

  X509_SIG_get0 (encrypted, &algor, NULL);
  if (OBJ_obj2nid (algor->algorithm) == NID_pbes2)
    scheme = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), algor->parameter);
  if (scheme != NULL)
    {
      int nid = OBJ_obj2nid (scheme->keyfunc->algorithm);

      affordable = (nid == NID_id_scrypt && is_scrypt_affordable (scheme->keyfunc->parameter)) ||
                   (nid == NID_id_pbkdf2 && is_pbkdf2_affordable (scheme->keyfunc->parameter));
    }
  PBE2PARAM_free (scheme);

  return affordable;
}

static X509_SIG *
parse_encrypted (const Block  *block,
                 GError      **error)
{
  g_autoptr(X509_SIG) encrypted = NULL;
  const unsigned char *data = block->der;

  encrypted = d2i_X509_SIG (NULL, &data, block->length);
  if (encrypted == NULL || data != block->der + block->length || !is_affordable (encrypted))
    {
      zm_openssl_take_error (error, ZM_ERROR_INVALID, "key.pem",
                             "The key file is not encrypted with PBES2 at a bearable cost");
      return NULL;
    }

  return g_steal_pointer (&encrypted);
}

static PKCS8_PRIV_KEY_INFO *
decrypt (const Block     *block,
         const ZmSecret  *passphrase,
         GError         **error)
{
  g_autoptr(X509_SIG) encrypted = parse_encrypted (block, error);
  PKCS8_PRIV_KEY_INFO *info = NULL;

  if (encrypted == NULL)
    return NULL;

  if (passphrase != NULL)
    info = PKCS8_decrypt (encrypted, (const char *) zm_secret_peek (passphrase),
                          (int) zm_secret_length (passphrase));
  ERR_clear_error ();
  if (info == NULL)
    zm_error_set (error, ZM_ERROR_DENIED, "key.passphrase",
                  passphrase == NULL ? "no passphrase" : NULL, NULL,
                  "The passphrase does not open this key");

  return info;
}

ZmKey *
zm_key_new_from_pem (const char      *pem,
                     gsize            length,
                     const ZmSecret  *passphrase,
                     GError         **error)
{
  g_auto(Block) block = { 0 };
  g_autoptr(PKCS8_PRIV_KEY_INFO) info = NULL;
  g_autoptr(ZmSecret) der = NULL;

  g_return_val_if_fail (pem != NULL || length == 0, NULL);

  if (!read_block (pem, length, &block, error))
    return NULL;

  if (strcmp (block.label, LABEL_PLAIN) == 0)
    {
      der = zm_secret_new_copy (block.der, (gsize) block.length);
      return zm_key_new_from_pkcs8 (der, error);
    }

  info = decrypt (&block, passphrase, error);

  return info != NULL ? zm_key_new_from_info (info, error) : NULL;
}

static X509_SIG *
encrypt (ZmKey          *key,
         const ZmSecret *passphrase)
{
  g_autoptr(PKCS8_PRIV_KEY_INFO) info = EVP_PKEY2PKCS8 (zm_key_peek_pkey (key));
  X509_ALGOR *scheme = PKCS5_pbe2_set_scrypt (EVP_aes_256_cbc (), NULL, SALT_LENGTH, NULL,
                                              SCRYPT_N, SCRYPT_R, SCRYPT_P);
  X509_SIG *encrypted;

  if (info == NULL || scheme == NULL)
    {
      X509_ALGOR_free (scheme);
      return NULL;
    }

  encrypted = PKCS8_set0_pbe ((const char *) zm_secret_peek (passphrase),
                              (int) zm_secret_length (passphrase), info, scheme);
  if (encrypted == NULL)
    X509_ALGOR_free (scheme);

  return encrypted;
}

char *
zm_key_to_pem (ZmKey           *key,
               const ZmSecret  *passphrase,
               GError         **error)
{
  g_autoptr(X509_SIG) encrypted = NULL;
  g_autoptr(BIO) bio = NULL;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  if (zm_secret_length (passphrase) == 0)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "key.passphrase", "nothing", "a passphrase",
                    "A key is not encrypted under an empty passphrase");
      return NULL;
    }

  encrypted = encrypt (key, passphrase);
  bio = BIO_new (BIO_s_mem ());
  if (encrypted == NULL || PEM_write_bio_PKCS8 (bio, encrypted) != 1)
    {
      zm_openssl_take_error (error, ZM_ERROR_INTERNAL, "key.encrypt",
                             "The key could not be encrypted");
      return NULL;
    }

  return zm_openssl_bio_text (bio);
}

ZmSecret *
zm_key_to_plain_pem (ZmKey *key)
{
  g_autoptr(PKCS8_PRIV_KEY_INFO) info = NULL;
  g_autoptr(BIO) bio = BIO_new (BIO_s_secmem ());
  char *data = NULL;
  long length;

  g_return_val_if_fail (key != NULL, NULL);

  info = EVP_PKEY2PKCS8 (zm_key_peek_pkey (key));
  if (info == NULL || PEM_write_bio_PKCS8_PRIV_KEY_INFO (bio, info) != 1)
    zm_openssl_abort ("PEM");
  length = BIO_get_mem_data (bio, &data);

  return zm_secret_new_copy (data, (gsize) length);
}
