#include "app/base/error.h"
#include "app/pki/judgement.h"
#include "tests/pki/fixture.h"
#include "tests/pki/forge.h"

#include <openssl/rsa.h>
#include <string.h>

#define LABEL "Intensivpflege Zürich, Bett 7"
#define URI   "https://id.hospital.example/zmonitor/device/DEV-001"

static const ZmPolicy policy = {
  .hospital = "Spital Zürich",
  .identity_host = "id.hospital.example",
  .crl_url = "http://crl.hospital.example/",
  .device_days = 365,
};

static const ZmJudgementFacts facts = { .device_id = "DEV-001", .device_label = LABEL };

static ZmJudgement *
judge (const Forge            *forge,
       const ZmJudgementFacts *known)
{
  g_autoptr(GBytes) der = forge_csr (forge);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) csr = zm_csr_new_from_der (g_bytes_get_data (der, NULL),
                                              g_bytes_get_size (der), &error);

  g_assert_no_error (error);

  return zm_judgement_new (csr, &policy, known);
}

/* The first row of that field. */
static const ZmJudgementRow *
find (ZmJudgement *judgement,
      const char  *field)
{
  gsize count = 0;
  const ZmJudgementRow *rows = zm_judgement_get_rows (judgement, &count);

  for (gsize i = 0; i < count; i++)
    {
      if (strcmp (rows[i].field, field) == 0)
        return &rows[i];
    }

  g_test_message ("no row %s", field);
  g_test_fail ();

  return NULL;
}

typedef struct {
  const char *field;
  const char *asked;
  const char *issued;
  ZmVerdict   verdict;
} Row;

static void
assert_row (ZmJudgement *judgement,
            const Row   *expected)
{
  const ZmJudgementRow *row = find (judgement, expected->field);

  g_test_message ("%s", expected->field);
  g_assert_nonnull (row);
  g_assert_cmpstr (row->asked, ==, expected->asked);
  g_assert_cmpstr (row->issued, ==, expected->issued);
  g_assert_cmpstr (zm_judgement_verdict_name (row->verdict), ==,
                   zm_judgement_verdict_name (expected->verdict));
  g_assert_nonnull (row->policy);
  g_assert_true ((row->check != NULL) == (row->verdict == ZM_VERDICT_REFUSED));
}

static void
assert_rows (ZmJudgement *judgement,
             const Row   *rows,
             gsize        count)
{
  for (gsize i = 0; i < count; i++)
    assert_row (judgement, &rows[i]);
}

static void
assert_accepted (ZmJudgement *judgement)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_judgement_is_accepted (judgement, &error));
  g_assert_no_error (error);
}

/* A request of our own device is granted as it is, but for the URI that it cannot know. */
static void
test_own_device (void)
{
  static const Row rows[] = {
    { "CN", "DEV-001", "DEV-001", ZM_VERDICT_GRANTED },
    { "OU", "ZMonitor", "ZMonitor", ZM_VERDICT_GRANTED },
    { "SAN URI", NULL, URI, ZM_VERDICT_FILLED },
    { "SAN deviceId", "DEV-001", "DEV-001", ZM_VERDICT_GRANTED },
    { "SAN deviceLabel", LABEL, LABEL, ZM_VERDICT_GRANTED },
    { "Key usage", "digitalSignature", "digitalSignature", ZM_VERDICT_GRANTED },
    { "Extended key usage", "clientAuth", "clientAuth", ZM_VERDICT_GRANTED },
    { "Basic constraints", NULL, "CA:FALSE", ZM_VERDICT_FILLED },
    { "Validity", NULL, "365 days", ZM_VERDICT_FILLED },
  };
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(ZmCsr) csr = zm_csr_create_device (key, "DEV-001", LABEL, NULL);
  g_autoptr(ZmJudgement) judgement = zm_judgement_new (csr, &policy, &facts);
  const ZmJudgementRow *row = find (judgement, "Key");

  assert_accepted (judgement);
  assert_rows (judgement, rows, G_N_ELEMENTS (rows));
  g_assert_cmpstr (row->issued, ==, "EC P-256");
  g_assert_cmpint (row->verdict, ==, ZM_VERDICT_GRANTED);
}

static void
test_filled (void)
{
  static const char *const nothing[] = { NULL };
  static const Row rows[] = {
    { "CN", NULL, "DEV-001", ZM_VERDICT_FILLED },
    { "OU", NULL, "ZMonitor", ZM_VERDICT_FILLED },
    { "SAN URI", NULL, URI, ZM_VERDICT_FILLED },
    { "SAN deviceId", NULL, "DEV-001", ZM_VERDICT_FILLED },
    { "SAN deviceLabel", NULL, LABEL, ZM_VERDICT_FILLED },
    { "Key usage", NULL, "digitalSignature", ZM_VERDICT_FILLED },
    { "Extended key usage", NULL, "clientAuth", ZM_VERDICT_FILLED },
    { "Basic constraints", NULL, "CA:FALSE", ZM_VERDICT_FILLED },
  };
  g_autoptr(ZmJudgement) judgement = judge (&(Forge) { .subject = nothing }, &facts);

  assert_accepted (judgement);
  assert_rows (judgement, rows, G_N_ELEMENTS (rows));
}

/* Everything that can be asked for too much: shown, and not issued. */
static void
test_changed_and_ignored (void)
{
  static const char *const subject[] = { "CN", "DEV-001", "OU", "ICU", "O", "Elsewhere", NULL };
  static const char config[] =
    "[ext]\n"
    "subjectAltName=URI:" URI ",URI:https://vendor.example/,DNS:dev-001.example,email:a@b.example,"
                              "IP:192.0.2.1,dirName:dir,otherName:1.2.3;UTF8:deviceId=DEV-001\n"
                              "keyUsage=digitalSignature,keyEncipherment\n"
                              "extendedKeyUsage=clientAuth,serverAuth\n"
                              "basicConstraints=CA:TRUE,pathlen:0\n"
                              "nsComment=hello\n"
                              "[dir]\nCN=DEV-001\ndescription=Bett 9\nL=Basel\n";
  static const Row rows[] = {
    { "OU", "ICU", "ZMonitor", ZM_VERDICT_CHANGED },
    { "Subject O", "Elsewhere", NULL, ZM_VERDICT_IGNORED },
    { "SAN URI", URI, URI, ZM_VERDICT_GRANTED },
    { "SAN DNS", "dev-001.example", NULL, ZM_VERDICT_IGNORED },
    { "SAN email", "a@b.example", NULL, ZM_VERDICT_IGNORED },
    { "SAN IP", "192.0.2.1", NULL, ZM_VERDICT_IGNORED },
    { "SAN otherName 1.2.3", "deviceId=DEV-001", NULL, ZM_VERDICT_IGNORED },
    { "SAN deviceId", "DEV-001", "DEV-001", ZM_VERDICT_GRANTED },
    { "SAN deviceLabel", "Bett 9", LABEL, ZM_VERDICT_CHANGED },
    { "SAN directoryName L", "Basel", NULL, ZM_VERDICT_IGNORED },
    { "Key usage", "digitalSignature, keyEncipherment", "digitalSignature", ZM_VERDICT_CHANGED },
    { "Extended key usage", "clientAuth, serverAuth", "clientAuth", ZM_VERDICT_CHANGED },
    { "Basic constraints", "CA:TRUE, pathlen:0", "CA:FALSE", ZM_VERDICT_IGNORED },
    { "Extension nsComment", "hello", NULL, ZM_VERDICT_IGNORED },
    { "Attribute challengePassword", "(not shown)", NULL, ZM_VERDICT_IGNORED },
  };
  g_autoptr(ZmJudgement) judgement = judge (&(Forge) { .subject = subject, .config = config,
                                                       .challenge = "secret" }, &facts);

  assert_accepted (judgement);
  assert_rows (judgement, rows, G_N_ELEMENTS (rows));
  g_assert_cmpstr (find (judgement, "Key usage")->standard, ==, "RFC 8813 §3");
  g_assert_cmpstr (find (judgement, "Extended key usage")->standard, ==, "RFC 5280 §4.2.1.12");
  g_assert_cmpstr (find (judgement, "SAN URI")->standard, ==, "RFC 5280 §4.2.1.6");
  g_assert_null (find (judgement, "Key reuse")->standard);
}

static void
test_rsa_usage (void)
{
  static const Row rows[] = {
    { "Key usage", "digitalSignature", "digitalSignature, keyEncipherment", ZM_VERDICT_CHANGED },
  };
  g_autoptr(EVP_PKEY) pkey = EVP_RSA_gen (3072);
  g_autoptr(ZmJudgement) judgement = judge (&(Forge) {
    .pkey = pkey, .config = "[ext]\nkeyUsage=digitalSignature\n",
  }, &facts);

  assert_accepted (judgement);
  assert_rows (judgement, rows, G_N_ELEMENTS (rows));
}

static void
assert_refused (ZmJudgement *judgement,
                const char  *field,
                const char  *check)
{
  const ZmJudgementRow *row = find (judgement, field);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (row);
  g_assert_cmpint (row->verdict, ==, ZM_VERDICT_REFUSED);
  g_assert_null (row->issued);
  g_assert_cmpstr (row->check, ==, check);
  g_assert_false (zm_judgement_is_accepted (judgement, &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_REFUSED));
  fixture_assert_check (&error, check);
}

static void
test_refused (void)
{
  static const char *const other[] = { "CN", "DEV-002", "OU", "ZMonitor", NULL };
  static const char *const two[] = { "CN", "DEV-001", "CN", "DEV-002", NULL };
  static const char *const twice[] = { "CN", "DEV-001", "CN", "DEV-001", NULL };
  static const char *const cased[] = { "CN", "dev-001", NULL };
  static const char *const spelt[] = { "CN", "DEV-001", "OU", "DeviceID=DEV-002", NULL };
  static const char *const title[] = { "CN", "DEV-001", "title", "x deviceId=DEV-0011", NULL };
#define SAN(text) "[ext]\nsubjectAltName=" text "\n"
  static const struct {
    Forge       forge;
    const char *field;
    const char *check;
  } cases[] = {
    { { .subject = other }, "CN", "csr.device-id" },
    { { .subject = cased }, "CN", "csr.device-id" },
    { { .subject = two }, "CN", "csr.subject" },
    { { .subject = twice }, "CN", "csr.subject" },
    { { .subject = spelt }, "OU", "csr.device-id" },
    { { .subject = title }, "Subject title", "csr.device-id" },
    { { .config = SAN ("URI:https://id.hospital.example/zmonitor/device/DEV-002") }, "SAN URI",
      "csr.device-id" },
    { { .config = SAN ("URI:https://other.example/x/DEV-002/?a=b#c") }, "SAN URI",
      "csr.device-id" },
    { { .config = SAN ("URI:https://other.example/DEV%2D002") }, "SAN URI", "csr.device-id" },
    { { .config = SAN ("URI:urn:zmonitor:device:DEV-002") }, "SAN URI", "csr.device-id" },
    { { .config = SAN ("URI:https://a.example/?deviceId=DEV-002") }, "SAN URI", "csr.device-id" },
    { { .config = SAN ("DNS:deviceId=DEV-002") }, "SAN DNS", "csr.device-id" },
    { { .config = SAN ("dirName:dir") "[dir]\nCN=DEV-002\n" }, "SAN deviceId", "csr.device-id" },
    { { .config = SAN ("otherName:1.2.3;UTF8:deviceId=DEV-002 deviceLabel=x") },
      "SAN otherName 1.2.3", "csr.device-id" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ZmJudgement) judgement = judge (&cases[i].forge, &facts);
      gsize count = 0;
      const ZmJudgementRow *rows = zm_judgement_get_rows (judgement, &count);
      gboolean found = FALSE;

      g_test_message ("case %zu", i);
      for (gsize j = 0; j < count; j++)
        found = found || (strcmp (rows[j].field, cases[i].field) == 0 &&
                          g_strcmp0 (rows[j].check, cases[i].check) == 0);
      g_assert_true (found);
      g_assert_false (zm_judgement_is_accepted (judgement, NULL));
    }
}

/* What only looks like another device's name. */
static void
test_harmless (void)
{
  static const char *const configs[] = {
    SAN ("URI:https://vendor.example"),
    SAN ("URI:https://vendor.example/"),
    SAN ("URI:https://vendor.example/a~b?c"),
    SAN ("URI:https://other.example/zmonitor/device/DEV-001"),
    SAN ("URI:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
    SAN ("DNS:dev-002.hospital.example"),
    SAN ("dirName:dir") "[dir]\nCN=DEV-001\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (configs); i++)
    {
      g_autoptr(ZmJudgement) judgement = judge (&(Forge) { .config = configs[i] }, &facts);

      g_test_message ("%s", configs[i]);
      assert_accepted (judgement);
    }
}

static void
test_key_reuse (void)
{
  ZmJudgementFacts reused = facts;
  ZmJudgementFacts revoked = facts;
  g_autoptr(ZmJudgement) first = NULL;
  g_autoptr(ZmJudgement) second = NULL;

  reused.key_other_device = "DEV-014";
  revoked.key_revoked = TRUE;
  first = judge (&(Forge) { 0 }, &reused);
  second = judge (&(Forge) { 0 }, &revoked);
  assert_refused (first, "Key reuse", "csr.key-reused");
  g_assert_nonnull (strstr (find (first, "Key reuse")->asked, "DEV-014"));
  assert_refused (second, "Key revoked", "csr.key-revoked");
}

static void
test_validity (void)
{
  ZmJudgementFacts known = facts;
  g_autoptr(ZmJudgement) whole = NULL;
  g_autoptr(ZmJudgement) clipped = NULL;
  const ZmJudgementRow *row;

  g_assert_true (zm_instant_parse ("2025-12-01T10:00:00Z", &known.now));
  g_assert_true (zm_instant_parse ("2027-12-01T10:00:00Z", &known.issuer_not_after));
  whole = judge (&(Forge) { 0 }, &known);
  g_assert_true (zm_instant_parse ("2026-03-01T00:00:00Z", &known.issuer_not_after));
  clipped = judge (&(Forge) { 0 }, &known);

  row = find (whole, "Validity");
  g_assert_cmpstr (row->issued, ==, "2026-12-01T10:00:00Z");
  g_assert_cmpstr (row->policy, ==, "365 days");
  row = find (clipped, "Validity");
  g_assert_cmpstr (row->issued, ==, "2026-03-01T00:00:00Z");
  g_assert_nonnull (strstr (row->policy, "clipped"));
}

static void
test_json (void)
{
  g_autoptr(ZmJudgement) judgement = judge (&(Forge) {
    .config = "[ext]\nsubjectAltName=dirName:dir\n[dir]\nCN=DEV-002\nL=a\n",
  }, &facts);
  g_autoptr(json_t) json = zm_judgement_to_json (judgement);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmJudgement) again = zm_judgement_from_json (json, &error);
  g_autoptr(json_t) json_again = NULL;

  g_assert_no_error (error);
  json_again = zm_judgement_to_json (again);
  g_assert_true (json_equal (json, json_again));
  assert_refused (again, "SAN deviceId", "csr.device-id");
}

static void
test_json_refused (void)
{
#define ROW(verdict, rest) \
  "{\"field\":\"CN\",\"policy\":\"x\",\"verdict\":\"" verdict "\"" rest "}"
  static const char *const refused[] = {
    "{}",
    "{\"accepted\":true}",
    "{\"accepted\":1,\"rows\":[]}",
    "{\"accepted\":true,\"rows\":[1]}",
    "{\"accepted\":true,\"rows\":[{}]}",
    "{\"accepted\":true,\"rows\":[" ROW ("maybe", "") "]}",
    "{\"accepted\":true,\"rows\":[" ROW ("granted", ",\"asked\":1") "]}",
    "{\"accepted\":true,\"rows\":[" ROW ("granted", ",\"check\":\"a\"") "]}",
    "{\"accepted\":false,\"rows\":[" ROW ("refused", "") "]}",
    "{\"accepted\":true,\"rows\":[" ROW ("refused", ",\"check\":\"a\"") "]}",
    "{\"accepted\":false,\"rows\":[" ROW ("granted", "") "]}",
  };
  g_autoptr(json_t) good = json_loads ("{\"accepted\":true,\"rows\":[" ROW ("granted", "") "]}", 0,
                                       NULL);
  g_autoptr(ZmJudgement) judgement = zm_judgement_from_json (good, NULL);

  g_assert_nonnull (judgement);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(json_t) json = json_loads (refused[i], 0, NULL);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", refused[i]);
      g_assert_nonnull (json);
      g_assert_null (zm_judgement_from_json (json, &error));
      fixture_assert_check (&error, "judgement.form");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/judgement/own-device", test_own_device);
  g_test_add_func ("/judgement/filled", test_filled);
  g_test_add_func ("/judgement/changed-and-ignored", test_changed_and_ignored);
  g_test_add_func ("/judgement/rsa-usage", test_rsa_usage);
  g_test_add_func ("/judgement/refused", test_refused);
  g_test_add_func ("/judgement/harmless", test_harmless);
  g_test_add_func ("/judgement/key-reuse", test_key_reuse);
  g_test_add_func ("/judgement/validity", test_validity);
  g_test_add_func ("/judgement/json", test_json);
  g_test_add_func ("/judgement/json-refused", test_json_refused);

  return g_test_run ();
}
