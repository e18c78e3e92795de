#include "app/base/jcs.h"

#include "app/base/error.h"
#include "app/base/file.h"

#include <string.h>

static json_t *
load_vectors (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", name, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = zm_file_read (path, 1 << 20, &error);
  json_t *root;

  g_assert_no_error (error);
  root = zm_json_parse_object (g_bytes_get_data (file, NULL), g_bytes_get_size (file), "test",
                               &error);
  g_assert_no_error (error);

  return root;
}

static void
test_vectors (void)
{
  g_autoptr(json_t) root = load_vectors ("payload-v1.json");
  json_t *cases = json_object_get (root, "canonical");
  json_t *item;
  size_t i;

  g_assert_cmpuint (json_array_size (cases), ==, 3);
  json_array_foreach (cases, i, item)
    {
      const char *input = json_string_value (json_object_get (item, "input"));
      const char *canonical = json_string_value (json_object_get (item, "canonical"));
      g_autoptr(GError) error = NULL;
      g_autoptr(json_t) value = zm_json_parse_object (input, strlen (input), "test", &error);
      g_autoptr(GBytes) bytes = NULL;

      g_assert_no_error (error);
      bytes = zm_jcs_encode (value, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                       canonical, strlen (canonical));
    }
}

static void
test_refuses_numbers (void)
{
  static const char *const texts[] = { "{\"a\":1.5}", "{\"a\":9007199254740992}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(json_t) value = zm_json_parse_object (texts[i], strlen (texts[i]), "test", &error);

      g_assert_no_error (error);
      g_assert_null (zm_jcs_encode (value, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "json.canonical");
    }
}

static void
test_parse_is_strict (void)
{
  static const char *const texts[] = {
    "{\"a\":1,\"a\":2}", "[1]", "{} x", "\xef\xbb\xbf{}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\xff\"}",
    "", "{",
  };
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_null (zm_json_parse_object (texts[i], strlen (texts[i]), "test.json", &error));
      g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
      g_assert_cmpstr (zm_error_get_check (error), ==, "test.json");
      g_clear_error (&error);
    }

  g_assert_null (zm_json_parse_object (NULL, 0, "test.json", &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "test.json");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/jcs/vectors", test_vectors);
  g_test_add_func ("/jcs/refuses-numbers", test_refuses_numbers);
  g_test_add_func ("/json/parse-is-strict", test_parse_is_strict);

  return g_test_run ();
}
