#include "tests/scratch.h"
#include "ui/choices.h"
#include "ui/device-views.h"

#include <gtk/gtk.h>

static guint
count (ZmDeviceViews *views)
{
  return g_list_model_get_n_items (zm_device_views_get_names (views));
}

static const char *
name_at (ZmDeviceViews *views,
         guint          position)
{
  return gtk_string_list_get_string (GTK_STRING_LIST (zm_device_views_get_names (views)), position);
}

/* Kept views are there again next time; those of the desk cannot be replaced. */
static void
test_keep (void)
{
  g_autoptr(ZmDeviceViews) views = zm_device_views_new ();
  g_autoptr(ZmDeviceViews) later = NULL;
  g_autoptr(ZmDeviceView) view = zm_device_view_parse ("find=icu&standing=expired");
  g_autoptr(ZmDeviceView) other = zm_device_view_parse ("ward=ICU;%202&sort=expiry");
  g_autoptr(ZmDeviceView) found = NULL;
  guint builtin = count (views) - 1;

  g_assert_cmpuint (zm_device_views_find (views, view), ==, builtin);
  g_assert_false (zm_device_views_is_kept (views, builtin));
  g_assert_false (zm_device_views_keep (views, view, name_at (views, 0)));
  g_assert_true (zm_device_views_keep (views, view, "Mine; ä"));
  g_assert_true (zm_device_views_keep (views, other, "Other"));
  g_assert_cmpuint (zm_device_views_find (views, view), ==, builtin);
  g_assert_true (zm_device_views_is_kept (views, builtin));

  later = zm_device_views_new ();
  g_assert_cmpuint (count (later), ==, builtin + 3);
  g_assert_cmpstr (name_at (later, builtin), ==, "Mine; ä");
  found = zm_device_views_get (later, builtin + 1);
  g_assert_true (zm_device_view_equal (found, other));
  g_assert_null (zm_device_views_get (later, builtin + 2));

  g_assert_true (zm_device_views_keep (later, other, "Mine; ä"));
  g_assert_cmpuint (count (later), ==, builtin + 3);
  zm_device_views_drop (later, builtin);
  zm_device_views_drop (later, builtin);
  g_assert_cmpuint (count (later), ==, builtin + 1);
}

static void
test_columns (void)
{
  g_autoptr(ZmDeviceViews) views = zm_device_views_new ();
  g_autoptr(ZmDeviceViews) later = NULL;
  g_autoptr(ZmDeviceView) all = NULL;
  const guint columns = (1u << ZM_DEVICE_COLUMN_DEVICE) | (1u << ZM_DEVICE_COLUMN_MODEL);

  zm_device_views_set_columns (views, columns);
  later = zm_device_views_new ();
  all = zm_device_views_get (later, 0);
  g_assert_cmpuint (all->columns, ==, columns);
}

/* Whatever somebody wrote into the file. */
static void
test_spoilt (void)
{
  g_autoptr(ZmDeviceViews) views = NULL;

  zm_choices_set ("devices", "views", ";;%zz;name=A;find=x;name=%00;name=B&sort=nothing");
  zm_choices_set ("devices", "columns", "%");
  views = zm_device_views_new ();
  g_assert_cmpstr (name_at (views, count (views) - 2), ==, "B");
  g_assert_cmpstr (name_at (views, count (views) - 3), ==, "A");
}

int
main (int   argc,
      char *argv[])
{
  Scratch scratch;
  int result;

  g_test_init (&argc, &argv, NULL);
  scratch_set_up (&scratch, NULL);
  g_setenv ("XDG_CONFIG_HOME", scratch.path, TRUE);

  g_test_add_func ("/device-views/keep", test_keep);
  g_test_add_func ("/device-views/columns", test_columns);
  g_test_add_func ("/device-views/spoilt", test_spoilt);

  result = g_test_run ();
  scratch_tear_down (&scratch, NULL);
  return result;
}
