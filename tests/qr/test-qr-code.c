#include "app/qr/qr-code.h"

#include "app/base/error.h"

#define LONGEST 2331 /* bytes, ISO/IEC 18004 table 7, version 40-M */

static void
test_sizes (void)
{
  static const struct {
    gsize length;
    guint size;
  } cases[] = { { 1, 21 }, { 14, 21 }, { 15, 25 }, { 152, 49 }, { 153, 53 }, { LONGEST, 177 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strnfill (cases[i].length, 'a');
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmQrCode) code = zm_qr_code_new (text, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (zm_qr_code_get_size (code), ==, cases[i].size);
    }
}

static void
test_refusals (void)
{
  g_autofree char *longer = g_strnfill (LONGEST + 1, 'a');
  const char *const refused[] = { "", longer };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_qr_code_new (refused[i], &error));
      g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
      g_assert_cmpstr (zm_error_get_check (error), ==, "qr.text");
    }
}

/* The middle row of a finder pattern: dark, light, three dark, light, dark. */
static void
assert_finder (const ZmQrCode *code,
               int             x,
               int             y)
{
  static const gboolean row[] = { TRUE, FALSE, TRUE, TRUE, TRUE, FALSE, TRUE };

  for (int i = 0; i < 7; i++)
    {
      g_assert_cmpint (zm_qr_code_is_dark (code, x + i, y + 3), ==, row[i]);
      g_assert_cmpint (zm_qr_code_is_dark (code, x + 3, y + i), ==, row[i]);
    }
}

static void
test_modules (void)
{
  g_autoptr(ZmQrCode) code = zm_qr_code_new ("hello", NULL);
  int size = (int) zm_qr_code_get_size (code);

  assert_finder (code, 0, 0);
  assert_finder (code, size - 7, 0);
  assert_finder (code, 0, size - 7);
  for (int i = -5; i < size + 5; i++)
    {
      g_assert_false (zm_qr_code_is_dark (code, i, -1));
      g_assert_false (zm_qr_code_is_dark (code, i, size));
      g_assert_false (zm_qr_code_is_dark (code, -1, i));
      g_assert_false (zm_qr_code_is_dark (code, size, i));
    }
}

static void
test_counted (void)
{
  ZmQrCode *code = zm_qr_code_new ("hello", NULL);
  ZmQrCode *again = zm_qr_code_ref (code);

  zm_qr_code_unref (code);
  g_assert_cmpuint (zm_qr_code_get_size (again), ==, 21);
  zm_qr_code_unref (again);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/qr-code/sizes", test_sizes);
  g_test_add_func ("/qr-code/refusals", test_refusals);
  g_test_add_func ("/qr-code/modules", test_modules);
  g_test_add_func ("/qr-code/counted", test_counted);

  return g_test_run ();
}
