#include "app/base/hex.h"

#include <string.h>

#define EACH(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (byte))

/* The digits of four bytes at once: an audit log has some hundred million of them. */
static guint64
spell (guint32 bytes)
{
  guint64 spread = bytes;
  guint64 beyond_nine;

  spread = (spread | spread << 16) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  spread = (spread | spread << 8) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  spread = (spread >> 4 | spread << 8) & EACH (0x0f);
  beyond_nine = (spread + EACH (6)) >> 4 & EACH (1);

  return spread + EACH ('0') + beyond_nine * ('a' - '9' - 1);
}

void
zm_hex_write (const guint8 *data,
              gsize         length,
              char         *text)
{
  static const char digits[] = "0123456789abcdef";
  gsize i = 0;

  for (; length - i >= sizeof (guint32); i += sizeof (guint32))
    {
      guint32 bytes;
      guint64 spelt;

      memcpy (&bytes, data + i, sizeof bytes);
      spelt = GUINT64_TO_LE (spell (GUINT32_FROM_LE (bytes)));
      memcpy (text + 2 * i, &spelt, sizeof spelt);
    }
  for (; i < length; i++)
    {
      text[2 * i] = digits[data[i] >> 4];
      text[2 * i + 1] = digits[data[i] & 0x0f];
    }
  text[2 * length] = '\0';
}

char *
zm_hex_encode (const guint8 *data,
               gsize         length)
{
  char *text = g_malloc (2 * length + 1);

  zm_hex_write (data, length, text);
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
