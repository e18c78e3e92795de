#include "app/base/base64.h"
#include "app/base/file.h"
#include "app/base/json.h"
#include "tests/device/bench.h"
#include "tests/protocol/vectors.h"
#include "tests/scratch.h"

#include <string.h>

typedef struct {
  Scratch  scratch;
  json_t  *root;
  char    *payload;
  char    *factory;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  scratch_set_up (&fixture->scratch, NULL);
  fixture->root = load_vectors ("payload-v1.json");
  fixture->payload = scratch_build (&fixture->scratch, "payload.json");
  fixture->factory = scratch_build (&fixture->scratch, "factory.json");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  json_decref (fixture->root);
  g_free (fixture->payload);
  g_free (fixture->factory);
  scratch_tear_down (&fixture->scratch, NULL);
}

static void
write_payload (Fixture      *fixture,
               const json_t *item)
{
  const json_t *text = json_object_get (item, "payload");
  g_autoptr(GBytes) bytes = NULL;

  bytes = text == NULL ? zm_base64_decode (get_text (item, "payloadBase64"))
                       : g_bytes_new (json_string_value (text), json_string_length (text));
  g_assert_true (zm_file_write (fixture->payload, g_bytes_get_data (bytes, NULL),
                                g_bytes_get_size (bytes), 0600, NULL));
}

static void
write_factory (Fixture    *fixture,
               const char *name)
{
  const json_t *record = json_object_get (json_object_get (fixture->root, "factory"), name);
  g_autofree char *text = json_dumps (record, 0);

  g_assert_true (zm_file_write (fixture->factory, text, strlen (text), 0600, NULL));
}

static void
check_case (Fixture      *fixture,
            const json_t *item)
{
  gboolean accepted = strcmp (get_text (item, "expect"), "accept") == 0;
  g_autofree char *expected = NULL;
  g_autofree char *output = NULL;
  int status;

  g_test_message ("%s", get_text (item, "name"));
  write_payload (fixture, item);
  write_factory (fixture, get_text (item, "factory"));
  expected = g_strconcat (accepted ? "accept" : get_text (item, "because"), "\n", NULL);
  status = bench_call ((const char *[]) { "verify-payload", fixture->payload,
                                          "--factory", fixture->factory, "--key-sha256",
                                          get_text (fixture->root, "pendingKeySha256"),
                                          "--now", get_text (item, "now"), NULL }, &output);
  g_assert_cmpstr (output, ==, expected);
  g_assert_cmpint (status, ==, accepted ? 0 : 1);
}

static void
test_vectors (Fixture       *fixture,
              gconstpointer  data)
{
  json_t *cases = json_object_get (fixture->root, "cases");
  json_t *item;
  size_t i;

  g_assert_cmpuint (json_array_size (cases), >=, 46);
  json_array_foreach (cases, i, item)
    check_case (fixture, item);
}

static void
check_usage (const char *const *arguments,
             int                expected)
{
  g_autofree char *output = NULL;

  g_assert_cmpint (bench_call (arguments, &output), ==, expected);
  g_assert_cmpstr (output, ==, "");
}

static void
test_usage (Fixture       *fixture,
            gconstpointer  data)
{
  const char *key = get_text (fixture->root, "pendingKeySha256");
  const char *missing = fixture->payload;
  const char *now = "2025-12-01T10:30:00Z";

  write_factory (fixture, "derived");
  check_usage ((const char *[]) { NULL }, 2);
  check_usage ((const char *[]) { "fly", NULL }, 2);
  check_usage ((const char *[]) { "verify-payload", NULL }, 2);
  check_usage ((const char *[]) { "verify-payload", missing, "--factory", fixture->factory,
                                  "--key-sha256", "00", "--now", now, NULL }, 2);
  check_usage ((const char *[]) { "verify-payload", missing, "--factory", fixture->factory,
                                  "--key-sha256", key, "--now", "today", NULL }, 2);
  check_usage ((const char *[]) { "verify-payload", missing, "--factory", fixture->factory,
                                  "--key-sha256", key, "--now", now, NULL }, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/verify-payload/vectors", Fixture, NULL, set_up, test_vectors, tear_down);
  g_test_add ("/verify-payload/usage", Fixture, NULL, set_up, test_usage, tear_down);

  return g_test_run ();
}
