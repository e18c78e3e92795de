#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands in a certificate, or will stand there, as people say it. */

/* One sentence, translated. usage: the extended key usage by its name, or NULL if there is none; another one
 * is given back as it is. */
const char *zm_certificate_words_purpose (const char *usage);
/* A name in RFC 4514: its values alone, the last one first. Newly allocated. */
char       *zm_certificate_words_name    (const char *name);

G_END_DECLS
