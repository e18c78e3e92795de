#include "ui/scan-keys.h"

#include <string.h>

/* The rows of a keyboard: the code of their first key (that of the kernel and eight), and what they
 * write without and with Shift. */
static const struct {
  guint       first;
  const char *plain;
  const char *shifted;
} rows[] = {
  { 10, "1234567890-=", "!@#$%^&*()_+" },
  { 24, "qwertyuiop[]", "QWERTYUIOP{}" },
  { 38, "asdfghjkl;'`", "ASDFGHJKL:\"~" },
  { 51, "\\zxcvbnm,./", "|ZXCVBNM<>?" },
  { 63, "*", "*" },
  { 65, " ", " " },
  { 79, "789-456+1230.", "789-456+1230." },
};

char
zm_scan_keys_get_us (guint    keycode,
                     gboolean shift)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (keycode >= rows[i].first && keycode - rows[i].first < strlen (rows[i].plain))
        return (shift ? rows[i].shifted : rows[i].plain)[keycode - rows[i].first];
    }

  return 0;
}
