#include "app/labels/code-drawing.h"

#define TEXT "ZMLABEL:1:D:DEV-014"

typedef struct {
  cairo_surface_t *surface;
  cairo_t *cr;
  ZmQrCode *code;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->code = zm_qr_code_new (TEXT, NULL);
  fixture->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 400);
  fixture->cr = cairo_create (fixture->surface);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  cairo_destroy (fixture->cr);
  cairo_surface_destroy (fixture->surface);
  zm_qr_code_unref (fixture->code);
}

static guint
get_pixel (Fixture *fixture,
           guint    x,
           guint    y)
{
  const guint8 *data = cairo_image_surface_get_data (fixture->surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (fixture->surface);

  return *(const guint32 *) (const void *) (data + y * stride + x * 4) & 0xffffff;
}

static guint
get_expected (Fixture *fixture,
              guint    column,
              guint    row)
{
  return zm_qr_code_is_dark (fixture->code, (int) column - ZM_QR_CODE_QUIET_ZONE,
                             (int) row - ZM_QR_CODE_QUIET_ZONE)
           ? 0x000000
           : 0xffffff;
}

/* Black and white only, each module whole, the quiet zone too. */
static void
test_pixels (Fixture       *fixture,
             gconstpointer  data)
{
  static const guint scales[] = { 1, 2, 3, 7 };

  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      guint side = zm_code_drawing_count_modules (fixture->code) * scales[i];

      zm_code_drawing_draw_pixels (fixture->cr, fixture->code, scales[i]);
      cairo_surface_flush (fixture->surface);
      for (guint y = 0; y < side; y++)
        for (guint x = 0; x < side; x++)
          g_assert_cmphex (get_pixel (fixture, x, y), ==,
                           get_expected (fixture, x / scales[i], y / scales[i]));
    }
}

/* At a scale that fits no pixel, what lies within a dark surface is dark all through. */
static void
test_no_hairlines (Fixture       *fixture,
                   gconstpointer  data)
{
  double module = 5.37;
  guint modules = zm_code_drawing_count_modules (fixture->code);
  guint from = (guint) ((ZM_QR_CODE_QUIET_ZONE + 2) * module) + 1;
  guint to = (guint) ((ZM_QR_CODE_QUIET_ZONE + 5) * module) - 1;

  zm_code_drawing_draw_exact (fixture->cr, fixture->code, modules * module);
  cairo_surface_flush (fixture->surface);
  for (guint y = from; y <= to; y++)
    for (guint x = from; x <= to; x++)
      g_assert_cmphex (get_pixel (fixture, x, y), ==, 0x000000);
  for (guint row = 0; row < modules; row++)
    for (guint column = 0; column < modules; column++)
      g_assert_cmphex (get_pixel (fixture, (guint) ((column + 0.5) * module),
                                  (guint) ((row + 0.5) * module)), ==,
                       get_expected (fixture, column, row));
}

static void
test_empty_card (Fixture       *fixture,
                 gconstpointer  data)
{
  guint side = zm_code_drawing_count_modules (NULL) * 2;

  zm_code_drawing_draw_pixels (fixture->cr, NULL, 2);
  cairo_surface_flush (fixture->surface);
  g_assert_cmphex (get_pixel (fixture, 0, 0), ==, 0xffffff);
  g_assert_cmphex (get_pixel (fixture, side - 1, side - 1), ==, 0xffffff);
  g_assert_cmphex (get_pixel (fixture, side, side), ==, 0x000000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/labels/code-drawing/pixels", Fixture, NULL, set_up, test_pixels, tear_down);
  g_test_add ("/labels/code-drawing/no-hairlines", Fixture, NULL, set_up, test_no_hairlines,
              tear_down);
  g_test_add ("/labels/code-drawing/empty-card", Fixture, NULL, set_up, test_empty_card, tear_down);

  return g_test_run ();
}
