#pragma once

#include "app/pki/tls-config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The server's end of a connection: a GIOStream whose streams are pollable both ways, as
 * soup_server_accept_iostream() needs it. The handshake happens on the first read or write.
 *
 * Signal "handshake" (no arguments), once: the handshake ended, well or badly. */
#define ZM_TYPE_TLS_SERVER (zm_tls_server_get_type ())
G_DECLARE_FINAL_TYPE (ZmTlsServer, zm_tls_server, ZM, TLS_SERVER, GIOStream)

/* A client certificate that is sent must verify (chain, clientAuth, CRLs), or the handshake fails
 * with the alert that says why; required says whether one must be sent.
 *
 * Closing the stream closes base, but after a failed handshake it only ends the sending side: a
 * close with unread bytes would reset the connection and could take the alert with it (RFC 9112
 * section 9.6). Then the owner of base drains and closes it. */
GIOStream          *zm_tls_server_accept      (ZmTlsConfig        *config,
                                               GSocketConnection  *base,
                                               gboolean            required);
/* Borrowed. */
GSocketConnection  *zm_tls_server_get_base    (ZmTlsServer        *self);
/* The verified client certificate, or NULL; after the handshake. Borrowed. */
ZmCertificate      *zm_tls_server_get_peer    (ZmTlsServer        *self);
/* "TLSv1.3" */
const char         *zm_tls_server_get_version (ZmTlsServer        *self);
/* As zm_tls_session_get_cipher(). */
const char         *zm_tls_server_get_cipher  (ZmTlsServer        *self);
/* Why the handshake failed, or NULL: for the server's log. Checks "chain.…",
 * "tls.no-certificate", "tls.alert", "tls.handshake", "tls.closed". */
const GError       *zm_tls_server_get_failure (ZmTlsServer        *self);

G_END_DECLS
