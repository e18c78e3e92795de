/* A library that is loaded before OpenSSL (LD_PRELOAD). Passphrases and PINs are stretched for
 * hundreds of milliseconds so that nobody can guess them. A test of thousands of starts has nothing
 * to hide: the least cost that the functions allow. A key file tells the cost that it was made with,
 * so it can be read without this library; a PIN's verifier cannot. */
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#define N_MIN 2 /* RFC 7914 section 6 */

static void
look_up (void       *place,
         const char *name)
{
  void *symbol = dlsym (RTLD_NEXT, name);

  if (symbol == NULL)
    abort ();
  memcpy (place, &symbol, sizeof symbol);
}

int
EVP_PBE_scrypt (const char          *text,
                size_t               length,
                const unsigned char *salt,
                size_t               salt_length,
                uint64_t             n,
                uint64_t             r,
                uint64_t             p,
                uint64_t             memory_max,
                unsigned char       *key,
                size_t               key_length)
{
  __typeof__ (EVP_PBE_scrypt) *real;

  (void) n;
  look_up (&real, __func__);
  return real (text, length, salt, salt_length, N_MIN, r, p, memory_max, key, key_length);
}

X509_ALGOR *
PKCS5_pbe2_set_scrypt (const EVP_CIPHER    *cipher,
                       const unsigned char *salt,
                       int                  salt_length,
                       unsigned char       *iv,
                       uint64_t             n,
                       uint64_t             r,
                       uint64_t             p)
{
  __typeof__ (PKCS5_pbe2_set_scrypt) *real;

  (void) n;
  look_up (&real, __func__);
  return real (cipher, salt, salt_length, iv, N_MIN, r, p);
}
