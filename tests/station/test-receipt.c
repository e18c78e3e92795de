#include "app/station/receipt.h"

#include "app/base/error.h"
#include "app/pki/jws.h"
#include "tests/pki/testpki.h"

#include <string.h>

#define HOST    "central.example"
#define NONCE   "00112233445566778899aabbccddeeff"
#define SERIAL  "B495E0F93AD9000000000000000000FF"
#define SESSION "0b0e7a2c-5a3e-4f5e-8d53-0a2d3d9fd0a1"

typedef struct {
  TestPki              *pki;
  TestIdentity         *server;
  GPtrArray            *crls;
  ZmReceiptExpectation  expectation;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->pki = test_pki_new ();
  fixture->server = test_pki_issue (fixture->pki, ZM_PROFILE_SERVER, HOST, 0);
  fixture->crls = test_pki_crls (fixture->pki);
  fixture->expectation = (ZmReceiptExpectation) { .host = HOST, .nonce = NONCE, .serial = SERIAL,
                                                  .session_id = SESSION,
                                                  .root = fixture->pki->root,
                                                  .crls = fixture->crls,
                                                  .now = fixture->pki->now };
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_ptr_array_unref (fixture->crls);
  test_identity_free (fixture->server);
  test_pki_free (fixture->pki);
}

/* What the server says, and puts its name to. */
static json_t *
claim (ZmInstant at)
{
  g_autofree char *time = zm_instant_format (at);

  return json_pack ("{s:s, s:s, s:s, s:s, s:s}", "nonce", NONCE, "serial", SERIAL, "session",
                    SESSION, "time", time, "tlsVersion", "TLSv1.3");
}

static gboolean
check (Fixture    *fixture,
       json_t     *claims,
       ZmReceipt  *receipt,
       GError    **error)
{
  char *text = json_dumps (claims, JSON_COMPACT);
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  g_autofree char *jws = zm_jws_sign (fixture->server->key, test_identity_leaf (fixture->server),
                                      "zmonitor-receipt", payload, FALSE, error);

  free (text);
  g_assert_nonnull (jws);

  return zm_receipt_check (jws, &fixture->expectation, receipt, error);
}

static void
assert_refused (Fixture    *fixture,
                json_t     *claims,
                const char *name)
{
  g_auto(ZmReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_false (check (fixture, claims, &receipt, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, name);
  g_assert_null (receipt.server);
}

static void
test_takes_what_proves (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(json_t) claims = claim (fixture->pki->now);
  g_auto(ZmReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (check (fixture, claims, &receipt, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (zm_certificate_get_common_name (receipt.server), ==, HOST);
  g_assert_cmpstr (receipt.tls_version, ==, "TLSv1.3");
  g_assert_null (receipt.cipher);
}

static void
test_refuses_another_test (Fixture       *fixture,
                           gconstpointer  data)
{
  static const struct {
    const char *member;
    const char *check;
  } cases[] = {
    { "nonce", "receipt.nonce" },
    { "serial", "receipt.serial" },
    { "session", "receipt.session" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(json_t) claims = claim (fixture->pki->now);

      json_object_set_new (claims, cases[i].member, json_string ("another"));
      assert_refused (fixture, claims, cases[i].check);
      json_object_del (claims, cases[i].member);
      assert_refused (fixture, claims, "receipt.form");
    }
}

static void
test_refuses_another_day (Fixture       *fixture,
                          gconstpointer  data)
{
  const ZmInstant far = ZM_INSTANT_DAY + ZM_INSTANT_SECOND;
  g_autoptr(json_t) before = claim (fixture->pki->now - far);
  g_autoptr(json_t) after = claim (fixture->pki->now + far);

  assert_refused (fixture, before, "receipt.time");
  assert_refused (fixture, after, "receipt.time");
}

static void
test_refuses_another_server (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr(json_t) claims = claim (fixture->pki->now);

  fixture->expectation.host = "other.example";
  assert_refused (fixture, claims, "receipt.server");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/receipt/" path, Fixture, NULL, set_up, function, tear_down)

  ADD ("proves", test_takes_what_proves);
  ADD ("another-test", test_refuses_another_test);
  ADD ("another-day", test_refuses_another_day);
  ADD ("another-server", test_refuses_another_server);

  return g_test_run ();
}
