#include "app/station/device-view.h"

static void
assert_round_trip (const char *text)
{
  g_autoptr(ZmDeviceView) view = zm_device_view_parse (text);
  g_autofree char *again = zm_device_view_format (view);

  g_assert_cmpstr (again, ==, text);
}

static void
test_round_trip (void)
{
  g_autoptr(ZmDeviceView) view = zm_device_view_parse (
    "name=Z%C3%BCrich%20%26%20co&find=a%3Db%3B&ward=&half-done=yes&sort-down=expiry"
    "&state=registered,active&standing=expired,later&columns=device,asset-tag");
  g_autoptr(ZmDeviceView) copy = zm_device_view_copy (view);
  g_autofree char *text = zm_device_view_format (view);

  g_assert_cmpstr (view->name, ==, "Zürich & co");
  g_assert_cmpstr (view->text, ==, "a=b;");
  g_assert_cmpstr (view->ward, ==, "");
  g_assert_true (view->half_done);
  g_assert_true (view->descending);
  g_assert_cmpint (view->sort, ==, ZM_DEVICE_COLUMN_EXPIRY);
  g_assert_cmpuint (view->states, ==, (1u << ZM_DEVICE_REGISTERED) | (1u << ZM_DEVICE_ACTIVE));
  g_assert_cmpuint (view->standings, ==, ZM_STANDING_BIT (ZM_STANDING_EXPIRED) |
                    ZM_STANDING_BIT (ZM_STANDING_LATER));
  g_assert_cmpuint (view->columns, ==, (1u << ZM_DEVICE_COLUMN_DEVICE) |
                    (1u << ZM_DEVICE_COLUMN_ASSET_TAG));
  g_assert_true (zm_device_view_equal (view, copy));
  g_assert_null (strchr (text, ';'));
  assert_round_trip (text);
}

/* The file is a person's own, and may be of a newer program. */
static void
test_foreign (void)
{
  static const char *const texts[] = {
    "", "sort=weight&columns=weight&state=&standing=soon&colour=red", "find", "&&", "%zz=1",
    "sort=", "=",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(ZmDeviceView) view = zm_device_view_parse (texts[i]);

      if (view == NULL)
        continue;
      g_assert_cmpint (view->sort, ==, ZM_DEVICE_COLUMN_DEVICE);
      g_assert_cmpuint (view->columns & (1u << ZM_DEVICE_COLUMN_DEVICE), !=, 0);
      g_assert_false (zm_device_view_is_filtered (view));
    }
}

static void
test_builtin (void)
{
  guint count = 0;
  ZmDeviceView *view;

  while ((view = zm_device_view_new_builtin (count)) != NULL)
    {
      g_autofree char *text = zm_device_view_format (view);

      g_assert_nonnull (view->name);
      g_assert_cmpint (zm_device_view_is_filtered (view), ==, count > 0);
      assert_round_trip (text);
      zm_device_view_free (view);
      count++;
    }
  g_assert_cmpuint (count, ==, 4);
}

static void
test_filter (void)
{
  g_autoptr(ZmDeviceView) view = zm_device_view_parse ("find=4f:0a&ward=ICU&state=retired");
  g_autoptr(ZmDeviceView) all = zm_device_view_new ();
  g_autofree char *serial = NULL;
  g_autofree char *none = NULL;
  ZmDeviceFilter filter;

  zm_device_view_get_filter (view, &filter, &serial);
  g_assert_cmpstr (filter.text, ==, "4f:0a");
  g_assert_cmpstr (filter.serial, ==, "00000000000000000000000000004F0A");
  g_assert_cmpstr (filter.ward, ==, "ICU");
  g_assert_cmpuint (filter.states, ==, 1u << ZM_DEVICE_RETIRED);
  zm_device_view_get_filter (all, &filter, &none);
  g_assert_null (filter.text);
  g_assert_null (filter.serial);
  g_assert_false (zm_device_view_equal (view, all));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/device-view/round-trip", test_round_trip);
  g_test_add_func ("/device-view/foreign", test_foreign);
  g_test_add_func ("/device-view/builtin", test_builtin);
  g_test_add_func ("/device-view/filter", test_filter);

  return g_test_run ();
}
