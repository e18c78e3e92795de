#include "app/labels/label-pdf.h"

#include "app/base/error.h"
#include "app/labels/label-drawing.h"

#include <string.h>

static void
test_makes_a_pdf (void)
{
  const ZmLabelJob job = { zm_label_job_find_stock ("a4"), 30, 3 };
  g_autoptr(ZmLabel) label = zm_label_new_device ("DEV-014", "ICU 2", NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) pdf = zm_label_pdf_make (label, &job, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (pdf), >, 1000);
  g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 5, "%PDF-", 5);
}

static void
test_refuses_a_job (void)
{
  const ZmLabelJob job = { zm_label_job_find_stock ("62x29"), 1, 2 };
  g_autoptr(ZmLabel) label = zm_label_new_badge ("Ana", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_label_pdf_make (label, &job, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "label.first");
}

/* Nothing is drawn beyond the label, however long its texts are. */
static void
test_stays_within (void)
{
  g_autofree char *id = g_strnfill (64, 'W');
  g_autofree char *text = g_strnfill (128, 'W');
  g_autoptr(ZmLabel) label = zm_label_new_device (id, text, text, text, NULL);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL);
  cairo_t *cr = cairo_create (surface);
  double x, y, width, height;

  g_assert_true (zm_label_drawing_draw (cr, label, 170, 74, NULL));
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
  g_assert_cmpfloat (x, >=, 0);
  g_assert_cmpfloat (y, >=, 0);
  g_assert_cmpfloat (x + width, <=, 171);
  g_assert_cmpfloat (y + height, <=, 75);
  cairo_surface_destroy (surface);
}

#define SCALE  4   /* pixels in a point */
#define WIDTH  170 /* points */
#define HEIGHT 74

static cairo_surface_t *
draw (const char *device_label)
{
  g_autoptr(ZmLabel) label = zm_label_new_device ("DEV-014", device_label, NULL, NULL, NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, WIDTH * SCALE,
                                                         HEIGHT * SCALE);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, SCALE, SCALE);
  g_assert_true (zm_label_drawing_draw (cr, label, WIDTH, HEIGHT, NULL));
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/* Accents that are heaped on one letter, and below it, stay in its line: the name above it is read as
 * it is. */
static void
test_accents_stay_in_their_line (void)
{
  g_autoptr(GString) heaped = g_string_new ("o");
  cairo_surface_t *plain = draw ("o");
  cairo_surface_t *accented;
  gsize stride = (gsize) cairo_image_surface_get_stride (plain);
  const guint8 *one;
  const guint8 *other;
  guint rows = 0;

  for (int i = 0; i < 60; i++)
    g_string_append (heaped, i < 30 ? "\xcc\x82" : "\xcc\xa3");
  accented = draw (heaped->str);
  one = cairo_image_surface_get_data (plain);
  other = cairo_image_surface_get_data (accented);
  for (gsize y = 0; y < HEIGHT * SCALE; y++)
    rows += memcmp (one + y * stride, other + y * stride, WIDTH * SCALE) != 0;
  g_assert_cmpuint (rows, >, 0);
  /* The line's font has 8 points. */
  g_assert_cmpuint (rows, <, 8 * 3 / 2 * SCALE);

  cairo_surface_destroy (plain);
  cairo_surface_destroy (accented);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/labels/label-pdf/makes-a-pdf", test_makes_a_pdf);
  g_test_add_func ("/labels/label-pdf/refuses-a-job", test_refuses_a_job);
  g_test_add_func ("/labels/label-pdf/stays-within", test_stays_within);
  g_test_add_func ("/labels/label-pdf/accents", test_accents_stay_in_their_line);

  return g_test_run ();
}
