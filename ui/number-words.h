#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Digits and serials as people read them aloud. Pure. */

/* "123456" as "123 456", with a space that does not break. NULL stays NULL. */
char *zm_number_words_group        (const char *number);
/* A serial in groups of four: "4FA1 09C2 …". NULL stays NULL. */
char *zm_number_words_group_serial (const char *serial);

/* Whether it is a hash as ours are spelled: long, and of lower-case hex digits alone. */
gboolean zm_number_words_is_hash   (const char *text);
/* Its ends: "4df2 0d7e … 8d7f 0f75"; a short text whole. NULL stays NULL. */
char *zm_number_words_shorten_hash (const char *hash);

G_END_DECLS
