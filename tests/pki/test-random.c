#include "app/pki/random.h"

#include <string.h>

static void
test_bytes (void)
{
  guint8 a[32] = { 0 };
  guint8 b[32] = { 0 };

  zm_random_bytes (a, sizeof a);
  zm_random_bytes (b, sizeof b);
  g_assert_cmpint (memcmp (a, b, sizeof a), !=, 0);
  zm_random_bytes (NULL, 0);
}

/* Each of six faces must come about 10,000 times; 500 is more than five standard deviations. */
static void
test_below (void)
{
  guint counts[6] = { 0 };

  g_assert_cmpuint (zm_random_below (1), ==, 0);
  for (guint i = 0; i < 60000; i++)
    {
      guint face = zm_random_below (6);

      g_assert_cmpuint (face, <, 6);
      counts[face]++;
    }
  for (guint i = 0; i < 6; i++)
    {
      g_assert_cmpuint (counts[i], >, 9500);
      g_assert_cmpuint (counts[i], <, 10500);
    }
}

static void
test_uuid (void)
{
  g_autofree char *first = zm_random_uuid ();
  g_autofree char *second = zm_random_uuid ();

  g_assert_true (g_regex_match_simple ("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                       "[0-9a-f]{12}$", first, 0, 0));
  g_assert_cmpstr (first, !=, second);
}

static void
test_pairing_code (void)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *code = zm_random_pairing_code ();

      g_assert_true (g_regex_match_simple ("^[A-Z]{4}-[0-9]{4}$", code, 0, 0));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/random/bytes", test_bytes);
  g_test_add_func ("/random/below", test_below);
  g_test_add_func ("/random/uuid", test_uuid);
  g_test_add_func ("/random/pairing-code", test_pairing_code);

  return g_test_run ();
}
