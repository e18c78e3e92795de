#include "tests/protocol/vectors.h"

#include "app/base/file.h"
#include "app/base/hex.h"

json_t *
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

const char *
get_text (const json_t *object,
          const char   *member)
{
  const char *text = json_string_value (json_object_get (object, member));

  g_assert_nonnull (text);
  return text;
}

void
get_hex (const json_t *object,
         const char   *member,
         guint8       *data,
         gsize         length)
{
  g_assert_true (zm_hex_decode (get_text (object, member), data, length));
}
