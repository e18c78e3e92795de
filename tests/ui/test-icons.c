#include <adwaita.h>

/* A missing icon is a silent one: every name in the sources of the application is looked up. */

static void
collect (GHashTable *names,
         const char *text)
{
  g_autoptr(GRegex) pattern = g_regex_new ("[a-z][a-z0-9+-]*-symbolic", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  g_regex_match (pattern, text, 0, &match);
  while (g_match_info_matches (match))
    {
      g_hash_table_add (names, g_match_info_fetch (match, 0));
      g_match_info_next (match, NULL);
    }
}

static GHashTable *
collect_names (void)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *folder = g_build_filename (g_getenv ("G_TEST_SOURCE_ROOT"), "ui", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) directory = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;

      if (!g_str_has_suffix (name, ".c") && !g_str_has_suffix (name, ".ui"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, &error));
      collect (names, text);
    }

  return names;
}

static GtkIconTheme *
open_theme (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  gtk_icon_theme_add_resource_path (theme, "/org/zmonitor/Station/icons");
  return theme;
}

static void
test_every_icon_exists (void)
{
  g_autoptr(GHashTable) names = collect_names ();
  GtkIconTheme *theme = open_theme ();
  GHashTableIter iter;
  gpointer name;

  g_assert_cmpuint (g_hash_table_size (names), >, 15);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!gtk_icon_theme_has_icon (theme, name))
        {
          g_test_message ("There is no icon “%s”", (char *) name);
          g_test_fail ();
        }
    }
}

static void
test_own_icons (void)
{
  g_assert_true (gtk_icon_theme_has_icon (open_theme (), "org.zmonitor.Station"));
  g_assert_true (gtk_icon_theme_has_icon (open_theme (), "org.zmonitor.Station-symbolic"));
}

static void
test_a_missing_one_is_noticed (void)
{
  g_assert_false (gtk_icon_theme_has_icon (open_theme (), "no-such-icon-symbolic"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/icons/every-one-exists", test_every_icon_exists);
  g_test_add_func ("/icons/own", test_own_icons);
  g_test_add_func ("/icons/missing", test_a_missing_one_is_noticed);

  return g_test_run ();
}
