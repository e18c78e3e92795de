#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sentences with names in braces, "{actor} signed in.", which translators may put in another order. */

/* The value for a name, owned by the caller, ready to be shown; NULL: there is none. */
typedef char *(*ZmSentenceFunc) (const char    *name,
                                 gconstpointer  data);

/* In a sentence that runs from right to left the values stand in isolates. NULL where a value is missing. A brace that is not closed stands as it is. */
char *zm_sentence_fill_in (const char     *sentence,
                           ZmSentenceFunc  func,
                           gconstpointer   data);

G_END_DECLS
