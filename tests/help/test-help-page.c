#include "app/help/help-page.h"

#include <string.h>

static const char good[] =
  "# Pair a device\n"
  "\n"
  "You need a monitor\n"
  "and its cable.\n"
  "\n"
  "## From the cable on\n"
  "\n"
  "1. Plug it in\n"
  "   and wait.\n"
  "2. Press **_Pair**.\n"
  "\n"
  "## When it goes otherwise\n"
  "\n"
  "- The numbers differ: stop.\n"
  "- Nothing comes: see [](camera).\n"
  "\n"
  "1. Begin again.\n";

static void
assert_block (const ZmHelpPage *page,
              guint             position,
              ZmHelpBlockKind   kind,
              guint             number,
              const char       *text)
{
  const ZmHelpBlock *block;
  const ZmHelpSpan *span;

  g_assert_cmpuint (position, <, page->blocks->len);
  block = page->blocks->pdata[position];
  span = block->spans->pdata[0];
  g_assert_cmpint (block->kind, ==, kind);
  g_assert_cmpuint (block->number, ==, number);
  g_assert_cmpstr (span->text, ==, text);
}

static void
test_blocks (void)
{
  g_autoptr(ZmHelpPage) page = zm_help_page_parse ("pair", good, NULL);

  g_assert_nonnull (page);
  g_assert_cmpstr (page->id, ==, "pair");
  g_assert_cmpstr (page->title, ==, "Pair a device");
  g_assert_cmpuint (page->blocks->len, ==, 8);
  assert_block (page, 0, ZM_HELP_BLOCK_TEXT, 0, "You need a monitor and its cable.");
  assert_block (page, 1, ZM_HELP_BLOCK_HEADING, 0, "From the cable on");
  assert_block (page, 2, ZM_HELP_BLOCK_STEP, 1, "Plug it in and wait.");
  assert_block (page, 3, ZM_HELP_BLOCK_STEP, 2, "Press ");
  assert_block (page, 4, ZM_HELP_BLOCK_HEADING, 0, "When it goes otherwise");
  assert_block (page, 5, ZM_HELP_BLOCK_POINT, 0, "The numbers differ: stop.");
  assert_block (page, 6, ZM_HELP_BLOCK_POINT, 0, "Nothing comes: see ");
  assert_block (page, 7, ZM_HELP_BLOCK_STEP, 1, "Begin again.");
}

static void
test_mistakes (void)
{
  static const struct {
    const char *text;
    guint       line;
  } rows[] = {
    { "", 1 },
    { "No title\n", 1 },
    { "# \n", 1 },
    { "# Title\n", 3 },
    { "# Title\n\n# Title\n", 3 },
    { "# Title\n\n### Too deep\n", 3 },
    { "# Title\n\n## \n", 3 },
    { "# Title\n\n2. Not the first\n", 3 },
    { "# Title\n\n1. One\n3. Three\n", 4 },
    { "# Title\n\n1. One\nwithout an indent\n", 4 },
    { "# Title\n\nText\n  with an indent\n", 4 },
    { "# Title\n\n  An indent of nothing\n", 3 },
    { "# Title\n\nA star * in it\n\nMore\n", 4 },
    { "# Title\n\n-  Two spaces\n", 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint line = 0;
      g_autoptr(ZmHelpPage) page = zm_help_page_parse ("page", rows[i].text, &line);

      g_assert_null (page);
      g_assert_cmpuint (line, ==, rows[i].line);
    }
}

static void
test_search (void)
{
  g_autoptr(ZmHelpPage) page = zm_help_page_parse ("pair", good, NULL);

  g_assert_true (zm_help_page_matches (page, ""));
  g_assert_true (zm_help_page_matches (page, "DEVICE"));
  g_assert_true (zm_help_page_matches (page, " cable  numbers "));
  /* As a person reads it: the mark of the key is not on the screen. */
  g_assert_true (zm_help_page_matches (page, "press pair"));
  g_assert_false (zm_help_page_matches (page, "cable certificate"));
  g_assert_false (zm_help_page_matches (page, "_pair"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/help-page/blocks", test_blocks);
  g_test_add_func ("/help-page/mistakes", test_mistakes);
  g_test_add_func ("/help-page/search", test_search);

  return g_test_run ();
}
