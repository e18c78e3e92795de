#include "app/base/error.h"
#include "app/pki/key.h"
#include "app/pki/random.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <seccomp.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The DRBGs are replaced by OpenSSL's own TEST-RAND, which gives what it was fed with. So it shows
 * in a key where its bytes came from. Each test has a process of its own, since the DRBGs are made
 * once. */

#define FEED (1024 * 1024) /* bytes, enough for the primes of RSA */

static void
feed (EVP_RAND_CTX *drbg,
      guint8        seed,
      gsize         length)
{
  g_autofree guint8 *bytes = g_malloc (length);
  guint32 state = seed;
  unsigned int strength = 256;
  OSSL_PARAM params[] = {
    OSSL_PARAM_construct_uint (OSSL_RAND_PARAM_STRENGTH, &strength),
    OSSL_PARAM_construct_octet_string (OSSL_RAND_PARAM_TEST_ENTROPY, bytes, length),
    OSSL_PARAM_construct_end (),
  };

  /* Numerical Recipes' generator: any numbers will do that look like some. */
  for (gsize i = 0; i < length; i++)
    {
      state = state * 1664525 + 1013904223;
      bytes[i] = (guint8) (state >> 24);
    }
  (void) EVP_RAND_uninstantiate (drbg);
  g_assert_cmpint (EVP_RAND_CTX_set_params (drbg, params), ==, 1);
  g_assert_cmpint (EVP_RAND_instantiate (drbg, strength, 0, NULL, 0, NULL), ==, 1);
}

static void
set_up (guint8 private_seed,
        guint8 public_seed)
{
  static gboolean replaced;

  if (!replaced)
    g_assert_cmpint (RAND_set_DRBG_type (NULL, "TEST-RAND", NULL, NULL, NULL), ==, 1);
  replaced = TRUE;
  feed (RAND_get0_private (NULL), private_seed, FEED);
  feed (RAND_get0_public (NULL), public_seed, FEED);
}

static char *
make_key (ZmKeyKind kind,
          guint8    private_seed,
          guint8    public_seed)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmKey) key = NULL;
  g_autoptr(ZmSecret) der = NULL;

  set_up (private_seed, public_seed);
  key = zm_key_generate (kind, &error);
  g_assert_no_error (error);
  der = zm_key_to_pkcs8 (key);

  return g_base64_encode (zm_secret_peek (der), zm_secret_length (der));
}

static void
run_apart (void)
{
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_keys (gconstpointer data)
{
  ZmKeyKind kind = GPOINTER_TO_INT (data);
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *other_public = NULL;
  g_autofree char *other_private = NULL;

  if (!g_test_subprocess ())
    {
      run_apart ();
      return;
    }

  first = make_key (kind, 1, 2);
  again = make_key (kind, 1, 2);
  other_public = make_key (kind, 1, 3);
  other_private = make_key (kind, 4, 2);
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, ==, other_public);
  g_assert_cmpstr (first, !=, other_private);
}

static void
test_bytes (void)
{
  guint8 first[32];
  guint8 again[32];
  guint8 other[32];

  if (!g_test_subprocess ())
    {
      run_apart ();
      return;
    }

  set_up (1, 2);
  zm_random_bytes (first, sizeof first);
  set_up (1, 3);
  zm_random_bytes (again, sizeof again);
  set_up (4, 2);
  zm_random_bytes (other, sizeof other);
  g_assert_cmpint (memcmp (first, again, sizeof first), ==, 0);
  g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
}

static void
assert_no_key (void)
{
  const ZmKeyKind kinds[] = { ZM_KEY_EC_P256, ZM_KEY_RSA_3072, ZM_KEY_ED25519 };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_key_generate (kinds[i], &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "key.generate");
      g_assert_nonnull (zm_error_get_seen (error));
    }
}

static void
test_dry (void)
{
  if (!g_test_subprocess ())
    {
      run_apart ();
      return;
    }

  set_up (1, 2);
  feed (RAND_get0_private (NULL), 1, 8);
  assert_no_key ();
}

/* The kernel as it would be without its random numbers: no call, and no device to open. */
static void
close_kernel (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  g_assert_cmpint (seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (getrandom), 0), ==,
                   0);
  g_assert_cmpint (seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (openat), 0), ==, 0);
  g_assert_cmpint (seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (open), 0), ==, 0);
  g_assert_cmpint (seccomp_load (filter), ==, 0);
  seccomp_release (filter);
}

static void
test_no_kernel (void)
{
  g_autoptr(GError) error = NULL;

  if (!g_test_subprocess ())
    {
      run_apart ();
      return;
    }

  close_kernel ();
  g_assert_false (zm_random_check (&error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "random.missing");
  g_assert_nonnull (zm_error_get_seen (error));
  assert_no_key ();
}

static void
test_no_kernel_bytes (void)
{
  guint8 bytes[32];

  if (g_test_subprocess ())
    {
      close_kernel ();
      zm_random_bytes (bytes, sizeof bytes);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*OpenSSL failed at randomness*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/randomness/ec", GINT_TO_POINTER (ZM_KEY_EC_P256), test_keys);
  g_test_add_data_func ("/randomness/rsa", GINT_TO_POINTER (ZM_KEY_RSA_3072), test_keys);
  g_test_add_data_func ("/randomness/ed25519", GINT_TO_POINTER (ZM_KEY_ED25519), test_keys);
  g_test_add_func ("/randomness/bytes", test_bytes);
  g_test_add_func ("/randomness/dry", test_dry);
  g_test_add_func ("/randomness/no-kernel", test_no_kernel);
  g_test_add_func ("/randomness/no-kernel-bytes", test_no_kernel_bytes);

  return g_test_run ();
}
