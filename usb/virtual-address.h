#pragma once

#include <glib.h>
#include <sys/un.h>

G_BEGIN_DECLS

/* What both ends of a virtual tether do alike. */

/* Sets check "tether.address": a socket's path has at most 107 bytes. */
gboolean  zm_virtual_address_fill (struct sockaddr_un  *address,
                                   const char          *path,
                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char     *zm_virtual_address_port (const char          *path);

G_END_DECLS
