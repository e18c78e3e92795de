#include "app/base/companion.h"

#include "app/base/error.h"

#include <glib/gstdio.h>
#include <string.h>

/* This program itself is the only one that is surely beside it. */
static void
test_finds_beside (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *name = g_path_get_basename (self);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = zm_companion_path (name, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, self);
}

static void
assert_missing (const char *program)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = zm_companion_path (program, &error);

  g_assert_null (path);
  g_assert_true (zm_error_matches (error, ZM_ERROR_NOT_FOUND));
  g_assert_cmpstr (zm_error_get_check (error), ==, "companion.missing");
  g_assert_cmpstr (zm_error_get_expected (error), ==, program);
}

static void
test_names_what_is_missing (void)
{
  assert_missing ("zmonitor-no-such-program");
  assert_missing ("zmonitor-");
}

/* "ls" stands in PATH, but PATH must decide nothing. */
static void
test_ignores_the_search_path (void)
{
  g_autofree char *found = g_find_program_in_path ("ls");

  g_assert_nonnull (found);
  assert_missing ("ls");
}

/* A file without the execute bit is no program, nor is a directory. */
static void
test_refuses_what_cannot_run (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = g_path_get_dirname (self);
  g_autofree char *name = g_strdup_printf ("companion-%s.tmp", g_get_user_name ());
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  assert_missing (name);
  g_assert_cmpint (g_remove (path), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/companion/beside", test_finds_beside);
  g_test_add_func ("/companion/missing", test_names_what_is_missing);
  g_test_add_func ("/companion/search-path", test_ignores_the_search_path);
  g_test_add_func ("/companion/not-executable", test_refuses_what_cannot_run);

  return g_test_run ();
}
