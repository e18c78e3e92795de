#include "ui/number-words.h"

#define SPACE "\xC2\xA0" /* U+00A0 */

static char *
group (const char *text,
       gsize       length,
       const char *separator)
{
  GString *grouped;

  if (text == NULL)
    return NULL;

  grouped = g_string_new (NULL);
  for (gsize i = 0; text[i] != '\0'; i++)
    {
      if (i > 0 && i % length == 0)
        g_string_append (grouped, separator);
      g_string_append_c (grouped, text[i]);
    }

  return g_string_free (grouped, FALSE);
}

char *
zm_number_words_group (const char *number)
{
  return group (number, 3, SPACE);
}

char *
zm_number_words_group_serial (const char *serial)
{
  return group (serial, 4, " ");
}
