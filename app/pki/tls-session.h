#pragma once

#include "app/pki/tls-config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Inside app/pki only: TLS over one socket, in steps that never block; for one thread at a time.
 * The handshake is part of the first read or write. */
typedef struct _ZmTlsSession ZmTlsSession;

typedef void (*ZmTlsSessionFunc) (gpointer user_data);

/* host: as in zm_tls_client_exchange(). */
ZmTlsSession  *zm_tls_session_new_client     (ZmTlsConfig       *config,
                                              GSocket           *socket,
                                              const char        *host);
/* required: as in zm_tls_server_accept(). */
ZmTlsSession  *zm_tls_session_new_server     (ZmTlsConfig       *config,
                                              GSocket           *socket,
                                              gboolean           required);
ZmTlsSession  *zm_tls_session_ref            (ZmTlsSession      *session);
void           zm_tls_session_unref          (ZmTlsSession      *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTlsSession, zm_tls_session_unref)

/* Called once when the handshake has ended, from within the read or write that ended it. */
void           zm_tls_session_set_notify     (ZmTlsSession      *session,
                                              ZmTlsSessionFunc   notify,
                                              gpointer           user_data);

/* -1 with G_IO_ERROR_WOULD_BLOCK: wait for zm_tls_session_get_wanted() and call again. Other
 * errors are those of zm_tls_client_exchange() and zm_tls_server_get_failure(), with
 * "tls.protocol" for what breaks TLS after the handshake. A read of 0 is close_notify. */
gssize         zm_tls_session_read           (ZmTlsSession      *session,
                                              void              *data,
                                              gsize              length,
                                              GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gssize         zm_tls_session_write          (ZmTlsSession      *session,
                                              const void        *data,
                                              gsize              length,
                                              GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sends close_notify if the connection is in a state for it and the socket takes it at once. */
void           zm_tls_session_close          (ZmTlsSession      *session);

GSocket       *zm_tls_session_get_socket     (ZmTlsSession      *session);
/* What the last read (G_IO_IN) or write (G_IO_OUT) waits for: in a handshake either may wait for
 * either. */
GIOCondition   zm_tls_session_get_wanted     (ZmTlsSession      *session,
                                              GIOCondition       direction);
/* Bytes have been decrypted already, so that the socket tells nothing about them. */
gboolean       zm_tls_session_has_pending    (ZmTlsSession      *session);
gboolean       zm_tls_session_is_established (ZmTlsSession      *session);
/* After the handshake. NULL: the client sent no certificate. */
ZmCertificate *zm_tls_session_get_peer       (ZmTlsSession      *session);
const char    *zm_tls_session_get_version    (ZmTlsSession      *session);
/* By its name in the registry of TLS: "TLS_AES_256_GCM_SHA384". */
const char    *zm_tls_session_get_cipher     (ZmTlsSession      *session);
/* Why the handshake failed, or NULL. */
const GError  *zm_tls_session_get_failure    (ZmTlsSession      *session);

G_END_DECLS
