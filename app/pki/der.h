#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ZM_DER_BIT_STRING 0x03
#define ZM_DER_SEQUENCE   0x30

/* Inside app/pki only. X.690 sections 10 and 11, as far as they show without a schema: shortest
 * definite lengths, one spelling of booleans, integers, bit strings and object identifiers,
 * strings in one piece, sets in order; exactly one value and nothing after it. OpenSSL keeps a
 * name's or a body's bytes as they came, so encoding again alone does not find BER in them. */
gboolean    zm_der_is_strict (const void *der,
                              gsize       length);
/* What a person should know of bytes that were to be one value: "nothing", "bytes after its end",
 * "an encoding that is not DER" or, if they are strict DER, "another structure". */
const char *zm_der_describe (const void *der,
                             gsize       length);
/* One value made of finished parts: identifier octet, length, the parts in their order. */
GBytes     *zm_der_value     (guint8         identifier,
                              GBytes *const *parts,
                              gsize          count);

G_END_DECLS
