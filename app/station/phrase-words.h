#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a check saw and what it expected is English in the audit log, in JSON and on the wire; this is
 * how people read it. */

/* The translation of a phrase that our sources say, also of one with a number or a name in it. Any
 * other text is foreign, and comes back escaped. NULL stays NULL. */
char *zm_phrase_words_say (const char *text);

G_END_DECLS
