#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person who fills a field in has to know of a refusal. */

/* What is wrong, and what a right one looks like; translated and newly allocated. For the checks of
 * names, addresses, labels and new secrets there is an example; for others the remedy stands. Never
 * what was typed, which may be a secret. */
char *zm_entry_words_say (const GError *failure);
/* The same by the name of the check alone. */
char *zm_entry_words_for (const char   *check);

G_END_DECLS
