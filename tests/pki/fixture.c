#include "tests/pki/fixture.h"

#include "app/base/error.h"
#include "app/pki/pem.h"

char *
fixture_read (const char *name,
              gsize      *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "pki", "data", name, NULL);
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);

  return text;
}

GBytes *
fixture_read_der (const char *name,
                  const char *label)
{
  gsize length = 0;
  gsize used = 0;
  g_autofree char *text = fixture_read (name, &length);
  GBytes *der = zm_pem_decode (text, length, label, &used);

  g_assert_nonnull (der);
  g_assert_cmpuint (used, ==, length);

  return der;
}

void
fixture_assert_check (GError     **error,
                      const char  *check)
{
  g_assert_nonnull (*error);
  g_assert_cmpstr (zm_error_get_check (*error), ==, check);
  g_clear_error (error);
}
