#include "app/base/base32.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static gsize
encoded_length (gsize length)
{
  return (length * 8 + 4) / 5;
}

char *
zm_base32_encode (const guint8 *data,
                  gsize         length)
{
  char *text = g_malloc (encoded_length (length) + 1);
  char *out = text;
  guint bits = 0;
  guint32 buffer = 0;

  for (gsize i = 0; i < length; i++)
    {
      buffer = (buffer << 8 | data[i]) & 0xffff;
      for (bits += 8; bits >= 5; bits -= 5)
        *out++ = alphabet[buffer >> (bits - 5) & 0x1f];
    }
  if (bits > 0)
    *out++ = alphabet[buffer << (5 - bits) & 0x1f];
  *out = '\0';

  return text;
}

gboolean
zm_base32_decode (const char *text,
                  gsize       text_length,
                  guint8     *data,
                  gsize       length)
{
  g_autofree guint8 *decoded = NULL;
  gsize used = 0;
  guint bits = 0;
  guint32 buffer = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  if (text_length != encoded_length (length))
    return FALSE;

  decoded = g_malloc0 (length);
  for (gsize i = 0; i < text_length; i++)
    {
      const char *found = text[i] != '\0' ? strchr (alphabet, text[i]) : NULL;

      if (found == NULL)
        return FALSE;

      buffer = (buffer << 5 | (guint32) (found - alphabet)) & 0xffff;
      bits += 5;
      if (bits >= 8)
        {
          bits -= 8;
          decoded[used++] = (guint8) (buffer >> bits);
        }
    }

  if (used != length || (buffer & ((1u << bits) - 1)) != 0)
    return FALSE;

  if (length > 0)
    memcpy (data, decoded, length);
  return TRUE;
}
