#include "app/reader/live-search.h"

#include "app/reader/filter.h"
#include "app/reader/light.h"
#include "app/reader/scanner.h"
#include "tests/qr/degrade.h"

#include <string.h>

#define TICKET "ZM1:DEV-014:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRST:" \
               "ABCDEFGHIJKLMNOP"
#define FRAMES 6

static const char *const ticket[] = { TICKET, NULL };

static ZmGrey *
make_frame (const Degrade     *how,
            const char *const *texts,
            guint              number)
{
  ZmGrey *frame = zm_grey_new (how->width, how->height, NULL);

  degrade_grey (how, texts, number, frame->pixels);
  return frame;
}

/* TRUE when the ticket, and nothing else, was read in one of six frames. */
static gboolean
reads (const Degrade *how)
{
  g_autoptr(ZmLiveSearch) search = zm_live_search_new ();
  ZmFrameReading reading = { .n_codes = 0 };

  for (guint i = 0; i < FRAMES && reading.n_codes == 0; i++)
    {
      g_autoptr(ZmGrey) frame = make_frame (how, ticket, i);

      zm_live_search_read (search, frame, &reading);
    }
  if (reading.n_codes == 0)
    return FALSE;

  g_assert_cmpuint (reading.n_codes, ==, 1);
  g_assert_cmpstr (reading.codes[0].text, ==, TICKET);
  return TRUE;
}

static gboolean
plain_reads (const Degrade *how)
{
  gboolean found = FALSE;

  for (guint i = 0; i < FRAMES && !found; i++)
    {
      g_autoptr(ZmGrey) frame = make_frame (how, ticket, i);
      g_autoptr(GPtrArray) texts = zm_scanner_scan (frame);

      found = texts->len > 0;
    }

  return found;
}

/* One for each way of looking: what it was made for, and what zbar alone does not read. */
static void
test_spoilt_frames (void)
{
  static const struct {
    const char *what;
    glong       field;
    double      value;
  } cases[] = {
    { "noise", G_STRUCT_OFFSET (Degrade, noise), 45 },
    { "glare", G_STRUCT_OFFSET (Degrade, glare), 1 },
    { "contrast", G_STRUCT_OFFSET (Degrade, contrast), 0.06 },
    { "small modules", G_STRUCT_OFFSET (Degrade, module), 1.8 },
    { "darkness", G_STRUCT_OFFSET (Degrade, brightness), 0.08 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Degrade how;

      g_test_message ("%s", cases[i].what);
      degrade_init (&how);
      G_STRUCT_MEMBER (double, &how, cases[i].field) = cases[i].value;
      g_assert_true (reads (&how));
      g_assert_false (plain_reads (&how));
    }
}

static void
test_inverted (void)
{
  Degrade how;

  degrade_init (&how);
  how.inverted = TRUE;
  g_assert_true (reads (&how));
}

static void
test_several_codes (void)
{
  static const char *const texts[] = { "ZM1:one", "ZM1:two", "ZM1:three", NULL };
  g_autoptr(ZmLiveSearch) search = zm_live_search_new ();
  g_autoptr(ZmGrey) frame = NULL;
  ZmFrameReading reading;
  Degrade how;

  degrade_init (&how);
  frame = make_frame (&how, texts, 0);
  zm_live_search_read (search, frame, &reading);
  g_assert_cmpuint (reading.n_codes, ==, 3);
}

static void
draw_half (ZmGrey     *frame,
           gsize       left,
           double      module,
           const char *text)
{
  const char *const texts[] = { text, NULL };
  g_autoptr(ZmGrey) half = NULL;
  Degrade how;

  degrade_init (&how);
  how.width = frame->width / 2;
  how.module = module;
  half = make_frame (&how, texts, 0);
  for (gsize y = 0; y < frame->height; y++)
    memcpy (frame->pixels + y * frame->width + left, half->pixels + y * half->width, half->width);
}

/* The larger one's three marks would do for a quick answer, and nobody would be asked which. */
static void
test_two_sizes (void)
{
  static const double modules[][2] = { { 5, 3 }, { 3, 5 }, { 8, 2.5 }, { 2.2, 6 } };

  for (gsize i = 0; i < G_N_ELEMENTS (modules); i++)
    {
      g_autoptr(ZmLiveSearch) search = zm_live_search_new ();
      g_autoptr(ZmGrey) frame = zm_grey_new (1280, 720, NULL);
      ZmFrameReading reading;

      draw_half (frame, 0, modules[i][0], TICKET);
      draw_half (frame, 640, modules[i][1], "ZM1:another");
      zm_live_search_read (search, frame, &reading);
      g_assert_cmpuint (reading.n_codes, ==, 2);
    }
}

/* The same text twice is one code, and so is what two ways of looking find. */
static void
test_same_text (void)
{
  static const char *const texts[] = { "ZM1:one", "ZM1:one", NULL };
  g_autoptr(ZmLiveSearch) search = zm_live_search_new ();
  g_autoptr(ZmGrey) frame = NULL;
  ZmFrameReading reading;
  Degrade how;

  degrade_init (&how);
  frame = make_frame (&how, texts, 0);
  zm_live_search_read (search, frame, &reading);
  g_assert_cmpuint (reading.n_codes, ==, 1);
}

static void
test_light (void)
{
  g_autoptr(ZmGrey) picture = zm_grey_new (100, 80, NULL);
  ZmLight light;

  memset (picture->pixels, 70, zm_grey_length (picture));
  zm_light_measure (&light, picture);
  g_assert_cmpuint (light.dark, ==, 70);
  g_assert_cmpuint (light.light, ==, 70);
  g_assert_cmpuint (light.sharpness, ==, 0);

  for (gsize i = 0; i < zm_grey_length (picture); i++)
    picture->pixels[i] = i % 100 < 50 ? 30 : 230;
  zm_light_measure (&light, picture);
  g_assert_cmpuint (light.dark, ==, 30);
  g_assert_cmpuint (light.light, ==, 230);
  g_assert_cmpuint (light.sharpness, ==, 100);

  for (gsize i = 0; i < zm_grey_length (picture); i++)
    picture->pixels[i] = (guint8) (i % 100);
  zm_light_measure (&light, picture);
  g_assert_cmpuint (light.sharpness, ==, 1);

  for (gsize i = 0; i < zm_grey_length (picture); i++)
    picture->pixels[i] = i / 100 % 2 == 0 ? 30 : 230;
  zm_light_measure (&light, picture);
  g_assert_cmpuint (light.sharpness, ==, 100);
}

static void
test_local_filters (void)
{
  g_autoptr(ZmGrey) picture = zm_grey_new (120, 60, NULL);
  g_autoptr(ZmGrey) pixel = zm_grey_new (1, 1, NULL);
  g_autoptr(ZmGrey) black_white = NULL;
  g_autoptr(ZmGrey) stretched = NULL;
  g_autoptr(ZmGrey) one = NULL;

  /* Stripes of a contrast of 20 on a background that gets lighter from 20 to 140. */
  for (guint y = 0; y < 60; y++)
    for (guint x = 0; x < 120; x++)
      picture->pixels[y * 120 + x] = (guint8) (20 + x + (x / 5 % 2 == 0 ? 0 : 20));
  black_white = zm_filter_threshold (picture, NULL);
  stretched = zm_filter_stretch (picture, NULL);
  for (guint x = 30; x < 90; x++)
    {
      if (x % 5 != 2)
        continue;
      g_assert_cmpuint (black_white->pixels[30 * 120 + x], ==, x / 5 % 2 == 0 ? 0 : 255);
      g_assert_true ((stretched->pixels[30 * 120 + x] < 128) == (x / 5 % 2 == 0));
    }

  pixel->pixels[0] = 9;
  one = zm_filter_threshold (pixel, NULL);
  g_assert_cmpuint (one->pixels[0], ==, 255);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/live-search/spoilt-frames", test_spoilt_frames);
  g_test_add_func ("/live-search/inverted", test_inverted);
  g_test_add_func ("/live-search/several-codes", test_several_codes);
  g_test_add_func ("/live-search/two-sizes", test_two_sizes);
  g_test_add_func ("/live-search/same-text", test_same_text);
  g_test_add_func ("/live-search/light", test_light);
  g_test_add_func ("/live-search/local-filters", test_local_filters);

  return g_test_run ();
}
