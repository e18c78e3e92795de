#include "app/station/sentence.h"

#include <string.h>

char *
zm_sentence_fill_in (const char     *sentence,
                     ZmSentenceFunc  func,
                     gconstpointer   data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const char *open, *close;

  g_return_val_if_fail (sentence != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  for (; (open = strchr (sentence, '{')) != NULL && (close = strchr (open, '}')) != NULL;
       sentence = close + 1)
    {
      g_autofree char *name = g_strndup (open + 1, (gsize) (close - open) - 1);
      g_autofree char *value = func (name, data);

      if (value == NULL)
        return NULL;
      g_string_append_len (text, sentence, open - sentence);
      g_string_append (text, value);
    }
  g_string_append (text, sentence);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
