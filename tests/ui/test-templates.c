/* Every template that is in the program, found by its resource, so that none can be forgotten. */

#include "tests/ui/screen.h"

#define FOLDER "/org/zmonitor/Station"

/* The smallest window that the screens are made for, less its title bar. */
#define WIDTH  800
#define HEIGHT 600

/* G_TYPE_INVALID where the file has no template. */
static GType
find_type (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes =
    g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_autoptr(GRegex) regex = g_regex_new ("<template class=\"(\\w+)\"", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GtkBuilder) builder = gtk_builder_new ();
  g_autofree char *name = NULL;
  GType type;

  g_assert_no_error (error);
  if (!g_regex_match_full (regex, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                           0, 0, &match, NULL))
    return G_TYPE_INVALID;

  name = g_match_info_fetch (match, 1);
  type = gtk_builder_get_type_from_name (builder, name);
  if (type == G_TYPE_INVALID)
    g_error ("%s: no type %s", path, name);

  return type;
}

/* What it asks for at the width of the smallest window, or at its own if that is more. */
static void
check_size (GtkWidget        *widget,
            GtkTextDirection  direction)
{
  int width, height;

  gtk_widget_set_direction (widget, direction);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (width, WIDTH), &height, NULL, NULL,
                      NULL);
  g_test_message ("%s: %d × %d", G_OBJECT_TYPE_NAME (widget), width, height);
  g_assert_cmpint (width, <=, WIDTH);
  g_assert_cmpint (height, <=, HEIGHT);
}

static void
test_template (gconstpointer data)
{
  GtkWidget *widget = g_object_ref_sink (g_object_new ((GType) data, NULL));

  settle ();
  check_size (widget, GTK_TEXT_DIR_LTR);
  check_size (widget, GTK_TEXT_DIR_RTL);
  if (GTK_IS_WINDOW (widget))
    gtk_window_destroy (GTK_WINDOW (widget));
  settle ();

  g_assert_finalize_object (G_OBJECT (widget));
}

/* A row or a page that is made for one thing, and shows it from the first: each is made with one in
 * the tests of its room. */
static gboolean
is_for_one_thing (GType type)
{
  GObjectClass *class = g_type_class_ref (type);
  g_autofree GParamSpec **properties = NULL;
  gboolean found = FALSE;
  guint n;

  properties = g_object_class_list_properties (class, &n);
  for (guint i = 0; i < n; i++)
    found |= (properties[i]->flags & G_PARAM_CONSTRUCT_ONLY) != 0 &&
             properties[i]->owner_type == type &&
             g_type_is_a (properties[i]->value_type, G_TYPE_OBJECT);
  g_type_class_unref (class);

  return found;
}

static void
add_tests (void)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) names = g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                        &error);

  g_assert_no_error (error);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (FOLDER "/", names[i], NULL);
      g_autofree char *test = g_strconcat ("/templates/", names[i], NULL);
      GType type = g_str_has_suffix (names[i], ".ui") ? find_type (path) : G_TYPE_INVALID;

      if (g_type_is_a (type, GTK_TYPE_WIDGET) && !is_for_one_thing (type))
        g_test_add_data_func (test, (gconstpointer) type, test_template);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  add_tests ();

  return g_test_run ();
}
