#include "ui/number-words.h"

#include <string.h>

#define SPACE    "\xC2\xA0" /* U+00A0 */
#define HASH_MIN 40         /* hex digits: SHA-1's; SHA-256 has 64 */
#define HASH_END 8          /* hex digits that are shown of each end */

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

gboolean
zm_number_words_is_hash (const char *text)
{
  return text != NULL && strlen (text) >= HASH_MIN && text[strspn (text, "0123456789abcdef")] == '\0';
}

char *
zm_number_words_shorten_hash (const char *hash)
{
  g_autofree char *first = NULL;
  g_autofree char *head = NULL;
  g_autofree char *tail = NULL;

  if (hash == NULL || strlen (hash) <= 2 * HASH_END)
    return zm_number_words_group_serial (hash);

  first = g_strndup (hash, HASH_END);
  head = zm_number_words_group_serial (first);
  tail = zm_number_words_group_serial (hash + strlen (hash) - HASH_END);
  return g_strdup_printf ("%s … %s", head, tail);
}
