#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lower case out, lower case in: every hash of ours has one spelling. */
char     *zm_hex_encode (const guint8 *data,
                         gsize         length);
/* The same into text, of 2 × length + 1 bytes. */
void      zm_hex_write  (const guint8 *data,
                         gsize         length,
                         char         *text);
/* Exactly length bytes; FALSE leaves data untouched. */
gboolean  zm_hex_decode (const char   *text,
                         guint8       *data,
                         gsize         length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
