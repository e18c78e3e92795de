#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The phrases for people that the sources say as seen or as expected of a check, in English. In one that
 * is completed at run time "%u" stands for digits, and "%s" for anything without a space. */
const char *const *zm_phrase_table_list (gsize *count);

G_END_DECLS
