#include "config.h"

#include "tests/ui/screen.h"
#include "app/base/error.h"
#include "app/base/language.h"
#include "app/station/phrase-words.h"
#include "app/station/tick.h"
#include "ui/failure-card.h"
#include "ui/finding-row.h"
#include "ui/tick-row.h"
#include "ui/verification-card.h"

#include <glib/gi18n-lib.h>

/* In the catalogue that stands in brackets; that it is used is what the environment of this test says. */

#define PHRASE "a name that is free"
#define NUMBERED "at most 16 MiB"

static char *
translate (const char *phrase)
{
  char *words = zm_phrase_words_say (phrase);

  g_assert_true (g_str_has_prefix (words, "⟦"));
  return words;
}

/* What is copied goes to an engineer, who compares it with the audit log. */
static void
assert_copied (GtkWidget  *card,
               const char *expected)
{
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gtk_widget_activate_action (card, "failure.copy", NULL));
  g_assert_true (gdk_content_provider_get_value (
                   gdk_clipboard_get_content (gtk_widget_get_clipboard (card)), &value, NULL));
  g_assert_cmpstr (g_value_get_string (&value), ==, expected);
}

static void
test_failure_card (void)
{
  g_autoptr(GError) failure = zm_error_new_literal (ZM_ERROR_CONFLICT, "file.exists", NUMBERED, PHRASE,
                                                    "It exists\n");
  GtkWidget *card = g_object_new (ZM_TYPE_FAILURE_CARD, "failure", failure, NULL);
  g_autofree char *seen = translate (NUMBERED);
  g_autofree char *expected = translate (PHRASE);

  g_assert_true (shows_text (card, seen));
  g_assert_true (shows_text (card, expected));
  assert_copied (card, "It exists\\u{000A}\ncheck: file.exists\nseen: " NUMBERED "\nexpected: " PHRASE
                 "\n");

  finalize (card);
}

static void
test_failure_card_without_values (void)
{
  g_autoptr(GError) failure = zm_error_new_literal (ZM_ERROR_CONFLICT, "file.exists", NULL, NULL, "It");
  GtkWidget *card = g_object_new (ZM_TYPE_FAILURE_CARD, "failure", failure, NULL);

  assert_copied (card, "It\ncheck: file.exists\nseen: –\nexpected: –\n");

  finalize (card);
}

static void
test_tick_row (void)
{
  g_autoptr(ZmTick) tick = zm_tick_new ("possession", "Key", ZM_TICK_BAD, NUMBERED, PHRASE);
  GtkWidget *row = zm_tick_row_new (tick, ZM_TICK_WORDS_GUARD);
  g_autofree char *seen = translate (NUMBERED);
  g_autofree char *expected = translate (PHRASE);
  g_autofree char *line = g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, "Expected: %s"), expected);

  g_assert_true (shows_text (row, seen));
  g_assert_true (shows_text (row, line));

  finalize (row);
}

static void
test_finding_row (void)
{
  const ZmHealthFinding finding = { .check = (char *) "file.exists", .severity = ZM_HEALTH_PROBLEM,
                                    .title = (char *) "File", .seen = (char *) NUMBERED,
                                    .expected = (char *) PHRASE };
  GtkWidget *row = zm_finding_row_new ();
  g_autofree char *seen = translate (NUMBERED);
  g_autofree char *expected = translate (PHRASE);
  g_autofree char *line = g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, "Seen: %s. Expected: %s"), seen,
                                           expected);

  zm_finding_row_show (ZM_FINDING_ROW (row), &finding);
  g_assert_true (shows_text (row, line));

  finalize (row);
}

static void
test_verification_card (void)
{
  const ZmAuditReport broken = { .verdict = ZM_AUDIT_BROKEN, .size = 32, .first_bad_seq = 7,
                                 .check = (char *) "audit.hash", .seen = (char *) NUMBERED,
                                 .expected = (char *) PHRASE };
  ZmVerificationCard *card = g_object_new (ZM_TYPE_VERIFICATION_CARD, NULL);
  g_autofree char *seen = translate (NUMBERED);
  g_autofree char *expected = translate (PHRASE);
  g_autofree char *line =
    g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, "Check %s. Seen: %s. Expected: %s."), "audit.hash", seen,
                     expected);

  zm_verification_card_show (card, &broken);
  g_assert_true (shows_text (GTK_WIDGET (card), line));

  finalize (card);
}

int
main (int   argc,
      char *argv[])
{
  zm_language_start ();
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/phrases/failure-card", test_failure_card);
  g_test_add_func ("/phrases/failure-card-without-values", test_failure_card_without_values);
  g_test_add_func ("/phrases/tick-row", test_tick_row);
  g_test_add_func ("/phrases/finding-row", test_finding_row);
  g_test_add_func ("/phrases/verification-card", test_verification_card);

  return g_test_run ();
}
