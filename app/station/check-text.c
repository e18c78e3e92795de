#include "config.h"

#include "app/station/check-text.h"

#include <string.h>

const char *
zm_check_text_find (const ZmCheckText *texts,
                    gsize              n_texts,
                    const char        *check)
{
  const ZmCheckText *best = NULL;

  g_return_val_if_fail (texts != NULL && check != NULL, NULL);

  for (gsize i = 0; i < n_texts; i++)
    {
      const ZmCheckText *candidate = &texts[i];

      if (g_str_has_prefix (check, candidate->prefix) &&
          (best == NULL || strlen (candidate->prefix) > strlen (best->prefix)))
        best = candidate;
    }

  return best != NULL ? best->text : NULL;
}
