#include "app/base/text.h"

#include <string.h>

#define RIGHT_TO_LEFT_MARK "\u200f"

gboolean
zm_text_is_dangerous (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
      return TRUE;
    default:
      return character == 0x061c || character == 0x200e || character == 0x200f ||
             (character >= 0x202a && character <= 0x202e) ||
             (character >= 0x2066 && character <= 0x2069);
    }
}

/* Appends the character at data and returns the number of bytes that it took. */
static gsize
append_safely (GString    *text,
               const char *data,
               gsize       length)
{
  gunichar character = g_utf8_get_char_validated (data, (gssize) length);

  /* U+0000 is reported as incomplete where a length is given. */
  if (*data == '\0')
    character = 0;

  if (character == (gunichar) -1 || character == (gunichar) -2)
    {
      g_string_append_printf (text, "\\x{%02X}", (guint8) *data);
      return 1;
    }

  if (zm_text_is_dangerous (character))
    g_string_append_printf (text, "\\u{%04X}", character);
  else
    g_string_append_unichar (text, character);

  return (gsize) g_unichar_to_utf8 (character, NULL);
}

char *
zm_text_escape (const char *data,
                gssize      length)
{
  gsize size;
  GString *text;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  size = length < 0 ? strlen (data) : (gsize) length;
  text = g_string_sized_new (size);
  for (gsize i = 0; i < size;)
    i += append_safely (text, data + i, size - i);

  return g_string_free (text, FALSE);
}

char *
zm_text_escape_words (const char *words)
{
  g_autofree char *rest = NULL;

  g_return_val_if_fail (words != NULL, NULL);

  if (!g_str_has_prefix (words, RIGHT_TO_LEFT_MARK))
    return zm_text_escape (words, -1);

  rest = zm_text_escape (words + strlen (RIGHT_TO_LEFT_MARK), -1);
  return g_strconcat (RIGHT_TO_LEFT_MARK, rest, NULL);
}

char *
zm_text_copy_bytes (GBytes *bytes)
{
  gsize length;
  const char *data;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  return g_strndup (data != NULL ? data : "", length);
}
