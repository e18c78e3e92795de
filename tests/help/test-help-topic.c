#include "app/help/help-book.h"
#include "app/help/help-topic.h"

static void
test_longest (void)
{
  g_assert_cmpstr (zm_help_topic_for_check ("code.mismatch"), ==, "pair");
  g_assert_cmpstr (zm_help_topic_for_check ("payload.signature"), ==, "half-done");
  g_assert_cmpstr (zm_help_topic_for_check ("payload.window"), ==, "clocks");
  g_assert_cmpstr (zm_help_topic_for_check ("audit.broken"), ==, "audit");
  g_assert_cmpstr (zm_help_topic_for_check ("checkpoint.log-cut"), ==, "restore");
  /* A whole check is that one alone. */
  g_assert_null (zm_help_topic_for_check ("chain.expired-twice"));
  g_assert_null (zm_help_topic_for_check ("nothing.of-the-kind"));
  g_assert_null (zm_help_topic_for_check (""));
}

/* Each target is there, and what a page lists leads back to it. */
static void
test_targets (void)
{
  static const char *const english[] = { NULL };
  g_autoptr(ZmHelpBook) book = zm_help_book_open (english);
  guint listed = 0;

  for (guint i = 0; i < zm_help_book_count (book); i++)
    {
      const ZmHelpPage *page = zm_help_book_get (book, i);
      g_auto(GStrv) checks = zm_help_topic_checks (page->id);

      for (guint j = 0; checks[j] != NULL; j++, listed++)
        g_assert_cmpstr (zm_help_topic_for_check (checks[j]), ==, page->id);
    }

  g_assert_cmpuint (listed, ==, zm_help_topic_count ());
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/help-topic/longest", test_longest);
  g_test_add_func ("/help-topic/targets", test_targets);

  return g_test_run ();
}
