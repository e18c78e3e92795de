#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/key.h"
#include "tests/pki/fixture.h"

#include <string.h>

#define LABEL "PUBLIC KEY"

static ZmPublicKey *
load (const char  *name,
      GError     **error)
{
  g_autoptr(GBytes) der = fixture_read_der (name, LABEL);

  return zm_public_key_new_from_spki (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}

static void
test_refused_by_name (void)
{
  static const struct {
    const char *file;
    const char *check;
    const char *seen;
  } cases[] = {
    { "key-p384.pem", "key.type", "EC P-384" },
    { "key-k256.pem", "key.type", "EC secp256k1" },
    { "key-compressed.pem", "key.type", "EC P-256 with a compressed point" },
    { "key-off-curve.pem", "key.type", "EC P-256 with a point off the curve" },
    { "key-explicit.pem", "key.type", "EC P-256 with explicit parameters" },
    { "key-rsa2048.pem", "key.type", "RSA 2048" },
    { "key-rsa4096.pem", "key.type", "RSA 4096" },
    { "key-rsa3072-e3.pem", "key.type", "RSA 3072, e = 3" },
    { "key-rsa-pss.pem", "key.type", "RSASSA-PSS 3072" },
    { "key-dsa.pem", "key.type", "DSA 2048" },
    { "key-ed448.pem", "key.type", "ED448 456" },
    { "key-roca.pem", "key.weak", "a modulus of the ROCA kind (CVE-2017-15361)" },
    { "key-small-factor.pem", "key.weak", "numbers that no sound generator makes" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (load (cases[i].file, &error));
      g_assert_true (zm_error_matches (error, ZM_ERROR_REFUSED));
      g_assert_cmpstr (zm_error_get_seen (error), ==, cases[i].seen);
      fixture_assert_check (&error, cases[i].check);
    }
}

static void
test_encoding (void)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  GBytes *spki = zm_public_key_get_spki (zm_key_get_public (key));
  gsize length = g_bytes_get_size (spki);
  g_autofree guint8 *longer = g_malloc0 (length + 1);
  g_autoptr(GError) error = NULL;

  memcpy (longer, g_bytes_get_data (spki, NULL), length);
  g_assert_null (zm_public_key_new_from_spki (longer, length + 1, &error));
  fixture_assert_check (&error, "key.encoding");
  g_assert_null (zm_public_key_new_from_spki (longer, length - 1, &error));
  fixture_assert_check (&error, "key.encoding");
  g_assert_null (zm_public_key_new_from_spki ("", 0, &error));
  fixture_assert_check (&error, "key.encoding");
}

static void
test_kinds (void)
{
  static const struct {
    ZmKeyKind   kind;
    const char *name;
    gsize       spki_length;
  } cases[] = {
    { ZM_KEY_EC_P256, "EC P-256", 91 },
    { ZM_KEY_RSA_3072, "RSA 3072", 422 },
    { ZM_KEY_ED25519, "Ed25519", 44 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ZmKey) key = zm_key_generate (cases[i].kind, NULL);
      ZmPublicKey *public_key = zm_key_get_public (key);
      GBytes *spki = zm_public_key_get_spki (public_key);
      g_autoptr(ZmPublicKey) again = zm_public_key_new_from_spki (g_bytes_get_data (spki, NULL),
                                                                  g_bytes_get_size (spki), NULL);
      g_autofree char *hash = zm_digest_sha256_hex (g_bytes_get_data (spki, NULL),
                                                    g_bytes_get_size (spki));

      g_assert_cmpint (zm_public_key_get_kind (public_key), ==, cases[i].kind);
      g_assert_cmpstr (zm_public_key_get_name (public_key), ==, cases[i].name);
      g_assert_cmpuint (g_bytes_get_size (spki), ==, cases[i].spki_length);
      g_assert_cmpstr (zm_public_key_get_hash (public_key), ==, hash);
      g_assert_true (zm_public_key_equal (public_key, again));
    }
}

/* RFC 8032 section 7.1, test 2. */
static void
test_ed25519 (void)
{
  static const char public_hex[] =
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  static const char signature_hex[] =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
  guint8 raw[32];
  guint8 back[32];
  guint8 signature[64];
  g_autoptr(ZmPublicKey) key = NULL;

  g_assert_true (zm_hex_decode (public_hex, raw, sizeof raw));
  g_assert_true (zm_hex_decode (signature_hex, signature, sizeof signature));
  key = zm_public_key_new_ed25519 (raw, NULL);
  zm_public_key_get_raw (key, back);

  g_assert_cmpmem (raw, 32, back, 32);
  g_assert_true (zm_public_key_verify (key, "\x72", 1, signature, sizeof signature));
  g_assert_false (zm_public_key_verify (key, "\x73", 1, signature, sizeof signature));
  signature[63] |= 0x10; /* S beyond the group's order */
  g_assert_false (zm_public_key_verify (key, "\x72", 1, signature, sizeof signature));
}

/* A genuine ECDSA signature in spellings that are none. */
static void
test_ecdsa_spellings (void)
{
  static const guint8 zero_r[] = { 0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x01 };
  static const guint8 one_one[] = { 0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01 };
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  ZmPublicKey *public_key = zm_key_get_public (key);
  g_autoptr(GBytes) signature = zm_key_sign (key, "data", 4, NULL);
  gsize length = g_bytes_get_size (signature);
  const guint8 *good = g_bytes_get_data (signature, NULL);
  g_autofree guint8 *longer = g_malloc0 (length + 1);

  g_assert_true (zm_public_key_verify (public_key, "data", 4, good, length));
  g_assert_false (zm_public_key_verify (public_key, "Data", 4, good, length));
  g_assert_false (zm_public_key_verify (public_key, "data", 4, good, length - 1));
  g_assert_false (zm_public_key_verify (public_key, "data", 4, "", 0));
  g_assert_false (zm_public_key_verify (public_key, "data", 4, zero_r, sizeof zero_r));
  g_assert_false (zm_public_key_verify (public_key, "data", 4, one_one, sizeof one_one));

  memcpy (longer, good, length);
  g_assert_false (zm_public_key_verify (public_key, "data", 4, longer, length + 1));

  /* The length in BER's long form. */
  longer[0] = good[0];
  longer[1] = 0x81;
  memcpy (longer + 2, good + 1, length - 1);
  g_assert_false (zm_public_key_verify (public_key, "data", 4, longer, length + 1));
}

static void
test_rsa_signature (void)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_RSA_3072, NULL);
  g_autoptr(ZmKey) other = zm_key_generate (ZM_KEY_EC_P256, NULL);
  ZmPublicKey *public_key = zm_key_get_public (key);
  g_autoptr(GBytes) signature = zm_key_sign (key, "data", 4, NULL);
  gsize length = g_bytes_get_size (signature);
  g_autofree guint8 *bytes = g_malloc0 (length + 1);

  memcpy (bytes, g_bytes_get_data (signature, NULL), length);
  g_assert_cmpuint (length, ==, 384);
  g_assert_true (zm_public_key_verify (public_key, "data", 4, bytes, length));
  g_assert_false (zm_public_key_verify (zm_key_get_public (other), "data", 4, bytes, length));
  g_assert_false (zm_public_key_verify (public_key, "data", 4, bytes, length + 1));
  g_assert_false (zm_public_key_verify (public_key, "data", 4, bytes, length - 1));
  bytes[200] ^= 1;
  g_assert_false (zm_public_key_verify (public_key, "data", 4, bytes, length));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/public-key/refused-by-name", test_refused_by_name);
  g_test_add_func ("/public-key/encoding", test_encoding);
  g_test_add_func ("/public-key/kinds", test_kinds);
  g_test_add_func ("/public-key/ed25519", test_ed25519);
  g_test_add_func ("/public-key/ecdsa-spellings", test_ecdsa_spellings);
  g_test_add_func ("/public-key/rsa", test_rsa_signature);

  return g_test_run ();
}
