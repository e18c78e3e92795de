#include "app/base/hex.h"
#include "app/pki/digest.h"

#include <string.h>

static void
assert_hex (const guint8 *data,
            gsize         length,
            const char   *expected)
{
  g_autofree char *text = zm_hex_encode (data, length);

  g_assert_cmpstr (text, ==, expected);
}

/* FIPS 180-4's examples, as NIST publishes them. */
static void
test_sha256 (void)
{
  g_autofree char *million = g_strnfill (1000000, 'a');
  g_autofree char *empty = zm_digest_sha256_hex (NULL, 0);
  g_autofree char *abc = zm_digest_sha256_hex ("abc", 3);
  g_autofree char *longest = zm_digest_sha256_hex (million, 1000000);

  g_assert_cmpstr (empty, ==,
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_assert_cmpstr (longest, ==,
                   "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* RFC 4231, test cases 1, 2, 3 and 6; the last is HMAC of nothing under an empty key. */
static void
test_hmac (void)
{
  guint8 key[131];
  guint8 data[50];
  guint8 mac[ZM_SHA256_LENGTH];

  memset (key, 0x0b, 20);
  zm_digest_hmac_sha256 (key, 20, "Hi There", 8, mac);
  assert_hex (mac, 32, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");

  zm_digest_hmac_sha256 ("Jefe", 4, "what do ya want for nothing?", 28, mac);
  assert_hex (mac, 32, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");

  memset (key, 0xaa, sizeof key);
  memset (data, 0xdd, sizeof data);
  zm_digest_hmac_sha256 (key, 20, data, 50, mac);
  assert_hex (mac, 32, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");

  zm_digest_hmac_sha256 (key, 131, "Test Using Larger Than Block-Size Key - Hash Key First", 54,
                         mac);
  assert_hex (mac, 32, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");

  zm_digest_hmac_sha256 (NULL, 0, NULL, 0, mac);
  assert_hex (mac, 32, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

/* RFC 5869 appendix A.2 has a longer salt; this value was made with Python's hmac module. */
static void
test_hkdf_salted (void)
{
  guint8 salt[ZM_SHA256_LENGTH];
  guint8 output[32];

  memset (salt, 0x60, sizeof salt);
  zm_digest_hkdf_sha256_salted ("secret", 6, salt, "label", 5, output, sizeof output);
  assert_hex (output, sizeof output, "bfcfa62d8e1bc653d4b9401253c8dba1a85dd0761b0e9519828536fe383101d2");
}

/* RFC 5869 appendix A.3, then values made with Python's hmac module. */
static void
test_hkdf (void)
{
  static const char info[] = "zmonitor payload v1\0DEV-001";
  guint8 ikm[22];
  guint8 output[100];

  memset (ikm, 0x0b, sizeof ikm);
  zm_digest_hkdf_sha256 (ikm, sizeof ikm, NULL, 0, output, 42);
  assert_hex (output, 42, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                          "9d201395faa4b61a96c8");

  zm_digest_hkdf_sha256 ("server key", 10, info, sizeof info - 1, output, 32);
  assert_hex (output, 32, "854762811fd77314ef110db85ca0516a23a07a57cabd3ae690283e2260c0fea5");

  zm_digest_hkdf_sha256 ("server key", 10, "long", 4, output, 100);
  assert_hex (output, 100, "9d2ff3669f4b343fb01412411abd0a2bd2792f86a5d658308890d42a36a6f611"
                           "4a1fe86bb9610ef4d0f986dcd2b2a33c00014f00f92f4ca8c39fdcb7fb212ca8"
                           "58204953c518f028602fc6d45fd70ac5107a970065b1a73c663881379d310efa"
                           "f39e8143");
}

static void
test_equal (void)
{
  g_assert_true (zm_digest_equal ("abc", "abc", 3));
  g_assert_false (zm_digest_equal ("abc", "abd", 3));
  g_assert_true (zm_digest_equal ("abc", "abd", 2));
  g_assert_true (zm_digest_equal (NULL, NULL, 0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/digest/sha256", test_sha256);
  g_test_add_func ("/digest/hmac", test_hmac);
  g_test_add_func ("/digest/hkdf", test_hkdf);
  g_test_add_func ("/digest/hkdf-salted", test_hkdf_salted);
  g_test_add_func ("/digest/equal", test_equal);

  return g_test_run ();
}
