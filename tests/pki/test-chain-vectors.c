#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/json.h"
#include "app/pki/chain.h"

#include <string.h>

/* The chains of payload-v1.json, which other code made. */

#define NOW "2025-12-01T10:30:00Z"

static json_t *
load_cases (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", "payload-v1.json", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = zm_file_read (path, 1 << 20, &error);
  g_autoptr(json_t) root = NULL;

  g_assert_no_error (error);
  root = zm_json_parse_object (g_bytes_get_data (file, NULL), g_bytes_get_size (file), "test",
                               &error);
  g_assert_no_error (error);

  return json_incref (json_object_get (root, "cases"));
}

/* The payload of the named case, parsed. */
static json_t *
load_payload (const char *name)
{
  g_autoptr(json_t) cases = load_cases ();
  json_t *item;
  size_t i;

  json_array_foreach (cases, i, item)
    {
      const char *text = json_string_value (json_object_get (item, "payload"));
      g_autoptr(GError) error = NULL;
      json_t *payload;

      if (strcmp (json_string_value (json_object_get (item, "name")), name) != 0)
        continue;
      payload = zm_json_parse_object (text, strlen (text), "test", &error);
      g_assert_no_error (error);
      return payload;
    }

  g_error ("There is no case “%s”", name);
}

static GPtrArray *
read_list (const json_t *payload,
           const char   *member)
{
  const char *pem = json_string_value (json_object_get (payload, member));
  g_autoptr(GError) error = NULL;
  GPtrArray *list = zm_certificate_list_from_pem (pem, strlen (pem), ZM_CHAIN_MAX, &error);

  g_assert_no_error (error);

  return list;
}

static gboolean
verify (const char  *name,
        const char  *at,
        ZmPurpose    purpose,
        GError     **error)
{
  g_autoptr(json_t) payload = load_payload (name);
  g_autoptr(GPtrArray) chain = read_list (payload, "clientCertificate");
  g_autoptr(GPtrArray) root = read_list (payload, "caCertificate");
  ZmInstant now;

  g_assert_true (zm_instant_parse (at, &now));

  return zm_chain_verify ((ZmCertificate *const *) chain->pdata, chain->len, root->pdata[0], NULL,
                          purpose, now, error);
}

static void
assert_refused (const char *name,
                const char *at,
                ZmPurpose   purpose,
                const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (verify (name, at, purpose, &error));
  g_assert_error (error, ZM_ERROR, ZM_ERROR_REFUSED);
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
assert_times (const char *at,
              const char *seen,
              const char *expected)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (verify ("derived mode, all members", at, ZM_PURPOSE_CLIENT, &error));
  g_assert_cmpstr (zm_error_get_seen (error), ==, seen);
  g_assert_cmpstr (zm_error_get_expected (error), ==, expected);
}

static void
test_accepts (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (verify ("derived mode, all members", NOW, ZM_PURPOSE_CLIENT, &error));
  g_assert_no_error (error);
}

static void
test_refuses (void)
{
  assert_refused ("URI outside the name constraint", NOW, ZM_PURPOSE_CLIENT, "chain.constraint");
  assert_refused ("intermediate missing", NOW, ZM_PURPOSE_CLIENT, "chain.incomplete");
}

static void
test_purpose (void)
{
  const char *good = "derived mode, all members";

  assert_refused (good, NOW, ZM_PURPOSE_SERVER, "chain.purpose");
  assert_refused (good, NOW, ZM_PURPOSE_SIGN, "chain.purpose");
  assert_refused (good, NOW, ZM_PURPOSE_CA, "chain.purpose");
}

/* OpenSSL takes the second of notAfter itself as too late. */
static void
test_time (void)
{
  const char *good = "derived mode, all members";

  g_assert_true (verify (good, "2025-12-01T09:55:00Z", ZM_PURPOSE_CLIENT, NULL));
  assert_refused (good, "2025-12-01T09:54:59Z", ZM_PURPOSE_CLIENT, "chain.not-yet-valid");
  g_assert_true (verify (good, "2026-12-01T09:59:59Z", ZM_PURPOSE_CLIENT, NULL));
  assert_refused (good, "2026-12-01T10:00:00Z", ZM_PURPOSE_CLIENT, "chain.expired");
  assert_times ("2025-12-01T09:54:59Z", "begins 2025-12-01T09:55:00Z",
                "valid at 2025-12-01T09:54:59Z");
  assert_times ("2026-12-01T10:00:00Z", "ended 2026-12-01T10:00:00Z",
                "valid at 2026-12-01T10:00:00Z");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chain/vectors/accepts", test_accepts);
  g_test_add_func ("/chain/vectors/refuses", test_refuses);
  g_test_add_func ("/chain/vectors/purpose", test_purpose);
  g_test_add_func ("/chain/vectors/time", test_time);

  return g_test_run ();
}
