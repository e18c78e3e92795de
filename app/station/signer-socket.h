#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The station's end of DIR/signer.socket: whole packets (SOCK_SEQPACKET), and the certainty of
 * whose they are. It knows nothing of what they mean. */

/* "signer.absent" if nobody listens there, "signer.peer" if a stranger does, "signer.timeout" if
 * the signer takes no more connections within timeout milliseconds, which then also hold for what
 * is sent. */
int     zm_signer_socket_connect  (const char  *station_directory,
                                   int          timeout,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* One packet there and one back, within timeout milliseconds. After any failure ("signer.gone",
 * "signer.timeout") the socket is of no more use: a late answer would be taken for the next. */
GBytes *zm_signer_socket_exchange (int          fd,
                                   GBytes      *packet,
                                   int          timeout,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
