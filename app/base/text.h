#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TRUE for control characters, which could forge lines in a log, for line separators, and for bidi
 * controls, which could make a text read otherwise than it is stored. */
gboolean  zm_text_is_dangerous (gunichar    character);
/* Foreign bytes as UTF-8 that is safe to show: what is dangerous or no UTF-8 stands as \u{202E} or
 * \x{FF}. Not to be read back, since a text may also hold these very signs. length may be -1. */
char     *zm_text_escape       (const char *data,
                                gssize      length);
/* Words of ours with foreign text among them. The mark (U+200F) by which a translation that begins
 * with foreign text is read from right to left all the same stays; nothing else does. */
char     *zm_text_escape_words (const char *words);

/* A terminated copy; "" for no bytes, for which GBytes has no address. */
char     *zm_text_copy_bytes   (GBytes     *bytes);

G_END_DECLS
