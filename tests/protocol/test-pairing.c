#include "app/protocol/pairing.h"
#include "tests/protocol/vectors.h"

#include <string.h>

typedef struct {
  json_t    *root;
  json_t    *transcript;
  ZmPairing  pairing;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  ZmPairing *pairing = &fixture->pairing;

  fixture->root = load_vectors ("pairing-v1.json");
  fixture->transcript = json_object_get (fixture->root, "transcript");
  pairing->device_id = get_text (fixture->transcript, "deviceId");
  get_hex (fixture->transcript, "keyHashHex", pairing->key_hash, sizeof pairing->key_hash);
  get_hex (fixture->transcript, "deviceNonceHex", pairing->device_nonce,
           sizeof pairing->device_nonce);
  get_hex (fixture->transcript, "stationNonceHex", pairing->station_nonce,
           sizeof pairing->station_nonce);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  json_decref (fixture->root);
}

static void
test_commitment (Fixture       *fixture,
                 gconstpointer  unused)
{
  guint8 expected[ZM_SHA256_LENGTH];
  guint8 commitment[ZM_SHA256_LENGTH];

  get_hex (fixture->transcript, "commitmentHex", expected, sizeof expected);
  zm_pairing_commit (fixture->pairing.station_nonce, commitment);
  g_assert_cmpmem (commitment, sizeof commitment, expected, sizeof expected);
}

static void
test_number (Fixture       *fixture,
             gconstpointer  unused)
{
  char number[ZM_PAIRING_NUMBER_DIGITS + 1];

  zm_pairing_number (&fixture->pairing, number);
  g_assert_cmpstr (number, ==, get_text (fixture->transcript, "number"));

  fixture->pairing.device_nonce[0] ^= 1;
  zm_pairing_number (&fixture->pairing, number);
  g_assert_cmpstr (number, !=, get_text (fixture->transcript, "number"));
  g_assert_cmpuint (strlen (number), ==, ZM_PAIRING_NUMBER_DIGITS);
}

static void
test_code_proof (Fixture       *fixture,
                 gconstpointer  unused)
{
  guint8 expected[ZM_SHA256_LENGTH];
  guint8 proof[ZM_SHA256_LENGTH];

  get_hex (fixture->transcript, "codeProofHex", expected, sizeof expected);
  zm_pairing_code_proof (&fixture->pairing, "ABCD-1234", proof);
  g_assert_cmpmem (proof, sizeof proof, expected, sizeof expected);

  zm_pairing_code_proof (&fixture->pairing, "ABCD-1235", proof);
  g_assert_false (zm_digest_equal (proof, expected, sizeof expected));
}

static void
test_possession (Fixture       *fixture,
                 gconstpointer  unused)
{
  const char *hex = get_text (fixture->transcript, "possessionHex");
  gsize length = strlen (hex) / 2;
  g_autofree guint8 *expected = g_malloc (length);
  guint8 csr_sha256[ZM_SHA256_LENGTH];
  g_autoptr(GBytes) bytes = NULL;

  get_hex (fixture->transcript, "possessionHex", expected, length);
  get_hex (fixture->transcript, "csrSha256Hex", csr_sha256, sizeof csr_sha256);
  bytes = zm_pairing_possession (&fixture->pairing, get_text (fixture->transcript, "sessionId"),
                                 csr_sha256);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, length);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/pairing/commitment", Fixture, NULL, set_up, test_commitment, tear_down);
  g_test_add ("/pairing/number", Fixture, NULL, set_up, test_number, tear_down);
  g_test_add ("/pairing/code-proof", Fixture, NULL, set_up, test_code_proof, tear_down);
  g_test_add ("/pairing/possession", Fixture, NULL, set_up, test_possession, tear_down);

  return g_test_run ();
}
