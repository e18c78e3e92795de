#include "app/reader/search.h"

#include "app/qr/qr-code.h"
#include "app/reader/filter.h"
#include "app/reader/scanner.h"

#include <string.h>

#define TEXT  "ZM1:DEV-014:KTRW-4821:MFRGGZDFMZTWQ2LK"
#define SCALE 4

/* Side by side on white, one picture for all texts. */
static ZmGrey *
draw (const char *const *texts)
{
  const guint side = 320;
  ZmGrey *picture = zm_grey_new (side * g_strv_length ((char **) texts), side, NULL);

  memset (picture->pixels, 255, zm_grey_length (picture));
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr(ZmQrCode) code = zm_qr_code_new (texts[i], NULL);

      for (guint y = 0; y < side; y++)
        for (guint x = 0; x < side; x++)
          if (zm_qr_code_is_dark (code, (int) (x / SCALE) - ZM_QR_CODE_QUIET_ZONE,
                                  (int) (y / SCALE) - ZM_QR_CODE_QUIET_ZONE))
            picture->pixels[(gsize) y * picture->width + i * side + x] = 0;
    }

  return picture;
}

static ZmGrey *
draw_one (const char *text)
{
  const char *const texts[] = { text, NULL };

  return draw (texts);
}

static GPtrArray *
find (const ZmGrey *picture,
      const char   *pass)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *texts = zm_search_find (picture, pass, &error);

  g_assert_no_error (error);
  return texts;
}

static void
assert_finds (const ZmGrey *picture,
              const char   *pass)
{
  g_autoptr(GPtrArray) texts = find (picture, pass);

  g_assert_cmpuint (texts->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (texts, 0), ==, TEXT);
}

static void
assert_finds_nothing (const ZmGrey *picture,
                      const char   *pass)
{
  g_autoptr(GPtrArray) texts = find (picture, pass);

  g_assert_cmpuint (texts->len, ==, 0);
}

static void
test_plain (void)
{
  g_autoptr(ZmGrey) picture = draw_one (TEXT);

  assert_finds (picture, "plain");
  assert_finds (picture, NULL);
}

static void
test_inverted (void)
{
  g_autoptr(ZmGrey) picture = draw_one (TEXT);
  g_autoptr(ZmGrey) negative = zm_filter_invert (picture, NULL);

  assert_finds_nothing (negative, "plain");
  assert_finds (negative, "invert");
  assert_finds (negative, NULL);
}

static void
test_empty (void)
{
  g_autoptr(ZmGrey) pixel = zm_grey_new (1, 1, NULL);
  g_autoptr(ZmGrey) white = zm_grey_new (640, 480, NULL);
  g_autoptr(ZmGrey) line = zm_grey_new (10000, 1, NULL);

  pixel->pixels[0] = 0;
  memset (white->pixels, 255, zm_grey_length (white));
  memset (line->pixels, 255, zm_grey_length (line));
  assert_finds_nothing (pixel, NULL);
  assert_finds_nothing (white, NULL);
  assert_finds_nothing (line, NULL);
}

/* Salt and pepper; a fixed seed, so that the same pixels are hit each time. */
static void
test_noise (void)
{
  g_autoptr(ZmGrey) picture = draw_one (TEXT);
  GRand *random = g_rand_new_with_seed (1);

  for (gsize i = 0; i < zm_grey_length (picture); i++)
    {
      if (g_rand_int_range (random, 0, 8) == 0)
        picture->pixels[i] = (guint8) g_rand_int_range (random, 0, 256);
    }
  g_rand_free (random);

  assert_finds_nothing (picture, "plain");
  assert_finds (picture, NULL);
}

static void
test_several (void)
{
  static const char *const different[] = { TEXT, "another", NULL };
  static const char *const same[] = { TEXT, TEXT, NULL };
  g_autoptr(ZmGrey) two = draw (different);
  g_autoptr(ZmGrey) twice = draw (same);
  g_autoptr(GPtrArray) texts = find (two, NULL);

  g_assert_cmpuint (texts->len, ==, 2);
  g_assert_true (g_ptr_array_find_with_equal_func (texts, TEXT, g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (texts, "another", g_str_equal, NULL));
  assert_finds (twice, NULL);
}

static void
test_text_is_utf8 (void)
{
  g_autoptr(ZmGrey) good = draw_one ("Zürich ✓");
  g_autoptr(ZmGrey) bad = draw_one ("Z\xfcrich");
  g_autoptr(GPtrArray) texts = find (good, NULL);

  g_assert_cmpuint (texts->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (texts, 0), ==, "Zürich ✓");
  assert_finds_nothing (bad, NULL);
}

static void
test_names (void)
{
  g_assert_true (zm_search_has_pass ("plain"));
  g_assert_true (zm_search_has_pass ("sharpen-double"));
  g_assert_false (zm_search_has_pass (""));
  g_assert_false (zm_search_has_pass ("Plain"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search/plain", test_plain);
  g_test_add_func ("/search/inverted", test_inverted);
  g_test_add_func ("/search/empty", test_empty);
  g_test_add_func ("/search/noise", test_noise);
  g_test_add_func ("/search/several", test_several);
  g_test_add_func ("/search/utf-8", test_text_is_utf8);
  g_test_add_func ("/search/names", test_names);

  return g_test_run ();
}
