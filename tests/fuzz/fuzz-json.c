#include "app/base/jcs.h"
#include "tests/fuzz/fuzz.h"

/* Any JSON, and its one canonical form. */

static GBytes *
canonical (const void *data,
           gsize       size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) object = zm_json_parse_object (data, size, "test.json", &error);
  GBytes *bytes;

  fuzz_check (object != NULL, &error);
  if (object == NULL)
    return NULL;

  bytes = zm_jcs_encode (object, &error);
  fuzz_check (bytes != NULL, &error);

  return bytes;
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autoptr(GBytes) first = canonical (copy, size);
  g_autoptr(GBytes) second = NULL;

  if (first == NULL)
    return;

  g_assert_true (g_utf8_validate (g_bytes_get_data (first, NULL),
                                  (gssize) g_bytes_get_size (first), NULL));
  second = canonical (g_bytes_get_data (first, NULL), g_bytes_get_size (first));
  g_assert_nonnull (second);
  g_assert_true (g_bytes_equal (first, second));
}
