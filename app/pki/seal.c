#include "app/pki/seal.h"

#include "app/pki/digest.h"
#include "app/pki/openssl.h"
#include "app/pki/random.h"

#include <string.h>

#define MAGIC_LENGTH 6
#define VERSION      1

/* Files are made with LOG_N; older and later ones may have another cost within the limits. */
#define LOG_N     16
#define LOG_N_MIN 14
#define LOG_N_MAX 18
#define BLOCK     8 /* r */
#define PARALLEL  1 /* p */
#define PIN_LOG_N 14

#define KEY_LENGTH    32
#define NONCE_LENGTH  12
#define TAG_LENGTH    16
#define COST_AT       (MAGIC_LENGTH + 1)
#define SALT_AT       (COST_AT + 3)
#define NONCE_AT      (SALT_AT + ZM_SEAL_SALT_LENGTH)
#define HEADER_LENGTH (NONCE_AT + NONCE_LENGTH)

static const guint8 magic[MAGIC_LENGTH] = { 'Z', 'M', 'S', 'E', 'A', 'L' };

static ZmSecret *
stretch (const ZmSecret *text,
         const guint8   *salt,
         guint           log_n)
{
  ZmSecret *key = zm_secret_new (KEY_LENGTH);
  guint64 n = G_GUINT64_CONSTANT (1) << log_n;
  /* scrypt's working memory is 128 r N bytes; the rest is room for its smaller blocks. */
  guint64 memory = 128 * BLOCK * n + 1024 * 1024;

  if (EVP_PBE_scrypt ((const char *) zm_secret_peek (text), zm_secret_length (text), salt,
                      ZM_SEAL_SALT_LENGTH, n, BLOCK, PARALLEL, memory, zm_secret_bytes (key),
                      KEY_LENGTH) != 1)
    zm_openssl_abort ("scrypt");

  return key;
}

static EVP_CIPHER_CTX *
start_cipher (const ZmSecret *key,
              const guint8   *header,
              gboolean        encrypting)
{
  EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new ();
  int written;

  if (cipher == NULL ||
      EVP_CipherInit_ex (cipher, EVP_aes_256_gcm (), NULL, zm_secret_peek (key), header + NONCE_AT,
                         encrypting) != 1 ||
      EVP_CipherUpdate (cipher, NULL, &written, header, HEADER_LENGTH) != 1)
    zm_openssl_abort ("AES-256-GCM");

  return cipher;
}

static void
write_header (guint8 *header)
{
  memcpy (header, magic, MAGIC_LENGTH);
  header[MAGIC_LENGTH] = VERSION;
  header[COST_AT] = LOG_N;
  header[COST_AT + 1] = BLOCK;
  header[COST_AT + 2] = PARALLEL;
  zm_random_bytes (header + SALT_AT, ZM_SEAL_SALT_LENGTH);
  zm_random_bytes (header + NONCE_AT, NONCE_LENGTH);
}

static gboolean
header_is_known (const guint8 *sealed,
                 gsize         length)
{
  return length >= HEADER_LENGTH + TAG_LENGTH &&
         length <= HEADER_LENGTH + TAG_LENGTH + ZM_SEAL_PLAIN_MAX &&
         memcmp (sealed, magic, MAGIC_LENGTH) == 0 &&
         sealed[MAGIC_LENGTH] == VERSION &&
         sealed[COST_AT] >= LOG_N_MIN && sealed[COST_AT] <= LOG_N_MAX &&
         sealed[COST_AT + 1] == BLOCK &&
         sealed[COST_AT + 2] == PARALLEL;
}

static gboolean
check_passphrase (const ZmSecret  *passphrase,
                  GError         **error)
{
  if (zm_secret_length (passphrase) > 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_DENIED, "seal.passphrase", "nothing", NULL,
                "The passphrase is empty");
  return FALSE;
}

GBytes *
zm_seal_close (const ZmSecret  *plain,
               const ZmSecret  *passphrase,
               GError         **error)
{
  g_autoptr(EVP_CIPHER_CTX) cipher = NULL;
  g_autoptr(ZmSecret) key = NULL;
  g_autofree guint8 *sealed = NULL;
  gsize length;
  int written;

  g_return_val_if_fail (plain != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  length = zm_secret_length (plain);
  if (length > ZM_SEAL_PLAIN_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "seal.size", NULL, "at most 512 KiB",
                    "What is to be sealed is too large");
      return NULL;
    }
  if (!check_passphrase (passphrase, error))
    return NULL;

  sealed = g_malloc (HEADER_LENGTH + length + TAG_LENGTH);
  write_header (sealed);
  key = stretch (passphrase, sealed + SALT_AT, LOG_N);
  cipher = start_cipher (key, sealed, TRUE);
  if (EVP_CipherUpdate (cipher, sealed + HEADER_LENGTH, &written, zm_secret_peek (plain),
                        (int) length) != 1 ||
      EVP_CipherFinal_ex (cipher, sealed + HEADER_LENGTH + length, &written) != 1 ||
      EVP_CIPHER_CTX_ctrl (cipher, EVP_CTRL_AEAD_GET_TAG, TAG_LENGTH,
                           sealed + HEADER_LENGTH + length) != 1)
    zm_openssl_abort ("AES-256-GCM");

  return g_bytes_new_take (g_steal_pointer (&sealed), HEADER_LENGTH + length + TAG_LENGTH);
}

/* NULL if the tag does not fit. */
static ZmSecret *
decrypt (const guint8   *sealed,
         gsize           length,
         const ZmSecret *passphrase)
{
  g_autoptr(ZmSecret) key = stretch (passphrase, sealed + SALT_AT, sealed[COST_AT]);
  g_autoptr(EVP_CIPHER_CTX) cipher = start_cipher (key, sealed, FALSE);
  gsize plain_length = length - HEADER_LENGTH - TAG_LENGTH;
  g_autoptr(ZmSecret) plain = zm_secret_new (plain_length);
  guint8 tag[TAG_LENGTH];
  int written;

  memcpy (tag, sealed + length - TAG_LENGTH, TAG_LENGTH);
  if (EVP_CipherUpdate (cipher, zm_secret_bytes (plain), &written, sealed + HEADER_LENGTH,
                        (int) plain_length) != 1 ||
      EVP_CIPHER_CTX_ctrl (cipher, EVP_CTRL_AEAD_SET_TAG, TAG_LENGTH, tag) != 1 ||
      EVP_CipherFinal_ex (cipher, zm_secret_bytes (plain) + plain_length, &written) != 1)
    {
      ERR_clear_error ();
      return NULL;
    }

  return g_steal_pointer (&plain);
}

ZmSecret *
zm_seal_open (const void      *sealed,
              gsize            length,
              const ZmSecret  *passphrase,
              GError         **error)
{
  ZmSecret *plain;

  g_return_val_if_fail (sealed != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  if (!header_is_known (sealed, length))
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "seal.format", NULL, "a sealed file of version 1",
                    "The file is not sealed in a form that this program knows");
      return NULL;
    }
  if (!check_passphrase (passphrase, error))
    return NULL;

  plain = decrypt (sealed, length, passphrase);
  if (plain == NULL)
    zm_error_set (error, ZM_ERROR_DENIED, "seal.passphrase", NULL, NULL,
                  "The passphrase is wrong, or the file is damaged");

  return plain;
}

void
zm_seal_pin (const ZmSecret *pin,
             const guint8    salt[ZM_SEAL_SALT_LENGTH],
             const ZmSecret *pepper,
             guint8          verifier[ZM_SEAL_VERIFIER_LENGTH])
{
  g_autoptr(ZmSecret) stretched = NULL;

  g_return_if_fail (pin != NULL);
  g_return_if_fail (pepper != NULL);

  stretched = stretch (pin, salt, PIN_LOG_N);
  zm_digest_hmac_sha256 (zm_secret_peek (pepper), zm_secret_length (pepper),
                         zm_secret_peek (stretched), zm_secret_length (stretched), verifier);
}
