#include "app/labels/label-pdf.h"

#include "app/base/error.h"
#include "app/labels/label-drawing.h"

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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/labels/label-pdf/makes-a-pdf", test_makes_a_pdf);
  g_test_add_func ("/labels/label-pdf/refuses-a-job", test_refuses_a_job);
  g_test_add_func ("/labels/label-pdf/stays-within", test_stays_within);

  return g_test_run ();
}
