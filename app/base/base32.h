#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 4648 section 6, upper case, without padding. */
char     *zm_base32_encode (const guint8 *data,
                            gsize         length);
/* Exactly length bytes from exactly their number of characters; spare bits must be zero, so that
 * each value has one spelling. FALSE leaves data untouched. */
gboolean  zm_base32_decode (const char   *text,
                            gsize         text_length,
                            guint8       *data,
                            gsize         length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
