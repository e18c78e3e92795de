#include "config.h"

#include "app/base/error.h"
#include "app/base/language.h"
#include "app/station/failure-words.h"
#include "app/station/remedy.h"
#include "app/station/value-words.h"

#include <gio/gio.h>
#include <string.h>

/* In the catalogue that stands in brackets; that it is used is what the environment of this test says. */

#define MESSAGE "The three keys differ"

static void
assert_translated (const char *text)
{
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "⟦"));
  g_assert_nonnull (strstr (text, "⟧"));
}

static void
test_said_in_the_language (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *said = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *brief = NULL;

  zm_error_set (&error, ZM_ERROR_REFUSED, "csr.key-reused", NULL, NULL, MESSAGE "\n");
  said = zm_failure_words_say (error);
  detail = zm_failure_words_detail (error);
  brief = zm_failure_words_brief (error);

  assert_translated (said);
  g_assert_null (strstr (said, MESSAGE));
  /* The engineer still has it, and nothing in it acts on a screen. */
  g_assert_cmpstr (detail, ==, MESSAGE "\\u{000A}");
  g_assert_nonnull (strstr (brief, said));
  g_assert_nonnull (strstr (brief, "csr.key-reused"));
  g_assert_nonnull (strstr (brief, zm_remedy_for ("csr.key-reused")));
  /* What goes to the audit log is what it was. */
  g_assert_cmpstr (error->message, ==, MESSAGE "\n");
}

static void
test_kinds (void)
{
  g_assert_cmpstr (zm_failure_words_for ("csr.key-reused"), !=, zm_failure_words_for ("csr.version"));
  g_assert_cmpstr (zm_failure_words_for ("csr.version"), ==, zm_failure_words_for ("csr.dns-name"));
  assert_translated (zm_failure_words_for ("nobody.knows-it"));
}

static void
test_foreign_errors (void)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "No luck");
  g_autofree char *said = zm_failure_words_say (error);
  g_autofree char *detail = zm_failure_words_detail (error);

  assert_translated (said);
  g_assert_cmpstr (detail, ==, "No luck");
}

static void
test_recalled (void)
{
  g_autofree char *known = zm_failure_words_recall ("usb.busy", MESSAGE);
  g_autofree char *older = zm_failure_words_recall (NULL, MESSAGE);
  g_autofree char *silent = zm_failure_words_recall ("usb.busy", NULL);

  assert_translated (known);
  g_assert_cmpstr (older, ==, MESSAGE);
  g_assert_cmpstr (silent, ==, known);
}

static void
test_values (void)
{
  assert_translated (zm_value_words_for ("reason", "keyCompromise"));
  assert_translated (zm_value_words_for ("step", "paired"));
  g_assert_cmpstr (zm_value_words_for ("kind", "device"), ==, zm_value_words_for ("provedBy", "device"));
  g_assert_null (zm_value_words_for ("reason", "lost on the way"));
  g_assert_null (zm_value_words_for ("label", "lost"));
}

int
main (int   argc,
      char *argv[])
{
  zm_language_start ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/failure-words/said-in-the-language", test_said_in_the_language);
  g_test_add_func ("/failure-words/kinds", test_kinds);
  g_test_add_func ("/failure-words/foreign-errors", test_foreign_errors);
  g_test_add_func ("/failure-words/recalled", test_recalled);
  g_test_add_func ("/failure-words/values", test_values);

  return g_test_run ();
}
