#include "config.h"

#include "app/base/language.h"
#include "app/station/audit-words.h"
#include "app/station/phrase-table.h"
#include "app/station/phrase-words.h"
#include "app/station/value-words.h"

#include <string.h>

/* In the catalogue that stands in brackets; that it is used is what the environment of this test says. */

static void
assert_said (const char *text,
             const char *expected)
{
  g_autofree char *said = zm_phrase_words_say (text);

  g_assert_cmpstr (said, ==, expected);
}

/* Translated, with this among the words. */
static void
assert_translated (const char *text,
                   const char *kept)
{
  g_autofree char *said = zm_phrase_words_say (text);

  g_assert_true (g_str_has_prefix (said, "⟦"));
  g_assert_true (g_str_has_suffix (said, "⟧"));
  g_assert_nonnull (strstr (said, kept));
}

static void
test_known (void)
{
  g_assert_null (zm_phrase_words_say (NULL));
  assert_translated ("a name that is free", "");
  assert_translated ("nothing", "");
  assert_translated ("the PIN as it is now", "");
}

static void
test_patterns (void)
{
  assert_translated ("at most 16 MiB", " 16 ");
  assert_translated ("mode 0644, owner 1000", " 0644, ");
  assert_translated ("mode 0644, owner 1000", " 1000");
  assert_translated ("[device] before the first key", "[device] ");
  assert_translated ("an entry of the table “session”", "“session”");
  /* Not one without its number, nor with more behind it. */
  assert_said ("at most  MiB", "at most  MiB");
  assert_said ("at most x MiB", "at most x MiB");
  assert_said ("at most 16 MiB of it", "at most 16 MiB of it");
}

static void
test_foreign (void)
{
  assert_said ("", "");
  assert_said ("MON-0001", "MON-0001");
  assert_said ("Nothing", "Nothing");
  assert_said ("nothing ", "nothing ");
  assert_said ("%u bytes", "%u bytes");
  assert_said ("nothing\n", "nothing\\u{000A}");
  assert_said ("\342\200\256nothing\342\200\254", "\\u{202E}nothing\\u{202C}");
  assert_said ("\377", "\\x{FF}");
}

/* Also what stands in a hole may be a stranger's. */
static void
test_hostile_values (void)
{
  assert_translated ("line 3, MON\342\200\2561\342\200\254", " 3, MON\\u{202E}1\\u{202C}");
  assert_translated ("line 3, %s%n", " 3, %s%n");
  assert_translated ("line 3, \033[2J", " 3, \\u{001B}[2J");
  assert_translated ("valid at \377", " \\x{FF}");
}

static void
test_long (void)
{
  g_autofree char *flood = g_strnfill (1 << 20, '7');
  g_autofree char *bracket = g_strnfill (500, '[');
  g_autofree char *text = g_strconcat (flood, " bytes", NULL);

  assert_said (text, text);
  assert_said (bracket, bracket);
}

static void
test_borrowed (void)
{
  assert_said ("verified", zm_value_words_for ("state", "verified"));
  assert_said ("administrator", zm_value_words_for ("role", "administrator"));
  assert_said ("certificate revoked", zm_value_words_for ("alert", "certificate revoked"));
  assert_translated ("a device is never a CA", "");
  assert_translated ("30 days", "30 ");
}

static void
test_all (void)
{
  gsize count;
  const char *const *phrases = zm_phrase_table_list (&count);

  g_assert_cmpuint (count, >, 100);
  for (gsize i = 0; i < count; i++)
    {
      g_auto(GStrv) numbers = g_strsplit (phrases[i], "%u", -1);
      g_autofree char *numbered = g_strjoinv ("7", numbers);
      g_auto(GStrv) names = g_strsplit (numbered, "%s", -1);
      g_autofree char *text = g_strjoinv ("x-1", names);
      g_autofree char *said = zm_phrase_words_say (text);

      assert_translated (text, numbers[1] != NULL ? "7" : names[1] != NULL ? "x-1" : "");
      g_assert_null (strchr (said, '%'));
    }
}

static void
test_recalled (void)
{
  g_autoptr(json_t) detail = json_pack ("{s:s, s:s}", "seen", "nothing\n", "expected", "a device");
  g_autofree char *seen = zm_audit_words_member (detail, "seen");
  g_autofree char *expected = zm_audit_words_member (detail, "expected");

  g_assert_cmpstr (seen, ==, "nothing\\u{000A}");
  g_assert_true (g_str_has_prefix (expected, "⟦"));
  /* The record is what it was. */
  g_assert_cmpstr (json_string_value (json_object_get (detail, "expected")), ==, "a device");
}

int
main (int   argc,
      char *argv[])
{
  zm_language_start ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/phrase-words/known", test_known);
  g_test_add_func ("/phrase-words/patterns", test_patterns);
  g_test_add_func ("/phrase-words/foreign", test_foreign);
  g_test_add_func ("/phrase-words/hostile-values", test_hostile_values);
  g_test_add_func ("/phrase-words/long", test_long);
  g_test_add_func ("/phrase-words/borrowed", test_borrowed);
  g_test_add_func ("/phrase-words/all", test_all);
  g_test_add_func ("/phrase-words/recalled", test_recalled);

  return g_test_run ();
}
