#pragma once

#include "app/pki/tls-config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a handshake came to. Zeroed before, cleared after. */
typedef struct {
  const char    *version; /* "TLSv1.3" */
  const char    *cipher;  /* "TLS_AES_256_GCM_SHA384" */
  ZmCertificate *server;  /* verified */
} ZmTlsFacts;

void    zm_tls_client_facts_clear        (ZmTlsFacts          *facts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmTlsFacts, zm_tls_client_facts_clear)

/* One blocking exchange as a client, for a worker thread. Connects to address (a GNetworkAddress,
 * a GInetSocketAddress, …), verifies the server's chain and host name (RFC 9525; host may be an IP
 * address), writes request, reads until the server closes or max bytes came, and gives what came.
 * timeout_ms bounds the whole, the look-up of the name included. A connection that ends without
 * close_notify after some bytes is no error here: the caller knows how much HTTP promised.
 *
 * A TLS alert of the server, also after the handshake (TLS 1.3 refuses a client late), is
 * ZM_ERROR_REFUSED with check "tls.alert" and seen e.g. "certificate revoked" (RFC 8446 section 6,
 * with spaces). Our own refusal of the server is ZM_ERROR_REFUSED with "tls.server-name" or a
 * "chain.…" check; no agreement on version or cipher, or not TLS at all, is "tls.handshake". The
 * network's failures are ZM_ERROR_UNAVAILABLE "tls.connect", "tls.timeout", "tls.closed"; a
 * cancelled call is "tls.cancelled". facts, unless NULL, is filled once the server is verified,
 * whatever becomes of the rest. */
GBytes *zm_tls_client_exchange    (ZmTlsConfig         *config,
                                   GSocketConnectable  *address,
                                   const char          *host,
                                   GBytes              *request,
                                   gsize                max,
                                   guint                timeout_ms,
                                   GCancellable        *cancellable,
                                   ZmTlsFacts          *facts,
                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same over a connected stream socket, e.g. one end of a tunnel; the socket is not closed. */
GBytes *zm_tls_client_exchange_on (ZmTlsConfig         *config,
                                   GSocket             *socket,
                                   const char          *host,
                                   GBytes              *request,
                                   gsize                max,
                                   guint                timeout_ms,
                                   GCancellable        *cancellable,
                                   ZmTlsFacts          *facts,
                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
