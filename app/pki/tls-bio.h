#pragma once

#include "app/pki/openssl.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Inside app/pki only: OpenSSL's way to a socket of GLib, which never blocks and never raises
 * SIGPIPE. */
BIO      *zm_tls_bio_new       (GSocket  *socket);
/* The peer closed, or the socket failed; text is NULL or why (borrowed). */
gboolean  zm_tls_bio_has_ended (BIO          *bio,
                                const char  **text);

G_END_DECLS
