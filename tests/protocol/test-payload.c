#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/protocol/payload.h"
#include "app/protocol/payload-bytes.h"
#include "tests/protocol/vectors.h"

#include <string.h>

typedef struct {
  json_t *root;
  guint8  key_sha256[ZM_SHA256_LENGTH];
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  fixture->root = load_vectors ("payload-v1.json");
  get_hex (fixture->root, "pendingKeySha256", fixture->key_sha256, ZM_SHA256_LENGTH);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  json_decref (fixture->root);
}

static ZmFactoryRecord *
get_factory (Fixture    *fixture,
             const char *name)
{
  const json_t *object = json_object_get (json_object_get (fixture->root, "factory"), name);
  g_autofree char *text = json_dumps (object, 0);
  g_autoptr(GError) error = NULL;
  ZmFactoryRecord *record = zm_factory_record_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return record;
}

static GBytes *
get_payload (const json_t *item)
{
  const json_t *text = json_object_get (item, "payload");

  if (text == NULL)
    return zm_base64_decode (get_text (item, "payloadBase64"));

  return g_bytes_new (json_string_value (text), json_string_length (text));
}

static ZmPayload *
verify (Fixture       *fixture,
        const json_t  *item,
        GError       **error)
{
  g_autoptr(ZmFactoryRecord) factory = get_factory (fixture, get_text (item, "factory"));
  g_autoptr(GBytes) bytes = get_payload (item);
  ZmInstant now;

  g_assert_true (zm_instant_parse (get_text (item, "now"), &now));
  return zm_payload_verify (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), factory,
                            fixture->key_sha256, now, error);
}

static void
check_accepted (const json_t    *item,
                const ZmPayload *payload,
                const GError    *error)
{
  g_assert_no_error (error);
  g_assert_cmpstr (payload->device_id, ==, "DEV-001");
  g_assert_true (g_str_has_prefix (payload->server_url, "https://central.example.org"));
  g_assert_cmpuint (payload->chain->len, ==, 2);
  g_assert_nonnull (payload->root);
  if (strcmp (get_text (item, "factory"), "derived") == 0)
    g_assert_cmpstr (payload->session_id, ==, "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b");
}

static void
check_refused (const json_t    *item,
               const ZmPayload *payload,
               const GError    *error)
{
  g_autofree char *expected = g_strconcat ("payload.", get_text (item, "because"), NULL);

  g_assert_null (payload);
  g_assert_cmpstr (zm_error_get_check (error), ==, expected);
}

static void
test_cases (Fixture       *fixture,
            gconstpointer  unused)
{
  json_t *cases = json_object_get (fixture->root, "cases");
  json_t *item;
  size_t i;

  g_assert_cmpuint (json_array_size (cases), >=, 46);
  json_array_foreach (cases, i, item)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmPayload) payload = verify (fixture, item, &error);

      g_test_message ("%s", get_text (item, "name"));
      if (strcmp (get_text (item, "expect"), "accept") == 0)
        check_accepted (item, payload, error);
      else
        check_refused (item, payload, error);
    }
}

static json_t *
get_case (Fixture    *fixture,
          const char *name)
{
  json_t *item;
  size_t i;

  json_array_foreach (json_object_get (fixture->root, "cases"), i, item)
    {
      if (strcmp (get_text (item, "name"), name) == 0)
        return item;
    }

  g_assert_not_reached ();
}

/* Which vector belongs to which published hash and signature. */
static void
check_signature (Fixture      *fixture,
                 const char   *name,
                 const json_t *expected)
{
  g_autoptr(GBytes) text = get_payload (get_case (fixture, name));
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) object = NULL;
  g_autoptr(GBytes) canonical = NULL;
  g_autoptr(ZmSecret) key = zm_secret_new (32);
  g_autofree char *sha256 = NULL;
  g_autofree char *signature = NULL;
  guint8 mac[ZM_SHA256_LENGTH];

  object = zm_json_parse_object (g_bytes_get_data (text, NULL), g_bytes_get_size (text), "test",
                                 &error);
  g_assert_no_error (error);
  canonical = zm_payload_bytes_canonical (object, &error);
  g_assert_no_error (error);
  sha256 = zm_digest_sha256_hex (g_bytes_get_data (canonical, NULL), g_bytes_get_size (canonical));
  g_assert_cmpstr (sha256, ==, get_text (expected, "canonicalSha256"));

  get_hex (expected, "deviceKeyHex", zm_secret_bytes (key), 32);
  zm_payload_bytes_mac (canonical, key, mac);
  signature = zm_base64_encode (mac, sizeof mac);
  g_assert_cmpstr (signature, ==, get_text (expected, "signature"));
}

static void
test_signed_bytes (Fixture       *fixture,
                   gconstpointer  unused)
{
  json_t *hmac = json_object_get (fixture->root, "hmac");

  g_assert_cmpuint (json_array_size (hmac), ==, 2);
  check_signature (fixture, "derived mode, all members", json_array_get (hmac, 0));
  check_signature (fixture, "shared mode, members of the source design only",
                   json_array_get (hmac, 1));
}

/* A flipped bit anywhere in the signed text is found, whatever check finds it. */
static void
test_tampered (Fixture       *fixture,
               gconstpointer  unused)
{
  json_t *item = get_case (fixture, "derived mode, all members");
  const char *text = get_text (item, "payload");
  g_autoptr(ZmFactoryRecord) factory = get_factory (fixture, "derived");
  gsize length = strlen (text);
  ZmInstant now;

  g_assert_true (zm_instant_parse (get_text (item, "now"), &now));
  for (gsize i = 0; i < length; i += 41)
    {
      g_autofree char *bad = g_memdup2 (text, length);
      g_autoptr(GError) error = NULL;

      bad[i] ^= 1;
      /* White space between members is not signed. */
      if (g_ascii_isspace (text[i]))
        continue;
      g_assert_null (zm_payload_verify (bad, length, factory, fixture->key_sha256, now, &error));
      g_assert_true (g_str_has_prefix (zm_error_get_check (error), "payload."));
    }
}

static void
test_central_key (Fixture       *fixture,
                  gconstpointer  unused)
{
  g_autoptr(ZmFactoryRecord) factory = get_factory (fixture, "derived");
  g_autoptr(json_t) object = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  object = json_loads (get_text (get_case (fixture, "derived mode, all members"), "payload"), 0,
                       NULL);
  zm_json_set_string (object, "clientPrivateKey", "-----BEGIN ENCRYPTED PRIVATE KEY-----");
  text = json_dumps (object, 0);
  g_assert_null (zm_payload_verify (text, strlen (text), factory, fixture->key_sha256, 0, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.members");
  g_assert_cmpstr (zm_error_get_seen (error), ==, "clientPrivateKey");
}

/* What a signer in shared mode composes from the vectors' certificates. */
static char *
compose (Fixture     *fixture,
         const char  *server_url,
         ZmInstant    issued_at,
         GError     **error)
{
  g_autoptr(ZmFactoryRecord) factory = get_factory (fixture, "shared");
  g_autoptr(json_t) object = NULL;
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(ZmCertificate) root = NULL;
  ZmPayloadContent content = {
    .device_id = "DEV-001",
    .session_id = "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b",
    .pairing_code = "",
    .server_url = server_url,
    .issued_at = issued_at,
  };
  const char *pem;

  object = json_loads (get_text (get_case (fixture, "derived mode, all members"), "payload"), 0,
                       NULL);
  pem = get_text (object, "clientCertificate");
  chain = zm_certificate_list_from_pem (pem, strlen (pem), 4, NULL);
  pem = get_text (object, "caCertificate");
  root = zm_certificate_new_from_pem (pem, strlen (pem), NULL);
  content.chain = (ZmCertificate *const *) chain->pdata;
  content.chain_length = chain->len;
  content.root = root;

  return zm_payload_compose (&content, factory->key_id, factory->key, NULL, NULL, error);
}

/* The window is an hour; a microsecond of the clock makes no difference. */
static void
test_compose (Fixture       *fixture,
              gconstpointer  unused)
{
  static const struct {
    ZmInstant   later;
    const char *check;
  } cases[] = {
    { -ZM_INSTANT_SECOND, "payload.window" },
    { 0, NULL },
    { ZM_PAYLOAD_INSTALL_WINDOW + 999999, NULL },
    { ZM_PAYLOAD_INSTALL_WINDOW + ZM_INSTANT_SECOND, "payload.window" },
  };
  g_autoptr(ZmFactoryRecord) factory = get_factory (fixture, "shared");
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  ZmInstant now;

  g_assert_true (zm_instant_parse ("2025-12-02T10:00:00Z", &now));
  text = compose (fixture, "https://central.example.org/base", now, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) refusal = NULL;
      g_autoptr(ZmPayload) payload = zm_payload_verify (text, strlen (text), factory,
                                                        fixture->key_sha256,
                                                        now + cases[i].later, &refusal);

      g_assert_cmpint (payload != NULL, ==, cases[i].check == NULL);
      if (payload == NULL)
        g_assert_cmpstr (zm_error_get_check (refusal), ==, cases[i].check);
    }
}

static void
test_compose_refuses (Fixture       *fixture,
                      gconstpointer  unused)
{
  g_autofree char *path = g_strnfill (ZM_PAYLOAD_MAX, 'a');
  g_autofree char *url = g_strconcat ("https://central.example.org/", path, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (compose (fixture, "http://central.example.org", 0, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.server-url");
  g_clear_error (&error);
  g_assert_null (compose (fixture, url, 0, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "payload.size");
}

static void
check_url (const char *url,
           const char *host,
           guint16     port,
           const char *path)
{
  g_autofree char *found_host = NULL;
  g_autofree char *found_path = NULL;
  guint16 found_port = 0;

  g_assert_true (zm_payload_parse_url (url, &found_host, &found_port, &found_path));
  g_assert_cmpstr (found_host, ==, host);
  g_assert_cmpuint (found_port, ==, port);
  g_assert_cmpstr (found_path, ==, path);
}

static void
test_url (void)
{
  static const char *const refused[] = {
    "", "https://", "https:///path", "http://central.example.org", "HTTPS://central.example.org",
    "https://user@central.example.org", "https://user:pw@central.example.org",
    "https://central.example.org@evil.example", "https://central.example.org?x",
    "https://central.example.org/#x", "https://central.example.org:0",
    "https://central.example.org:65536", "https://central.example.org:",
    "https://central.example.org:0443", "https://central.example.org:44a",
    "https://central..example.org", "https://.example.org", "https://-a.example.org",
    "https://central.example.org\\evil", "https://central.example.org/a b",
    "https://central.example.org/\xc3\xa9", "https://c%65ntral.example.org",
    "https://[fe80::1%25eth0]/", "https://[::1", "https://::1/", "https://a_b.example.org/",
  };

  check_url ("https://central.example.org", "central.example.org", 443, "");
  check_url ("https://central.example.org:8443/a/b", "central.example.org", 8443, "/a/b");
  check_url ("https://192.0.2.7/", "192.0.2.7", 443, "/");
  check_url ("https://[2001:db8::1]:444/x%20y", "2001:db8::1", 444, "/x%20y");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_test_message ("%s", refused[i]);
      g_assert_false (zm_payload_parse_url (refused[i], NULL, NULL, NULL));
    }
}

static void
add (const char *path,
     void      (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/payload/cases", test_cases);
  add ("/payload/signed-bytes", test_signed_bytes);
  add ("/payload/tampered", test_tampered);
  add ("/payload/central-key", test_central_key);
  add ("/payload/compose", test_compose);
  add ("/payload/compose-refuses", test_compose_refuses);
  g_test_add_func ("/payload/url", test_url);

  return g_test_run ();
}
