#include "app/reader/finder.h"

#include "app/reader/filter.h"
#include "app/reader/region.h"

#include <string.h>

#define SIDE 240

static ZmGrey *
make_white (void)
{
  ZmGrey *picture = zm_grey_new (SIDE, SIDE, NULL);

  memset (picture->pixels, 255, zm_grey_length (picture));
  return picture;
}

/* Seven modules, from the left and the top. */
static void
draw_mark (ZmGrey *picture,
           guint   left,
           guint   top,
           guint   scale)
{
  for (guint y = 0; y < 7 * scale; y++)
    for (guint x = 0; x < 7 * scale; x++)
      {
        guint ring = MIN (MIN (x / scale, 6 - x / scale), MIN (y / scale, 6 - y / scale));

        picture->pixels[(gsize) (top + y) * SIDE + left + x] = ring == 1 ? 255 : 0;
      }
}

static void
draw_code (ZmGrey *picture,
           guint   left,
           guint   top,
           guint   scale)
{
  draw_mark (picture, left, top, scale);
  draw_mark (picture, left + 14 * scale, top, scale);
  draw_mark (picture, left, top + 14 * scale, scale);
}

static const ZmFinderMark *
find_near (const ZmFinderMark *marks,
           guint               count,
           double              x,
           double              y)
{
  for (guint i = 0; i < count; i++)
    {
      if (ABS (marks[i].x - x) < 2 && ABS (marks[i].y - y) < 2)
        return &marks[i];
    }

  return NULL;
}

static void
test_finds (void)
{
  for (guint scale = 2; scale <= 6; scale++)
    {
      g_autoptr(ZmGrey) picture = make_white ();
      ZmFinderMark marks[ZM_FINDER_MARKS_MAX];
      const ZmFinderMark *mark;
      guint count;

      draw_code (picture, 40, 50, scale);
      count = zm_finder_find (picture, marks);
      g_assert_cmpuint (count, ==, 3);
      mark = find_near (marks, count, 40 + 3.5 * scale, 50 + 3.5 * scale);
      g_assert_nonnull (mark);
      g_assert_cmpfloat_with_epsilon (mark->module, scale, 0.2);
      g_assert_false (mark->inverted);
      g_assert_nonnull (find_near (marks, count, 40 + 17.5 * scale, 50 + 3.5 * scale));
      g_assert_nonnull (find_near (marks, count, 40 + 3.5 * scale, 50 + 17.5 * scale));
    }
}

static void
test_inverted (void)
{
  g_autoptr(ZmGrey) picture = make_white ();
  g_autoptr(ZmGrey) negative = NULL;
  ZmFinderMark marks[ZM_FINDER_MARKS_MAX];

  draw_code (picture, 40, 40, 4);
  negative = zm_filter_invert (picture, NULL);
  g_assert_cmpuint (zm_finder_find (negative, marks), ==, 3);
  g_assert_true (marks[0].inverted);
}

/* Each is as thin or as large as a picture can be, or full of what is nearly the pattern. */
static void
test_nothing (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 10000, 1 }, { 1, 10000 }, { 2, 2 }, { 400, 300 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(ZmGrey) picture = zm_grey_new (sizes[i][0], sizes[i][1], NULL);
      ZmFinderMark marks[ZM_FINDER_MARKS_MAX];

      for (guint period = 1; period < 40; period++)
        {
          for (gsize k = 0; k < zm_grey_length (picture); k++)
            picture->pixels[k] = (k / period) % 2 == 0 ? 0 : 255;
          g_assert_cmpuint (zm_finder_find (picture, marks), ==, 0);
        }
    }
}

/* More than anybody looks at. */
static void
test_many (void)
{
  g_autoptr(ZmGrey) picture = make_white ();
  ZmFinderMark marks[ZM_FINDER_MARKS_MAX];

  for (guint y = 4; y + 18 < SIDE; y += 22)
    for (guint x = 4; x + 18 < SIDE; x += 22)
      draw_mark (picture, x, y, 2);
  g_assert_cmpuint (zm_finder_find (picture, marks), ==, ZM_FINDER_MARKS_MAX);
}

static void
test_region (void)
{
  const ZmFinderMark marks[] = {
    { 50, 60, 4, FALSE, 9 }, { 110, 60, 4.2, FALSE, 9 }, { 50, 120, 3.8, FALSE, 9 },
    { 200, 200, 9, FALSE, 5 },
  };
  g_autoptr(ZmGrey) picture = make_white ();
  g_autoptr(ZmGrey) part = NULL;
  ZmRegion region;

  picture->pixels[24 * SIDE + 14] = 7;
  g_assert_false (zm_region_around (&region, picture, marks, 0));
  g_assert_true (zm_region_around (&region, picture, marks, G_N_ELEMENTS (marks)));
  g_assert_cmpuint (region.marks, ==, 3);
  g_assert_cmpfloat_with_epsilon (region.module, 4, 0.01);
  g_assert_cmpuint (region.left, ==, 14);
  g_assert_cmpuint (region.top, ==, 24);
  g_assert_cmpuint (region.width, ==, 132);
  g_assert_cmpuint (region.height, ==, 132);

  part = zm_region_cut (&region, picture, NULL);
  g_assert_cmpuint (part->width, ==, 132);
  g_assert_cmpuint (part->pixels[0], ==, 7);
}

/* A lone mark may belong to a code on any side of it. */
static void
test_region_of_one (void)
{
  const ZmFinderMark mark = { 5, 235, 2, FALSE, 9 };
  g_autoptr(ZmGrey) picture = make_white ();
  ZmRegion region;

  g_assert_true (zm_region_around (&region, picture, &mark, 1));
  g_assert_cmpuint (region.left, ==, 0);
  g_assert_cmpuint (region.top, ==, 135);
  g_assert_cmpuint (region.width, ==, 105);
  g_assert_cmpuint (region.height, ==, 105);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/finder/finds", test_finds);
  g_test_add_func ("/finder/inverted", test_inverted);
  g_test_add_func ("/finder/nothing", test_nothing);
  g_test_add_func ("/finder/many", test_many);
  g_test_add_func ("/finder/region", test_region);
  g_test_add_func ("/finder/region-of-one", test_region_of_one);

  return g_test_run ();
}
