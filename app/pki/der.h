#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Inside app/pki only. X.690 sections 10 and 11, as far as they show without a schema: shortest
 * definite lengths, one spelling of booleans, integers, bit strings and object identifiers,
 * strings in one piece, sets in order; exactly one value and nothing after it. OpenSSL keeps a
 * name's or a body's bytes as they came, so encoding again alone does not find BER in them. */
gboolean  zm_der_is_strict (const void *der,
                            gsize       length);
/* The identifier octet and length before a value of so many bytes, then the parts in their order:
 * DER of a SEQUENCE made of finished parts. */
GBytes   *zm_der_sequence  (GBytes *const *parts,
                            gsize          count);

G_END_DECLS
