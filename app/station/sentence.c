#include "app/station/sentence.h"

#include <string.h>

/* A value with another direction than its sentence would take the marks beside it along. */
#define ISOLATE     0x2068 /* takes the value's own direction */
#define END_ISOLATE 0x2069

static gboolean
runs_from_right (const char *sentence)
{
  for (const char *at = sentence; *at != '\0'; at = g_utf8_next_char (at))
    {
      GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (at));

      if (script == G_UNICODE_SCRIPT_ARABIC || script == G_UNICODE_SCRIPT_HEBREW)
        return TRUE;
    }

  return FALSE;
}

char *
zm_sentence_fill_in (const char     *sentence,
                     ZmSentenceFunc  func,
                     gconstpointer   data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const char *open, *close;
  gboolean isolates;

  g_return_val_if_fail (sentence != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  isolates = runs_from_right (sentence);
  for (; (open = strchr (sentence, '{')) != NULL && (close = strchr (open, '}')) != NULL;
       sentence = close + 1)
    {
      g_autofree char *name = g_strndup (open + 1, (gsize) (close - open) - 1);
      g_autofree char *value = func (name, data);

      if (value == NULL)
        return NULL;
      g_string_append_len (text, sentence, open - sentence);
      if (isolates)
        g_string_append_unichar (text, ISOLATE);
      g_string_append (text, value);
      if (isolates)
        g_string_append_unichar (text, END_ISOLATE);
    }
  g_string_append (text, sentence);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
