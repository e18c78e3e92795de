#include "app/qr/terminal.h"

#include <string.h>

#define TEXT "ZM1:DEV-014:KTRW-4821"

/* What lights up on the screen, by Unicode's own names of the characters. */
static gboolean
is_drawn (gunichar character,
          gboolean upper)
{
  switch (character)
    {
    case 0x2588: /* FULL BLOCK */
      return TRUE;
    case 0x2580: /* UPPER HALF BLOCK */
      return upper;
    case 0x2584: /* LOWER HALF BLOCK */
      return !upper;
    case ' ':
      return FALSE;
    default:
      g_assert_not_reached ();
    }
}

static void
assert_line (const ZmQrCode *code,
             const char     *line,
             int             y,
             gboolean        drawn_is_dark)
{
  int size = (int) zm_qr_code_get_size (code);
  const char *at = line;

  g_assert_cmpint (g_utf8_strlen (line, -1), ==, size + 2 * ZM_QR_CODE_QUIET_ZONE);
  for (int x = -ZM_QR_CODE_QUIET_ZONE; *at != '\0'; x++, at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      g_assert_cmpint (is_drawn (character, TRUE) == drawn_is_dark, ==,
                       zm_qr_code_is_dark (code, x, y));
      g_assert_cmpint (is_drawn (character, FALSE) == drawn_is_dark, ==,
                       zm_qr_code_is_dark (code, x, y + 1));
    }
}

static void
assert_drawing (ZmTerminalStyle  style,
                gboolean         drawn_is_dark,
                const char      *before,
                const char      *after)
{
  g_autoptr(ZmQrCode) code = zm_qr_code_new (TEXT, NULL);
  g_autofree char *text = zm_terminal_draw (code, style);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  int size = (int) zm_qr_code_get_size (code);
  guint count = g_strv_length (lines);

  g_assert_cmpstr (lines[count - 1], ==, "");
  g_assert_cmpuint (count - 1, ==, (guint) (size + 2 * ZM_QR_CODE_QUIET_ZONE + 1) / 2);
  for (guint i = 0; i + 1 < count; i++)
    {
      gsize length = strlen (lines[i]);
      g_autofree char *blocks = NULL;

      g_assert_true (g_str_has_prefix (lines[i], before));
      g_assert_true (g_str_has_suffix (lines[i], after));
      blocks = g_strndup (lines[i] + strlen (before), length - strlen (before) - strlen (after));
      assert_line (code, blocks, (int) (2 * i) - ZM_QR_CODE_QUIET_ZONE, drawn_is_dark);
    }
}

static void
test_ansi (void)
{
  assert_drawing (ZM_TERMINAL_ANSI, TRUE, "\033[38;5;16;48;5;231m", "\033[0m");
}

static void
test_plain (void)
{
  assert_drawing (ZM_TERMINAL_LIGHT, TRUE, "", "");
  assert_drawing (ZM_TERMINAL_DARK, FALSE, "", "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/terminal/ansi", test_ansi);
  g_test_add_func ("/terminal/plain", test_plain);

  return g_test_run ();
}
