#include "app/qr/terminal.h"

/* The fixed black and white of the 256 colours; the first sixteen belong to the theme. */
#define BLACK_ON_WHITE "\033[38;5;16;48;5;231m"
#define RESET          "\033[0m"

/* By which half is drawn in the colour of the letters: neither, upper, lower, both. */
static const char *const blocks[] = { " ", "▀", "▄", "█" };

static const char *
block_at (const ZmQrCode  *code,
          int              x,
          int              y,
          ZmTerminalStyle  style)
{
  gboolean letters_are_dark = style != ZM_TERMINAL_DARK;
  gboolean upper = zm_qr_code_is_dark (code, x, y) == letters_are_dark;
  gboolean lower = zm_qr_code_is_dark (code, x, y + 1) == letters_are_dark;

  return blocks[(upper ? 1 : 0) + (lower ? 2 : 0)];
}

char *
zm_terminal_draw (const ZmQrCode  *code,
                  ZmTerminalStyle  style)
{
  g_autoptr(GString) text = g_string_new (NULL);
  int end;

  g_return_val_if_fail (code != NULL, NULL);

  end = (int) zm_qr_code_get_size (code) + ZM_QR_CODE_QUIET_ZONE;
  for (int y = -ZM_QR_CODE_QUIET_ZONE; y < end; y += 2)
    {
      if (style == ZM_TERMINAL_ANSI)
        g_string_append (text, BLACK_ON_WHITE);
      for (int x = -ZM_QR_CODE_QUIET_ZONE; x < end; x++)
        g_string_append (text, block_at (code, x, y, style));
      g_string_append (text, style == ZM_TERMINAL_ANSI ? RESET "\n" : "\n");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
