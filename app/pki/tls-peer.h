#pragma once

#include "app/pki/openssl.h"
#include "app/pki/tls-config.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

/* Inside app/pki only: what became known of the other side. It is the application data of each
 * SSL, and the two callbacks of each context fill it. */
typedef struct {
  ZmTlsConfig   *config;      /* borrowed */
  const char    *host;        /* the name that a server must bear, or NULL: it is a client */
  ZmCertificate *certificate; /* once it is verified */
  GError        *refusal;     /* ours of its certificate: "chain.…", "tls.server-name", or that of
                                 a certificate that cannot be read */
  const char    *alert;       /* a fatal one that it sent, by name */
} ZmTlsPeer;

void zm_tls_peer_clear     (ZmTlsPeer       *peer);

/* Judges what the peer sent in its Certificate message, in OpenSSL's place but by
 * zm_chain_verify(); a refusal leaves the code for the right alert in context. */
int  zm_tls_peer_verify_cb (X509_STORE_CTX  *context,
                            void            *user_data);
void zm_tls_peer_info_cb   (const SSL       *ssl,
                            int              where,
                            int              value);

G_END_DECLS
