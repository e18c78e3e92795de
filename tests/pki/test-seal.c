#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/seal.h"

#include <string.h>

#define HEADER_LENGTH 38

/* Made with Python's hashlib.scrypt and the cryptography package: "a secret" under
 * "correct horse" at N = 2^14. */
#define SEALED_LENGTH 62
#define SEALED_HEX                                                                                \
  "5a4d5345414c010e0801000102030405060708090a0b0c0d0e0f6465666768696a6b6c6d6e6f817688577721614e" \
  "66ada818d8aa2faeb5ce8db5e911a024"

static ZmSecret *
secret_of (const char *text)
{
  return zm_secret_new_copy (text, strlen (text));
}

static void
assert_refused (const void *sealed,
                gsize       length,
                const char *passphrase,
                int         code,
                const char *check)
{
  g_autoptr(ZmSecret) key = secret_of (passphrase);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSecret) plain = zm_seal_open (sealed, length, key, &error);

  g_assert_null (plain);
  g_assert_error (error, ZM_ERROR, code);
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
test_round_trip (void)
{
  g_autoptr(ZmSecret) plain = secret_of ("a private key");
  g_autoptr(ZmSecret) passphrase = secret_of ("open sesame");
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) sealed = zm_seal_close (plain, passphrase, &error);
  g_autoptr(GBytes) again = NULL;
  g_autoptr(ZmSecret) opened = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (sealed), ==, HEADER_LENGTH + 13 + 16);
  opened = zm_seal_open (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), passphrase,
                         &error);
  g_assert_no_error (error);
  g_assert_cmpmem (zm_secret_peek (opened), zm_secret_length (opened), "a private key", 13);

  again = zm_seal_close (plain, passphrase, &error);
  g_assert_no_error (error);
  g_assert_false (g_bytes_equal (sealed, again));
}

static void
test_vector (void)
{
  g_autoptr(ZmSecret) passphrase = secret_of ("correct horse");
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSecret) plain = NULL;
  guint8 sealed[SEALED_LENGTH];

  g_assert_true (zm_hex_decode (SEALED_HEX, sealed, SEALED_LENGTH));
  plain = zm_seal_open (sealed, SEALED_LENGTH, passphrase, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (zm_secret_peek (plain), zm_secret_length (plain), "a secret", 8);
}

static void
test_wrong_passphrase (void)
{
  guint8 sealed[SEALED_LENGTH];

  g_assert_true (zm_hex_decode (SEALED_HEX, sealed, SEALED_LENGTH));
  assert_refused (sealed, SEALED_LENGTH, "correct horsE", ZM_ERROR_DENIED, "seal.passphrase");
  assert_refused (sealed, SEALED_LENGTH, "", ZM_ERROR_DENIED, "seal.passphrase");
}

/* Every single byte counts: those of the form are refused as such, all others by the tag. */
static void
test_any_change_is_seen (void)
{
  static const gsize form[] = { 0, 5, 6, 8, 9 };
  static const gsize sealed_bytes[] = { 7, 10, 25, 26, 37, 38, 45, 46, 61 };
  guint8 sealed[SEALED_LENGTH];

  g_assert_true (zm_hex_decode (SEALED_HEX, sealed, SEALED_LENGTH));
  for (gsize i = 0; i < G_N_ELEMENTS (form); i++)
    {
      sealed[form[i]] ^= 1;
      assert_refused (sealed, SEALED_LENGTH, "correct horse", ZM_ERROR_CORRUPT, "seal.format");
      sealed[form[i]] ^= 1;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sealed_bytes); i++)
    {
      sealed[sealed_bytes[i]] ^= 1;
      assert_refused (sealed, SEALED_LENGTH, "correct horse", ZM_ERROR_DENIED, "seal.passphrase");
      sealed[sealed_bytes[i]] ^= 1;
    }
}

/* Who can write the file must not make the reader work for hours or fill the memory. */
static void
test_cost_is_limited (void)
{
  static const guint8 costs[] = { 0, 13, 19, 40, 64, 255 };
  guint8 sealed[SEALED_LENGTH];

  g_assert_true (zm_hex_decode (SEALED_HEX, sealed, SEALED_LENGTH));
  for (gsize i = 0; i < G_N_ELEMENTS (costs); i++)
    {
      sealed[7] = costs[i];
      assert_refused (sealed, SEALED_LENGTH, "correct horse", ZM_ERROR_CORRUPT, "seal.format");
    }
}

static void
test_cut_file (void)
{
  guint8 sealed[SEALED_LENGTH];

  g_assert_true (zm_hex_decode (SEALED_HEX, sealed, SEALED_LENGTH));
  assert_refused (sealed, 0, "correct horse", ZM_ERROR_CORRUPT, "seal.format");
  assert_refused (sealed, HEADER_LENGTH + 15, "correct horse", ZM_ERROR_CORRUPT, "seal.format");
  assert_refused (sealed, HEADER_LENGTH + 16, "correct horse", ZM_ERROR_DENIED, "seal.passphrase");
  assert_refused (sealed, SEALED_LENGTH - 1, "correct horse", ZM_ERROR_DENIED, "seal.passphrase");
}

static void
test_seals_no_more_than_is_opened (void)
{
  g_autofree char *text = g_strnfill (ZM_SEAL_PLAIN_MAX + 1, 'x');
  g_autoptr(ZmSecret) plain = secret_of (text);
  g_autoptr(ZmSecret) passphrase = secret_of ("open sesame");
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_seal_close (plain, passphrase, &error));
  g_assert_error (error, ZM_ERROR, ZM_ERROR_INVALID);
  g_assert_cmpstr (zm_error_get_check (error), ==, "seal.size");
}

/* Made with Python's hashlib.scrypt and hmac. */
static void
test_pin (void)
{
  static const guint8 salt[ZM_SEAL_SALT_LENGTH] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
                                                    14, 15 };
  g_autoptr(ZmSecret) pin = secret_of ("4711");
  g_autoptr(ZmSecret) pepper = secret_of ("pepper");
  g_autoptr(ZmSecret) other = secret_of ("Pepper");
  g_autofree char *text = NULL;
  guint8 verifier[ZM_SEAL_VERIFIER_LENGTH];
  guint8 differs[ZM_SEAL_VERIFIER_LENGTH];

  zm_seal_pin (pin, salt, pepper, verifier);
  text = zm_hex_encode (verifier, sizeof verifier);
  g_assert_cmpstr (text, ==, "875a240efced5878813b9fcf1fcea0a0781bd267f73f722dca1969d21c204515");

  zm_seal_pin (pin, salt, other, differs);
  g_assert_cmpint (memcmp (verifier, differs, sizeof verifier), !=, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/seal/round-trip", test_round_trip);
  g_test_add_func ("/seal/vector", test_vector);
  g_test_add_func ("/seal/wrong-passphrase", test_wrong_passphrase);
  g_test_add_func ("/seal/any-change", test_any_change_is_seen);
  g_test_add_func ("/seal/cost", test_cost_is_limited);
  g_test_add_func ("/seal/cut", test_cut_file);
  g_test_add_func ("/seal/size", test_seals_no_more_than_is_opened);
  g_test_add_func ("/seal/pin", test_pin);

  return g_test_run ();
}
