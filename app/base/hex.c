#include "app/base/hex.h"

#include <string.h>

char *
zm_hex_encode (const guint8 *data,
               gsize         length)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (2 * length + 1);

  for (gsize i = 0; i < length; i++)
    {
      text[2 * i] = digits[data[i] >> 4];
      text[2 * i + 1] = digits[data[i] & 0x0f];
    }
  text[2 * length] = '\0';

  return text;
}

static int
digit_value (char digit)
{
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  if (digit >= 'a' && digit <= 'f')
    return digit - 'a' + 10;

  return -1;
}

gboolean
zm_hex_decode (const char *text,
               guint8     *data,
               gsize       length)
{
  g_return_val_if_fail (text != NULL, FALSE);

  if (strlen (text) != 2 * length)
    return FALSE;

  for (gsize i = 0; i < 2 * length; i++)
    {
      if (digit_value (text[i]) < 0)
        return FALSE;
    }

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (digit_value (text[2 * i]) << 4 | digit_value (text[2 * i + 1]));

  return TRUE;
}
