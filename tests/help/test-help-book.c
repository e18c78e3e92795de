#include "app/help/help-book.h"

static const char *const german[] = { "de_AT.UTF-8", "de_AT", "de", "C", NULL };
static const char *const unknown[] = { "xx", "C", NULL };
static const char *const none[] = { NULL };

static const char *
get_title (const ZmHelpBook *book)
{
  return zm_help_book_find (book, "pair")->title;
}

static void
test_languages (void)
{
  g_autoptr(ZmHelpBook) in_german = zm_help_book_open (german);
  g_autoptr(ZmHelpBook) in_unknown = zm_help_book_open (unknown);
  g_autoptr(ZmHelpBook) in_none = zm_help_book_open (none);

  g_assert_cmpstr (get_title (in_german), ==, "Ein Gerät koppeln");
  g_assert_cmpstr (get_title (in_unknown), ==, "Pair a device");
  g_assert_cmpstr (get_title (in_none), ==, "Pair a device");
  g_assert_null (zm_help_book_find (in_german, "nothing"));
}

/* A link that bears a title needs one, and nobody stands before a page that is not there. */
static void
test_links (void)
{
  g_autoptr(ZmHelpBook) book = zm_help_book_open (german);
  guint links = 0;

  for (guint i = 0; i < zm_help_book_count (book); i++)
    {
      const ZmHelpPage *page = zm_help_book_get (book, i);

      g_assert_true (zm_help_book_find (book, page->id) == page);
      for (guint j = 0; j < page->blocks->len; j++)
        {
          const ZmHelpBlock *block = page->blocks->pdata[j];

          for (guint k = 0; k < block->spans->len; k++)
            {
              const ZmHelpSpan *span = block->spans->pdata[k];

              if (span->kind != ZM_HELP_SPAN_LINK)
                continue;
              links++;
              g_assert_nonnull (zm_help_book_find (book, span->target));
            }
        }
    }

  g_assert_cmpuint (links, >, zm_help_book_count (book));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/help-book/languages", test_languages);
  g_test_add_func ("/help-book/links", test_links);

  return g_test_run ();
}
