#pragma once

#include "app/pki/chain.h"
#include "app/pki/key.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The door to OpenSSL's TLS. TLS 1.2 and 1.3, no compression, no renegotiation, no tickets or
 * resumption (a test of an identity must be a fresh handshake). */

typedef struct _ZmTlsConfig ZmTlsConfig;

/* own_chain: leaf first, without the root; NULL with key NULL for a client without a certificate.
 * root: the only trust anchor. crls: as in zm_chain_verify(); NULL leaves revocation out. */
ZmTlsConfig *zm_tls_config_new   (ZmCertificate *const  *own_chain,
                                  gsize                  own_count,
                                  ZmKey                 *key,
                                  ZmCertificate         *root,
                                  GPtrArray             *crls,
                                  GError               **error) G_GNUC_WARN_UNUSED_RESULT;
ZmTlsConfig *zm_tls_config_ref   (ZmTlsConfig  *config);
void         zm_tls_config_unref (ZmTlsConfig  *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTlsConfig, zm_tls_config_unref)

/* Client: one blocking exchange. Connects to address (host:port already resolved by the caller as
 * a GSocketConnectable), verifies the server's chain and host name (RFC 9525; host may be an IP
 * address), writes request, reads until the server closes or max bytes, and gives what came.
 * timeout_ms bounds the whole. A TLS alert of the server, also after the handshake (TLS 1.3), is
 * ZM_ERROR_REFUSED with check "tls.alert" and seen e.g. "certificate revoked"; our own refusal of
 * the server is ZM_ERROR_REFUSED with "tls.server-name" or a "chain.…" check; the network's
 * failures are ZM_ERROR_UNAVAILABLE "tls.connect", "tls.timeout", "tls.closed". */
GBytes      *zm_tls_exchange     (ZmTlsConfig         *config,
                                  GSocketConnectable  *address,
                                  const char          *host,
                                  GBytes              *request,
                                  gsize                max,
                                  guint                timeout_ms,
                                  GCancellable        *cancellable,
                                  GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* Server: wraps an accepted connection in a pollable GIOStream (for soup_server_accept_iostream)
 * whose handshake happens on the first read. A client certificate that is sent must verify (chain,
 * clientAuth, CRLs), or the handshake fails with the right alert; required says whether one must
 * be sent. */
GIOStream     *zm_tls_accept         (ZmTlsConfig    *config,
                                      GIOStream      *base,
                                      gboolean        required,
                                      GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* The verified client certificate, or NULL; after the handshake. Borrowed. */
ZmCertificate *zm_tls_get_peer       (GIOStream      *stream);
/* "TLSv1.3" */
const char    *zm_tls_get_version    (GIOStream      *stream);
/* Why the handshake failed, or NULL: for the server's log. */
const GError  *zm_tls_get_failure    (GIOStream      *stream);

G_END_DECLS
