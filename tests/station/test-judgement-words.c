#include "app/station/judgement-words.h"

#include "app/base/language.h"

#include <string.h>

/* In the catalogue that stands in brackets; that it is used is what the environment of this test says. */

static void
check (const char *text,
       const char *kept)
{
  g_autofree char *said = zm_judgement_words_say (text);

  g_assert_nonnull (strstr (said, "⟦"));
  g_assert_nonnull (strstr (said, kept));
}

static void
test_words (void)
{
  check ("Key usage", "");
  check ("Validity", "");
  check ("a device is never a CA", "");
  check ("the device's URI at the identity host, and no other", "");
}

static void
test_forms (void)
{
  check ("DEV-014 and no other deviceId", "DEV-014");
  check ("00112233445566778899aabbccddeeff of DEV-015", "DEV-015");
  check ("825 days", "825");
  check ("1 days", "1");
  check ("365 days, clipped to the issuing certificate's end", "365");
}

static void
test_values (void)
{
  const char *const values[] = { "", "CN", "SAN URI", "DEV-014", "of", "digitalSignature",
                                 "2026-11-27T12:00:00Z", "99999999999999999999 days" };

  g_assert_null (zm_judgement_words_say (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *said = zm_judgement_words_say (values[i]);

      g_assert_cmpstr (said, ==, values[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  zm_language_start ();

  g_test_add_func ("/judgement-words/words", test_words);
  g_test_add_func ("/judgement-words/forms", test_forms);
  g_test_add_func ("/judgement-words/values", test_values);

  return g_test_run ();
}
