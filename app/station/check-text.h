#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tables with a sentence for each check, or for each kind of check. */

typedef struct {
  const char *prefix; /* a whole check, or the part before the last word with its dot */
  const char *text;   /* English, marked for translation */
} ZmCheckText;

/* The text of the longest prefix that check begins with, not yet translated; NULL if none fits. */
const char *zm_check_text_find (const ZmCheckText *texts,
                                gsize              n_texts,
                                const char        *check);

G_END_DECLS
