#include "app/station/proof.h"

#include "tests/pki/testpki.h"

#include <string.h>

#define SESSION "0b0e7a2c-5a3e-4f5e-8d53-0a2d3d9fd0a1"
#define AT      (1764583200 * ZM_INSTANT_SECOND) /* 2025-12-01T10:00:00Z */
#define SERIAL  "B495E0F93AD9000000000000000000FF"

#define REPORT \
  "\"nonce\":\"00\",\"serial\":\"" SERIAL "\",\"tlsVersion\":\"TLSv1.3\"," \
                                          "\"cipher\":\"TLS_AES_256_GCM_SHA384\",\"via\":\"network\",\"serverSha256\":\"aa\"," \
                                          "\"crlUpdate\":\"2025-12-01T09:30:00Z\",\"url\":\"https://central.example:4433\"," \
                                          "\"chain\":[\"O=Spital,CN=Intermediate\",\"CN=Root,O=Spital\"]"
#define RECEIPT \
  ",\"serverTime\":\"2025-12-01T10:00:00Z\",\"serverSubject\":\"CN=central.example\"," \
  "\"receiptSha256\":\"aa\",\"receiptTlsVersion\":\"TLSv1.3\"," \
  "\"receiptCipher\":\"TLS_AES_256_GCM_SHA384\""

typedef struct {
  TestPki         *pki;
  TestIdentity    *device;
  GPtrArray       *tests;
  ZmSessionRecord  session;
} Fixture;

static void
add_test (Fixture       *fixture,
          const char    *kind,
          ZmTestOutcome  outcome,
          ZmProvedBy     proved_by,
          const char    *detail)
{
  ZmTestRecord *record = g_new0 (ZmTestRecord, 1);

  record->at = AT;
  record->kind = g_strdup (kind);
  record->outcome = outcome;
  record->proved_by = proved_by;
  record->detail = g_strdup (detail);
  g_ptr_array_add (fixture->tests, record);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->pki = test_pki_new ();
  fixture->device = test_pki_issue (fixture->pki, ZM_PROFILE_DEVICE, "DEV-014", 0);
  fixture->tests = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_test_record_free);
  fixture->session = (ZmSessionRecord) { .session_id = (char *) SESSION,
                                         .device_id = (char *) "DEV-014",
                                         .operator = (char *) "Ana",
                                         .serial = (char *) SERIAL };
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_ptr_array_unref (fixture->tests);
  test_identity_free (fixture->device);
  test_pki_free (fixture->pki);
}

static void
add_negatives (Fixture *fixture)
{
  add_test (fixture, "no-certificate", ZM_TEST_SUCCESS, ZM_PROVED_BY_STATION,
            "{\"seen\":\"certificate required\"}");
  add_test (fixture, "canary", ZM_TEST_SUCCESS, ZM_PROVED_BY_STATION,
            "{\"seen\":\"certificate revoked\"}");
  add_test (fixture, "wrong-name", ZM_TEST_SUCCESS, ZM_PROVED_BY_DEVICE,
            "{\"seen\":\"tls.server-name\"}");
}

static ZmProofCard *
make (Fixture *fixture)
{
  return zm_proof_make (&(ZmProofSources) {
    .session = &fixture->session,
    .tests = fixture->tests,
    .certificate = test_identity_leaf (fixture->device),
    .device_label = "ICU 2",
    .desk = "North",
  });
}

static void
assert_row (const ZmProofCard *card,
            const char        *name,
            ZmProofState       state,
            const char        *value,
            const char        *source)
{
  const ZmProofFact *row = zm_proof_card_find (card, name);

  g_test_message ("%s", name);
  g_assert_nonnull (row);
  g_assert_cmpint (row->state, ==, state);
  if (value != NULL)
    g_assert_cmpstr (row->value, ==, value);
  g_assert_cmpstr (row->source, ==, source);
}

#define RECEIPTED "proved by the server’s receipt"
#define REPORTED  "reported by the device"

static void
test_proved (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ZmProofCard) card = NULL;

  add_test (fixture, "mtls", ZM_TEST_FAILURE, ZM_PROVED_BY_DEVICE, "{}");
  add_test (fixture, "mtls", ZM_TEST_SUCCESS, ZM_PROVED_BY_SERVER, "{" REPORT RECEIPT "}");
  add_negatives (fixture);
  card = make (fixture);

  g_assert_cmpint (card->state, ==, ZM_PROOF_GOOD);
  g_assert_cmpstr (card->server, ==, "central.example");
  g_assert_cmpstr (card->when, ==, "1 December 2025, 10:00");
  g_assert_cmpstr (card->who, ==, "Ana, desk North");
  assert_row (card, "chain", ZM_PROOF_GOOD, "DEV-014 → Intermediate → Root",
              RECEIPTED);
  assert_row (card, "version", ZM_PROOF_GOOD, "TLSv1.3", RECEIPTED);
  assert_row (card, "cipher", ZM_PROOF_GOOD, "TLS_AES_256_GCM_SHA384", RECEIPTED);
  assert_row (card, "server-name", ZM_PROOF_GOOD, "central.example", RECEIPTED);
  assert_row (card, "server-certificate", ZM_PROOF_GOOD, "CN=central.example", RECEIPTED);
  assert_row (card, "revocation", ZM_PROOF_REPORTED,
              "Revocation list from 1 December 2025, 09:30, 30 minutes old at the test", REPORTED);
  assert_row (card, "seen", ZM_PROOF_GOOD, "B495 E0F9 3AD9 0000 0000 0000 0000 00FF", RECEIPTED);
  assert_row (card, "canary", ZM_PROOF_GOOD, "Refused: certificate revoked", "tried by this desk");
  assert_row (card, "wrong-name", ZM_PROOF_REPORTED,
              "Refused: The server’s certificate is for another host (tls.server-name)",
              "tried by the device");
}

/* Without a receipt all of it is the device's word, and so the card is not green. */
static void
test_reported (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(ZmProofCard) card = NULL;

  add_test (fixture, "mtls", ZM_TEST_SUCCESS, ZM_PROVED_BY_DEVICE, "{" REPORT "}");
  add_negatives (fixture);
  card = make (fixture);

  g_assert_cmpint (card->state, ==, ZM_PROOF_UNKNOWN);
  assert_row (card, "version", ZM_PROOF_REPORTED, "TLSv1.3", REPORTED);
  assert_row (card, "seen", ZM_PROOF_REPORTED, NULL, REPORTED);
  assert_row (card, "receipt", ZM_PROOF_UNKNOWN, NULL, NULL);
}

static void
test_let_in (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ZmProofCard) card = NULL;

  add_test (fixture, "mtls", ZM_TEST_SUCCESS, ZM_PROVED_BY_SERVER, "{" REPORT RECEIPT "}");
  add_negatives (fixture);
  add_test (fixture, "canary", ZM_TEST_FAILURE, ZM_PROVED_BY_STATION, "{\"seen\":\"HTTP 200\"}");
  card = make (fixture);

  g_assert_cmpint (card->state, ==, ZM_PROOF_BAD);
  assert_row (card, "canary", ZM_PROOF_BAD, "Let in: HTTP 200", "tried by this desk");
}

/* Two ends that tell different stories of one connection. */
static void
test_differs (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ZmProofCard) card = NULL;

  add_test (fixture, "mtls", ZM_TEST_SUCCESS, ZM_PROVED_BY_SERVER,
            "{" REPORT ",\"receiptTlsVersion\":\"TLSv1.2\",\"receiptSha256\":\"bb\"}");
  add_negatives (fixture);
  card = make (fixture);

  g_assert_cmpint (card->state, ==, ZM_PROOF_BAD);
  assert_row (card, "version", ZM_PROOF_BAD, "TLSv1.3 at the device, TLSv1.2 at the server", NULL);
  assert_row (card, "server-certificate", ZM_PROOF_UNKNOWN, NULL, NULL);
}

/* Of sessions before there were negatives, of failed ones, and of what is no JSON of ours. */
static void
test_little_known (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char *const details[] = {
    NULL, "", "[1]", "{\"tlsVersion\":7,\"chain\":\"x\",\"crlUpdate\":\"never\",\"url\":\"ftp://\"}",
  };
  g_autoptr(ZmProofCard) nothing = make (fixture);

  g_assert_cmpint (nothing->state, ==, ZM_PROOF_UNKNOWN);
  assert_row (nothing, "canary", ZM_PROOF_UNKNOWN, "Not tried", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    {
      g_autoptr(ZmProofCard) card = NULL;

      add_test (fixture, "mtls", ZM_TEST_FAILURE, ZM_PROVED_BY_DEVICE, details[i]);
      card = make (fixture);
      g_assert_cmpint (card->state, ==, ZM_PROOF_BAD);
      assert_row (card, "version", ZM_PROOF_UNKNOWN, "–", NULL);
      assert_row (card, "revocation", ZM_PROOF_UNKNOWN, "–", NULL);
    }
}

static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ZmProofCard) card = NULL;
  g_autofree char *text = NULL;

  add_test (fixture, "mtls", ZM_TEST_SUCCESS, ZM_PROVED_BY_DEVICE,
            "{\"cipher\":\"a\\nServer: proved\\u202e\"}");
  card = make (fixture);
  text = zm_proof_card_to_text (card);
  g_assert_null (strstr (text, "\nServer: proved"));
  g_assert_null (strstr (text, "\xE2\x80\xAE"));
}

#define add(path, function) \
  g_test_add ("/proof/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("proved", test_proved);
  add ("reported", test_reported);
  add ("let-in", test_let_in);
  add ("differs", test_differs);
  add ("little-known", test_little_known);
  add ("hostile", test_hostile);

  return g_test_run ();
}
