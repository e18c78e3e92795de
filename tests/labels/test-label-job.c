#include "app/labels/label-job.h"

#include "app/base/error.h"

static void
test_stocks (void)
{
  const ZmLabelStock *roll = zm_label_job_find_stock ("62x29");
  const ZmLabelStock *sheet = zm_label_job_find_stock ("a4");
  guint count = 0;

  g_assert_true (roll == zm_label_job_get_stock (0));
  g_assert_null (zm_label_job_find_stock ("a5"));
  g_assert_cmpfloat (roll->page_width, ==, 62);
  g_assert_cmpfloat (roll->page_height, ==, 29);
  g_assert_cmpfloat (sheet->page_width, ==, 210);
  g_assert_cmpfloat (sheet->page_height, ==, 297);

  for (const ZmLabelStock *stock; (stock = zm_label_job_get_stock (count)) != NULL; count++)
    {
      g_assert_cmpfloat (stock->left + stock->columns * stock->width, <=, stock->page_width);
      g_assert_cmpfloat (stock->top + stock->rows * stock->height, <=, stock->page_height);
      g_assert_true (zm_label_job_find_stock (stock->name) == stock);
    }
  g_assert_cmpuint (count, ==, 2);
}

static void
assert_places (const char *stock,
               guint       copies,
               guint       first,
               guint       pages)
{
  const ZmLabelJob job = { zm_label_job_find_stock (stock), copies, first };
  guint places = zm_label_job_count_places (&job);
  guint found = 0;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_label_job_check (&job, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (zm_label_job_count_pages (&job), ==, pages);
  for (guint i = 0; i < (pages + 1) * places; i++)
    {
      gboolean expected = i + 1 >= first && i + 1 < first + copies;

      g_assert_cmpint (zm_label_job_has_label (&job, i / places, i % places), ==, expected);
      found += expected;
    }
  g_assert_cmpuint (found, ==, copies);
}

static void
test_places (void)
{
  assert_places ("62x29", 1, 1, 1);
  assert_places ("62x29", 3, 1, 3);
  assert_places ("a4", 1, 1, 1);
  assert_places ("a4", 1, 24, 1);
  assert_places ("a4", 24, 1, 1);
  assert_places ("a4", 24, 2, 2);
  assert_places ("a4", ZM_LABEL_JOB_COPIES_MAX, 24, 11);
}

static void
test_limits (void)
{
  static const struct {
    const char *stock;
    guint copies;
    guint first;
    const char *check;
  } cases[] = {
    { "62x29", 0, 1, "label.copies" },
    { "62x29", ZM_LABEL_JOB_COPIES_MAX + 1, 1, "label.copies" },
    { "62x29", 1, 2, "label.first" },
    { "a4", 1, 0, "label.first" },
    { "a4", 1, 25, "label.first" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ZmLabelJob job = {
        zm_label_job_find_stock (cases[i].stock), cases[i].copies, cases[i].first,
      };
      g_autoptr(GError) error = NULL;

      g_assert_false (zm_label_job_check (&job, &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/labels/label-job/stocks", test_stocks);
  g_test_add_func ("/labels/label-job/places", test_places);
  g_test_add_func ("/labels/label-job/limits", test_limits);

  return g_test_run ();
}
