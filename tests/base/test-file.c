#include "app/base/file.h"

#include "app/base/error.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *directory;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->directory = g_dir_make_tmp ("zm-file-XXXXXX", NULL);
  g_assert_nonnull (fixture->directory);
  fixture->path = g_build_filename (fixture->directory, "secret", NULL);
  g_assert_true (zm_file_create (fixture->path, "s3cret", 6, 0600, NULL));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->directory);
}

static void
assert_refused (const char *path,
                gsize       max,
                const char *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSecret) secret = zm_file_read_secret (path, max, &error);

  g_assert_null (secret);
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
test_secret_is_read (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSecret) secret = zm_file_read_secret (fixture->path, 6, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (zm_secret_peek (secret), zm_secret_length (secret), "s3cret", 6);
  assert_refused (fixture->path, 5, "file.size");
}

static void
test_secret_must_be_closed (Fixture       *fixture,
                            gconstpointer  data)
{
  static const int modes[] = { 0640, 0604, 0620, 0601 };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_assert_cmpint (g_chmod (fixture->path, modes[i]), ==, 0);
      assert_refused (fixture->path, 6, "file.mode");
    }
}

static void
test_secret_must_be_a_file (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autofree char *missing = g_build_filename (fixture->directory, "missing", NULL);

  assert_refused (missing, 6, "file.read");
  assert_refused (fixture->directory, 6, "file.mode");
}

static void
test_empty_is_a_text (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GBytes) content = NULL;

  g_assert_true (zm_file_write (fixture->path, "", 0, 0600, NULL));
  content = zm_file_read (fixture->path, 0, NULL);
  g_assert_nonnull (content);
  g_assert_nonnull (g_bytes_get_data (content, NULL));
  g_assert_cmpuint (g_bytes_get_size (content), ==, 0);
}

static void
test_directory_for_what_is_public (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "stick", NULL);
  g_autofree char *missing = g_build_filename (path, "a", "b", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_file_make_directory (path, NULL));
  g_assert_true (zm_file_make_private_directory (path, NULL));
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
  g_assert_true (zm_file_make_directory (path, NULL));
  g_assert_false (zm_file_make_private_directory (path, NULL));
  g_assert_false (zm_file_make_directory (missing, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "file.directory");

  g_assert_cmpint (g_rmdir (path), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/file/secret/read", Fixture, NULL, set_up, test_secret_is_read, tear_down);
  g_test_add ("/file/secret/closed", Fixture, NULL, set_up, test_secret_must_be_closed, tear_down);
  g_test_add ("/file/secret/kind", Fixture, NULL, set_up, test_secret_must_be_a_file, tear_down);
  g_test_add ("/file/directory/public", Fixture, NULL, set_up, test_directory_for_what_is_public,
              tear_down);
  g_test_add ("/file/read/empty", Fixture, NULL, set_up, test_empty_is_a_text, tear_down);

  return g_test_run ();
}
