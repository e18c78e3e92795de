#include "app/help/help-inline.h"

static void
test_kinds (void)
{
  static const ZmHelpSpan expected[] = {
    { ZM_HELP_SPAN_TEXT, (char *) "Press ", NULL },
    { ZM_HELP_SPAN_NAME, (char *) "_Pair", NULL },
    { ZM_HELP_SPAN_TEXT, (char *) " or ", NULL },
    { ZM_HELP_SPAN_CODE, (char *) "Ctrl+1", NULL },
    { ZM_HELP_SPAN_TEXT, (char *) ", see ", NULL },
    { ZM_HELP_SPAN_LINK, (char *) "the camera", (char *) "camera" },
    { ZM_HELP_SPAN_TEXT, (char *) " and ", NULL },
    { ZM_HELP_SPAN_LINK, (char *) "", (char *) "pair" },
    { ZM_HELP_SPAN_TEXT, (char *) ".", NULL },
  };
  g_autoptr(GPtrArray) spans =
    zm_help_inline_parse ("Press **_Pair** or `Ctrl+1`, see [the camera](camera) and [](pair).");

  g_assert_nonnull (spans);
  g_assert_cmpuint (spans->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < spans->len; i++)
    {
      const ZmHelpSpan *span = spans->pdata[i];

      g_assert_cmpint (span->kind, ==, expected[i].kind);
      g_assert_cmpstr (span->text, ==, expected[i].text);
      g_assert_cmpstr (span->target, ==, expected[i].target);
    }
}

static void
test_mistakes (void)
{
  static const char *const texts[] = {
    "", "*", "**", "****", "**a", "*a*", "`", "``", "`a", "[", "]", "a]", "[a", "[a]", "[a](", "[a]()",
    "[a](b", "[a [b](c)", "a * b",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GPtrArray) spans = zm_help_inline_parse (texts[i]);

      if (spans != NULL)
        g_error ("“%s” was read", texts[i]);
    }
}

/* Without a catalogue each name is its own translation. */
static void
test_names (void)
{
  static const struct {
    const char *msgid;
    const char *name;
  } rows[] = {
    { "_Pair", "Pair" },
    { "Next _Device", "Next Device" },
    { "Devices", "Devices" },
    { "stage|Done", "Done" },
    { "a longer context|_Stop", "Stop" },
    { "保留(_K)", "保留" },
    { "重试(_T)…", "重试…" },
    { "Print (_", "Print (" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = zm_help_inline_name (rows[i].msgid);

      g_assert_cmpstr (name, ==, rows[i].name);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/help-inline/kinds", test_kinds);
  g_test_add_func ("/help-inline/mistakes", test_mistakes);
  g_test_add_func ("/help-inline/names", test_names);

  return g_test_run ();
}
