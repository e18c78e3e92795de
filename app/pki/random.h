#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the system has randomness at all: what a program asks before it begins, since what follows
 * cannot say no. Sets check "random.missing". */
gboolean zm_random_check        (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* From OpenSSL's private DRBG. A system without randomness is no place to issue identities: the
 * program ends. */
void     zm_random_bytes        (void    *data,
                                 gsize    length);
/* Evenly in [0, bound); bound > 0. */
guint    zm_random_below        (guint    bound);
/* RFC 9562 version 4, lower case. */
char    *zm_random_uuid         (void);
/* [A-Z]{4}-[0-9]{4} */
char    *zm_random_pairing_code (void);

G_END_DECLS
