#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 4648 section 4 (base64) and section 5 (base64url, without padding). Decoding is strict: no
 * white space, right padding, spare bits zero, so that each value has one spelling. */
char   *zm_base64_encode     (const guint8 *data,
                              gsize         length);
char   *zm_base64url_encode  (const guint8 *data,
                              gsize         length);
/* Return NULL if the text is not strict. */
GBytes *zm_base64_decode     (const char   *text) G_GNUC_WARN_UNUSED_RESULT;
GBytes *zm_base64url_decode  (const char   *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
