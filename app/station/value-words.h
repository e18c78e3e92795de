#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Facts are stored by English names, "cessationOfOperation" or "broken"; this is how people read
 * them. */

/* The translated word for a value of a member of an audit record's detail, or of another stored fact
 * of that name; NULL where the value is no name (an identifier, somebody's own words): it is shown as
 * it stands. */
const char *zm_value_words_for   (const char *member,
                                  const char *value);
/* What stands before the value, "valid until" for "notAfter"; NULL for a member that has no word. */
const char *zm_value_words_title (const char *member);

G_END_DECLS
