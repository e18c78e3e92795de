#include "tests/ui/screen.h"
#include "ui/chain-row.h"
#include "ui/finding-row.h"
#include "ui/health-words.h"
#include "ui/row-list.h"
#include "ui/validity-bar.h"

typedef struct {
  ZmValiditySpan span;
  gint64         instant;
  double         place;
} PlaceCase;

static const PlaceCase place_cases[] = {
  { { .axis_begin = 0, .axis_end = 100 }, 0, 0 },
  { { .axis_begin = 0, .axis_end = 100 }, 25, 0.25 },
  { { .axis_begin = 0, .axis_end = 100 }, 100, 1 },
  { { .axis_begin = 0, .axis_end = 100 }, 400, 1 },
  { { .axis_begin = 0, .axis_end = 100 }, -400, 0 },
  { { .axis_begin = 100, .axis_end = 100 }, 100, 0 },
  { { .axis_begin = 100, .axis_end = 0 }, 50, 0 },
  { { .axis_begin = G_MININT64, .axis_end = G_MAXINT64 }, 0, 0.5 },
};

static void
test_places (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (place_cases); i++)
    g_assert_cmpfloat_with_epsilon (zm_validity_bar_place (&place_cases[i].span,
                                                           place_cases[i].instant),
                                    place_cases[i].place, 1e-9);
}

typedef struct {
  guint       problems;
  guint       warnings;
  guint       well;
  const char *words;
} SumCase;

static const SumCase sum_cases[] = {
  { 0, 0, 0, "Everything is well" },
  { 0, 0, 5, "Everything is well" },
  { 0, 1, 3, "1 warning" },
  { 2, 0, 3, "2 problems" },
  { 1, 2, 0, "1 problem, 2 warnings" },
};

static void
test_sums (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sum_cases); i++)
    {
      const SumCase *sum = &sum_cases[i];
      ZmHealthFinding problem = { .severity = ZM_HEALTH_PROBLEM };
      ZmHealthFinding warning = { .severity = ZM_HEALTH_WARNING };
      ZmHealthFinding well = { .severity = ZM_HEALTH_OK };
      g_autoptr(GPtrArray) findings = g_ptr_array_new ();
      g_autofree char *words = NULL;

      for (guint j = 0; j < sum->problems; j++)
        g_ptr_array_add (findings, &problem);
      for (guint j = 0; j < sum->warnings; j++)
        g_ptr_array_add (findings, &warning);
      for (guint j = 0; j < sum->well; j++)
        g_ptr_array_add (findings, &well);
      words = zm_health_words_sum_up (findings);
      g_assert_cmpstr (words, ==, sum->words);
    }
}

/* A row that is used again says nothing of what it said before. */
static void
test_finding_row (void)
{
  ZmHealthFinding bad = { .check = (char *) "disk.free", .severity = ZM_HEALTH_PROBLEM,
                          .title = (char *) "Free disk space", .seen = (char *) "12 MiB\x1b[31m",
                          .expected = (char *) "1 GiB", .remedy = "Make room." };
  ZmHealthFinding good = { .check = (char *) "disk.free", .severity = ZM_HEALTH_OK,
                           .title = (char *) "Free disk space", .seen = (char *) "80 GiB",
                           .expected = (char *) "1 GiB" };
  GtkWidget *row = zm_finding_row_new ();

  zm_finding_row_show (ZM_FINDING_ROW (row), &bad);
  g_assert_true (shows_text (row, "Free disk space"));
  g_assert_true (shows_text (row, "Make room."));
  g_assert_true (shows_text (row, "disk.free"));
  g_assert_true (shows_text (row, "Problem"));
  g_assert_false (shows_text (row, "\x1b"));

  zm_finding_row_show (ZM_FINDING_ROW (row), &good);
  g_assert_true (shows_text (row, "80 GiB"));
  g_assert_true (shows_text (row, "Good"));
  g_assert_false (shows_text (row, "Make room."));
  g_assert_false (shows_text (row, "disk.free"));

  finalize (row);
}

static GtkWidget *
make_row (void)
{
  return gtk_list_box_row_new ();
}

static guint
count_rows (GtkListBox *list)
{
  guint count = 0;

  while (gtk_list_box_get_row_at_index (list, (int) count) != NULL)
    count++;

  return count;
}

static void
test_row_list (void)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkListBoxRow *first;

  zm_row_list_resize (GTK_LIST_BOX (list), 3, make_row);
  g_assert_cmpuint (count_rows (GTK_LIST_BOX (list)), ==, 3);
  first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0);
  zm_row_list_resize (GTK_LIST_BOX (list), 1, make_row);
  g_assert_cmpuint (count_rows (GTK_LIST_BOX (list)), ==, 1);
  zm_row_list_resize (GTK_LIST_BOX (list), 2, make_row);
  g_assert_cmpuint (count_rows (GTK_LIST_BOX (list)), ==, 2);
  g_assert_true (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0) == first);
  zm_row_list_resize (GTK_LIST_BOX (list), 0, make_row);
  g_assert_cmpuint (count_rows (GTK_LIST_BOX (list)), ==, 0);

  finalize (list);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/authority/places", test_places);
  g_test_add_func ("/authority/sums", test_sums);
  g_test_add_func ("/authority/finding-row", test_finding_row);
  g_test_add_func ("/authority/row-list", test_row_list);

  return g_test_run ();
}
