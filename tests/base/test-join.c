#include "app/base/join.h"

static void
test_list (void)
{
  const char *names[] = { "Ana", "Ben", NULL };
  g_autofree char *none = zm_join_list (NULL, NULL);
  g_autofree char *one = zm_join_list ("Ana", NULL);
  g_autofree char *three = zm_join_list ("Ana", "Ben", "Eva", NULL);
  g_autofree char *two = zm_join_strv (names);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (one, ==, "Ana");
  g_assert_cmpstr (three, ==, "Ana, Ben, Eva");
  g_assert_cmpstr (two, ==, "Ana, Ben");
}

static void
test_pairs (void)
{
  g_autofree char *pair = zm_join_pair ("Device", "DEV-014");
  g_autofree char *remark = zm_join_remark ("Ana", "administrator");
  g_autofree char *facts = zm_join_facts ("Ana, Ben", "27 November");
  g_autofree char *sentences = zm_join_sentences ("It is open.", "It closes.");

  g_assert_cmpstr (pair, ==, "Device: DEV-014");
  g_assert_cmpstr (remark, ==, "Ana (administrator)");
  g_assert_cmpstr (facts, ==, "Ana, Ben · 27 November");
  g_assert_cmpstr (sentences, ==, "It is open. It closes.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/join/list", test_list);
  g_test_add_func ("/join/pairs", test_pairs);

  return g_test_run ();
}
