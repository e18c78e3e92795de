#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/jcs.h"
#include "app/pki/jws.h"
#include "tests/pki/testpki.h"

#include <string.h>

/* The station signatures of payload-v1.json, which other code made, and mutations of one. */

typedef struct {
  GBytes *payload; /* the signed bytes */
  char   *jws;
  char  **parts;
} Fixture;

static json_t *
load_payload (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", "payload-v1.json", NULL);
  g_autoptr(GBytes) file = zm_file_read (path, 1 << 20, NULL);
  g_autoptr(json_t) root = NULL;
  json_t *item;
  size_t i;

  root = zm_json_parse_object (g_bytes_get_data (file, NULL), g_bytes_get_size (file), "test",
                               NULL);
  json_array_foreach (json_object_get (root, "cases"), i, item)
    {
      const char *text = json_string_value (json_object_get (item, "payload"));

      if (strcmp (json_string_value (json_object_get (item, "name")), name) == 0)
        return zm_json_parse_object (text, strlen (text), "test", NULL);
    }

  g_error ("There is no case “%s”", name);
}

static void
load (Fixture    *fixture,
      const char *name)
{
  g_autoptr(json_t) payload = load_payload (name);
  g_autoptr(GError) error = NULL;

  fixture->jws = g_strdup (json_string_value (json_object_get (payload, "stationSignature")));
  fixture->parts = g_strsplit (fixture->jws, ".", 0);
  json_object_del (payload, "signature");
  json_object_del (payload, "stationSignature");
  fixture->payload = zm_jcs_encode (payload, &error);
  g_assert_no_error (error);
}

static void
unload (Fixture *fixture)
{
  g_bytes_unref (fixture->payload);
  g_free (fixture->jws);
  g_strfreev (fixture->parts);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  load (fixture, "derived mode, all members");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  unload (fixture);
}

static void
assert_refused (Fixture    *fixture,
                const char *jws,
                const char *type,
                const char *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCertificate) signer = zm_jws_verify_detached (jws, type, fixture->payload, &error);

  g_assert_null (signer);
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
test_vector (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCertificate) signer = zm_jws_verify_detached (fixture->jws, NULL, fixture->payload,
                                                            &error);

  g_assert_no_error (error);
  g_assert_cmpstr (zm_certificate_get_common_name (signer), ==, "Vector Station desk-1");
}

static void
test_refused_vectors (void)
{
  static const struct {
    const char *name;
    const char *check;
  } cases[] = {
    { "station signature over another payload", "jws.signature" },
    { "station signature alg none", "jws.header" },
    { "station signature header with crit", "jws.header" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture = { 0 };

      load (&fixture, cases[i].name);
      assert_refused (&fixture, fixture.jws, NULL, cases[i].check);
      unload (&fixture);
    }
}

static void
test_type_must_be_as_expected (Fixture       *fixture,
                               gconstpointer  data)
{
  assert_refused (fixture, fixture->jws, "zmonitor-receipt", "jws.header");
}

static void
test_form (Fixture       *fixture,
           gconstpointer  data)
{
  char **parts = fixture->parts;
  g_autofree char *attached = g_strdup_printf ("%s.e30.%s", parts[0], parts[2]);
  g_autofree char *two = g_strdup_printf ("%s.%s", parts[0], parts[2]);
  g_autofree char *four = g_strdup_printf ("%s..%s.", parts[0], parts[2]);
  g_autofree char *padded = g_strdup_printf ("%s..%s==", parts[0], parts[2]);
  g_autofree char *short_signature = g_strdup_printf ("%s..%.*s", parts[0], 84, parts[2]);
  g_autofree char *huge = g_strnfill (ZM_JWS_MAX + 1, 'A');

  assert_refused (fixture, attached, NULL, "jws.form");
  assert_refused (fixture, two, NULL, "jws.form");
  assert_refused (fixture, four, NULL, "jws.form");
  assert_refused (fixture, padded, NULL, "jws.form");
  assert_refused (fixture, short_signature, NULL, "jws.form");
  assert_refused (fixture, "", NULL, "jws.form");
  assert_refused (fixture, "..", NULL, "jws.header");
  assert_refused (fixture, huge, NULL, "jws.size");
}

/* The header's text with one thing replaced, signed by nobody: the header must refuse first. */
static void
test_header (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct {
    const char *from;
    const char *to;
    const char *check;
  } changes[] = {
    { "\"ES256\"", "\"RS256\"", "jws.header" },
    { "\"ES256\"", "\"ES256\\u0000\"", "jws.header" },
    { "\"ES256\"", "null", "jws.header" },
    { "{", "{\"kid\":\"x\",", "jws.header" },
    { "{", "{\"typ\":\"JOSE\",", "jws.header" },
    { "{", "{\"alg\":\"ES256\",", "jws.header" },
    { "[\"", "[\"MAA=\",\"", "jws.header" },
    { "[\"", "[\"A", "jws.certificate" },
    { "\"x5c\"", "\"x5t\"", "jws.header" },
    { "\"]", "\\u0000x\"]", "jws.certificate" },
  };
  g_autoptr(GBytes) decoded = zm_base64url_decode (fixture->parts[0]);
  g_autofree char *text = g_strndup (g_bytes_get_data (decoded, NULL), g_bytes_get_size (decoded));

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(GString) changed = g_string_new (text);
      g_autofree char *header = NULL;
      g_autofree char *jws = NULL;

      g_assert_cmpuint (g_string_replace (changed, changes[i].from, changes[i].to, 1), ==, 1);
      header = zm_base64url_encode ((const guint8 *) changed->str, changed->len);
      jws = g_strdup_printf ("%s..%s", header, fixture->parts[2]);
      assert_refused (fixture, jws, NULL, changes[i].check);
    }
}

static void
test_any_change_is_seen (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GBytes) raw = zm_base64url_decode (fixture->parts[2]);
  g_autofree guint8 *signature = g_memdup2 (g_bytes_get_data (raw, NULL), 64);

  for (guint i = 0; i < 64; i += 7)
    {
      g_autofree char *tail = NULL;
      g_autofree char *jws = NULL;

      signature[i] ^= 0x10;
      tail = zm_base64url_encode (signature, 64);
      jws = g_strdup_printf ("%s..%s", fixture->parts[0], tail);
      assert_refused (fixture, jws, NULL, "jws.signature");
      signature[i] ^= 0x10;
    }
}

/* r = s = 0 must not verify (CVE-2022-21449). */
static void
test_zero_signature (Fixture       *fixture,
                     gconstpointer  data)
{
  static const guint8 zeros[64];
  g_autofree char *tail = zm_base64url_encode (zeros, 64);
  g_autofree char *jws = g_strdup_printf ("%s..%s", fixture->parts[0], tail);

  assert_refused (fixture, jws, NULL, "jws.signature");
}

static void
test_sign (void)
{
  g_autoptr(TestPki) pki = test_pki_new ();
  g_autoptr(TestIdentity) server = test_pki_issue (pki, ZM_PROFILE_SERVER, "localhost", 0);
  g_autoptr(TestIdentity) other = test_pki_issue (pki, ZM_PROFILE_SERVER, "localhost", 0);
  g_autoptr(GBytes) payload = g_bytes_new_static ("payload", 7);
  g_autoptr(GError) error = NULL;
  g_autofree char *jws = zm_jws_sign (server->key, test_identity_leaf (server), "receipt", payload,
                                      FALSE, &error);
  g_autoptr(GBytes) seen = NULL;
  g_autoptr(ZmCertificate) signer = NULL;

  g_assert_no_error (error);
  signer = zm_jws_verify (jws, "receipt", &seen, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (seen, payload));
  g_assert_cmpstr (zm_certificate_get_sha256 (signer), ==,
                   zm_certificate_get_sha256 (test_identity_leaf (server)));

  g_assert_null (zm_jws_sign (other->key, test_identity_leaf (server), NULL, payload, TRUE,
                              &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "jws.certificate");
}

/* An attached payload is no detached one, nor is another payload this one. */
static void
test_attached (void)
{
  g_autoptr(TestPki) pki = test_pki_new ();
  g_autoptr(TestIdentity) desk = test_pki_issue (pki, ZM_PROFILE_STATION, "desk-1", 0);
  g_autoptr(GBytes) payload = g_bytes_new_static ("payload", 7);
  g_autoptr(GError) error = NULL;
  Fixture fixture = { .payload = payload };
  g_autofree char *jws = zm_jws_sign (desk->key, test_identity_leaf (desk), NULL, payload, FALSE,
                                      &error);
  g_auto(GStrv) parts = NULL;
  g_autofree char *swapped = NULL;
  GBytes *seen = NULL;

  g_assert_no_error (error);
  assert_refused (&fixture, jws, NULL, "jws.form");
  parts = g_strsplit (jws, ".", 0);
  swapped = g_strdup_printf ("%s.cGF5bG9hZA.%s", parts[0], parts[2]);
  g_assert_cmpstr (swapped, ==, jws);
  swapped[strlen (parts[0]) + 1] = 'd';
  g_assert_null (zm_jws_verify (swapped, NULL, &seen, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "jws.signature");
  g_assert_null (seen);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/jws/vector", Fixture, NULL, set_up, test_vector, tear_down);
  g_test_add_func ("/jws/refused-vectors", test_refused_vectors);
  g_test_add ("/jws/type", Fixture, NULL, set_up, test_type_must_be_as_expected, tear_down);
  g_test_add ("/jws/form", Fixture, NULL, set_up, test_form, tear_down);
  g_test_add ("/jws/header", Fixture, NULL, set_up, test_header, tear_down);
  g_test_add ("/jws/any-change", Fixture, NULL, set_up, test_any_change_is_seen, tear_down);
  g_test_add_func ("/jws/sign", test_sign);
  g_test_add_func ("/jws/attached", test_attached);
  g_test_add ("/jws/zero-signature", Fixture, NULL, set_up, test_zero_signature, tear_down);

  return g_test_run ();
}
