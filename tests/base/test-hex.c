#include "app/base/hex.h"

/* Some are spelt four bytes at a time. */
static void
test_hex_of_any_length (void)
{
  guint8 data[41];
  char text[2 * sizeof data + 1];

  for (int round = 0; round < 2000; round++)
    {
      gsize length = (gsize) g_test_rand_int_range (0, sizeof data + 1);
      g_autoptr(GString) expected = g_string_new (NULL);

      for (gsize i = 0; i < length; i++)
        {
          data[i] = (guint8) g_test_rand_int ();
          g_string_append_printf (expected, "%02x", data[i]);
        }
      zm_hex_write (data, length, text);
      g_assert_cmpstr (text, ==, expected->str);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hex/any-length", test_hex_of_any_length);

  return g_test_run ();
}
