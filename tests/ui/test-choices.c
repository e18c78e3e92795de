#include "ui/choices.h"

#include <glib/gstdio.h>

/* Each test has a file of its own: the directory is one that GLib takes away after the test. */
static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "zmonitor-station", "choices.ini", NULL);
}

static char *
read_file (const char *group,
           const char *key)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *path = dup_path ();
  g_autoptr(GError) error = NULL;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  return g_key_file_get_string (file, group, key, NULL);
}

static void
assert_choice (const char *key,
               const char *expected)
{
  g_autofree char *value = zm_choices_get ("test", key);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_at_once (void)
{
  assert_choice ("at-once", NULL);
  zm_choices_set ("test", "at-once", "one");
  assert_choice ("at-once", "one");
  zm_choices_set ("test", "at-once", "two");
  assert_choice ("at-once", "two");
}

static void
test_last_wins (void)
{
  g_autofree char *value = NULL;

  for (int i = 0; i <= 20; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", i);

      zm_choices_set ("test", "many", number);
    }
  zm_choices_flush ();
  value = read_file ("test", "many");
  g_assert_cmpstr (value, ==, "20");
}

/* What another window chose meanwhile stays. */
static void
test_others_stay (void)
{
  g_autofree char *path = dup_path ();
  g_autofree char *other = NULL;
  g_autofree char *own = NULL;
  g_autoptr(GError) error = NULL;

  zm_choices_set ("test", "own", "old");
  zm_choices_flush ();
  g_file_set_contents (path, "[test]\nother=kept\nown=theirs\n", -1, &error);
  g_assert_no_error (error);
  zm_choices_set ("test", "own", "new");
  zm_choices_flush ();
  other = read_file ("test", "other");
  own = read_file ("test", "own");
  g_assert_cmpstr (other, ==, "kept");
  g_assert_cmpstr (own, ==, "new");
}

static void
test_flush_again (void)
{
  zm_choices_flush ();
  zm_choices_flush ();
}

/* Nothing can be written where the folder is a file. */
static void
test_unwritable (void)
{
  g_autofree char *path = dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_config_dir (), 0700), ==, 0);
  g_file_set_contents (folder, "", 0, &error);
  g_assert_no_error (error);
  zm_choices_set ("test", "lost", "yes");
  zm_choices_flush ();
  assert_choice ("lost", "yes");
  g_unlink (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/ui/choices/at-once", test_at_once);
  g_test_add_func ("/ui/choices/last-wins", test_last_wins);
  g_test_add_func ("/ui/choices/others-stay", test_others_stay);
  g_test_add_func ("/ui/choices/flush-again", test_flush_again);
  g_test_add_func ("/ui/choices/unwritable", test_unwritable);

  return g_test_run ();
}
