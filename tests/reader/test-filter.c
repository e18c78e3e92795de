#include "app/reader/filter.h"

#include "app/base/error.h"

#include <string.h>

typedef ZmGrey *(*Filter) (const ZmGrey  *picture,
                           GError       **error);

static ZmGrey *
make (guint         width,
      guint         height,
      const guint8 *pixels)
{
  ZmGrey *picture = zm_grey_new (width, height, NULL);

  memcpy (picture->pixels, pixels, zm_grey_length (picture));
  return picture;
}

static void
assert_filtered (Filter        filter,
                 const ZmGrey *picture,
                 guint         width,
                 guint         height,
                 const guint8 *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmGrey) result = filter (picture, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->width, ==, width);
  g_assert_cmpuint (result->height, ==, height);
  g_assert_cmpmem (result->pixels, zm_grey_length (result), expected, (gsize) width * height);
}

static void
test_blur (void)
{
  static const guint8 dot[] = { 0, 0, 0, 0, 90, 0, 0, 0, 0 };
  static const guint8 corner[] = { 90, 0, 0, 0, 0, 0, 0, 0, 0 };
  static const guint8 spread[] = { 10, 10, 10, 10, 10, 10, 10, 10, 10 };
  static const guint8 repeated[] = { 40, 20, 0, 20, 10, 0, 0, 0, 0 };
  g_autoptr(ZmGrey) centre = make (3, 3, dot);
  g_autoptr(ZmGrey) edge = make (3, 3, corner);

  assert_filtered (zm_filter_blur, centre, 3, 3, spread);
  assert_filtered (zm_filter_blur, edge, 3, 3, repeated);
}

static void
test_sharpen (void)
{
  static const guint8 step[] = { 100, 100, 130, 130 };
  static const guint8 steeper[] = { 100, 80, 150, 130 };
  static const guint8 extreme[] = { 0, 0, 255, 255 };
  g_autoptr(ZmGrey) soft = make (4, 1, step);
  g_autoptr(ZmGrey) hard = make (4, 1, extreme);

  assert_filtered (zm_filter_sharpen, soft, 4, 1, steeper);
  assert_filtered (zm_filter_sharpen, hard, 4, 1, extreme);
}

static void
test_invert (void)
{
  static const guint8 some[] = { 0, 1, 254, 255 };
  static const guint8 other[] = { 255, 254, 1, 0 };
  g_autoptr(ZmGrey) picture = make (2, 2, some);

  assert_filtered (zm_filter_invert, picture, 2, 2, other);
}

/* An odd row or column at the end is left out. */
static void
test_halve (void)
{
  static const guint8 some[] = { 0, 10, 100, 100, 9, 20, 30, 100, 100, 9, 9, 9, 9, 9, 9 };
  static const guint8 mean[] = { 15, 100 };
  g_autoptr(ZmGrey) picture = make (5, 3, some);

  assert_filtered (zm_filter_halve, picture, 2, 1, mean);
}

static void
test_double (void)
{
  static const guint8 some[] = { 0, 160 };
  static const guint8 smooth[] = { 0, 40, 120, 160, 0, 40, 120, 160 };
  g_autoptr(ZmGrey) picture = make (2, 1, some);

  assert_filtered (zm_filter_double, picture, 4, 2, smooth);
}

static void
test_one_pixel (void)
{
  static const guint8 one[] = { 77 };
  static const guint8 four[] = { 77, 77, 77, 77 };
  g_autoptr(ZmGrey) picture = make (1, 1, one);
  g_autoptr(GError) error = NULL;

  assert_filtered (zm_filter_blur, picture, 1, 1, one);
  assert_filtered (zm_filter_sharpen, picture, 1, 1, one);
  assert_filtered (zm_filter_double, picture, 2, 2, four);
  g_assert_null (zm_filter_halve (picture, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "reader.picture");
}

static void
test_size_limits (void)
{
  static const guint64 refused[][2] = {
    { 0, 1 }, { 1, 0 }, { 10001, 1 }, { 1, 10001 }, { 8000, 5001 },
    { G_MAXUINT32, G_MAXUINT32 }, { G_MAXUINT64, 2 },
  };
  g_autoptr(ZmGrey) longest = zm_grey_new (10000, 4000, NULL);

  g_assert_nonnull (longest);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_grey_new (refused[i][0], refused[i][1], &error));
      g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
      g_assert_cmpstr (zm_error_get_check (error), ==, "reader.picture");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/filter/blur", test_blur);
  g_test_add_func ("/filter/sharpen", test_sharpen);
  g_test_add_func ("/filter/invert", test_invert);
  g_test_add_func ("/filter/halve", test_halve);
  g_test_add_func ("/filter/double", test_double);
  g_test_add_func ("/filter/one-pixel", test_one_pixel);
  g_test_add_func ("/grey/limits", test_size_limits);

  return g_test_run ();
}
