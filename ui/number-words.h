#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Digits and serials as people read them aloud. Pure. */

/* "123456" as "123 456", with a space that does not break. NULL stays NULL. */
char *zm_number_words_group        (const char *number);
/* A serial in groups of four: "4FA1 09C2 …". NULL stays NULL. */
char *zm_number_words_group_serial (const char *serial);

G_END_DECLS
