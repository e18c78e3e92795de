#include "config.h"

#include "app/station/phrase-words.h"

#include "app/base/text.h"
#include "app/station/judgement-words.h"
#include "app/station/phrase-table.h"
#include "app/station/value-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Nothing longer is a phrase; it also bounds what is tried on a stranger's text. */
#define LENGTH_MAX 512
#define VALUES_MAX 4

typedef struct {
  const char *text;
  gsize       length;
} Value;

static gboolean
is_hole (const char *pattern)
{
  return pattern[0] == '%' && (pattern[1] == 'u' || pattern[1] == 's');
}

/* How many bytes a hole can take at most. */
static gsize
measure (char        kind,
         const char *text)
{
  return kind == 'u' ? strspn (text, "0123456789") : strcspn (text, " ");
}

/* Whether text is pattern with something in each of its holes; values gets what. */
static gboolean
fits (const char *pattern,
      const char *text,
      Value      *values,
      gsize       n_values)
{
  while (*pattern != '\0' && !is_hole (pattern) && *pattern == *text)
    {
      pattern++;
      text++;
    }
  if (!is_hole (pattern) || n_values == VALUES_MAX)
    return *pattern == '\0' && *text == '\0';

  for (gsize length = measure (pattern[1], text); length > 0; length--)
    {
      values[n_values] = (Value) { text, length };
      if (fits (pattern + 2, text + length, values, n_values + 1))
        return TRUE;
    }

  return FALSE;
}

static char *
fill (const char  *words,
      const Value *values)
{
  g_autoptr(GString) filled = g_string_new (NULL);
  gsize next = 0;

  for (const char *at = words; *at != '\0'; at++)
    {
      if (is_hole (at) && next < VALUES_MAX && values[next].text != NULL)
        {
          g_autofree char *value = zm_text_escape (values[next].text, (gssize) values[next].length);

          g_string_append (filled, value);
          next++;
          at++;
        }
      else
        g_string_append_c (filled, *at);
    }

  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static char *
translate (const char *text)
{
  gsize count;
  const char *const *phrases = zm_phrase_table_list (&count);

  for (gsize i = 0; i < count; i++)
    {
      Value values[VALUES_MAX] = { { NULL, 0 } };

      if (fits (phrases[i], text, values, 0))
        return fill (g_dpgettext2 (GETTEXT_PACKAGE, "expected", phrases[i]), values);
    }

  return NULL;
}

/* The state of a session, the role of a person, an alert of TLS, or a row of the judgement on a request. */
static char *
borrow (const char *text)
{
  static const char *const members[] = { "state", "role", "alert" };
  g_autofree char *judged = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *word = zm_value_words_for (members[i], text);

      if (word != NULL)
        return g_strdup (word);
    }

  judged = zm_judgement_words_say (text);
  return g_str_equal (judged, text) ? NULL : zm_text_escape_words (judged);
}

char *
zm_phrase_words_say (const char *text)
{
  char *words = NULL;

  if (text == NULL)
    return NULL;

  if (strnlen (text, LENGTH_MAX + 1) <= LENGTH_MAX)
    words = translate (text);
  if (words == NULL)
    words = borrow (text);

  return words != NULL ? words : zm_text_escape (text, -1);
}
