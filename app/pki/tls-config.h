#pragma once

#include "app/pki/chain.h"
#include "app/pki/key.h"

G_BEGIN_DECLS

/* Who this side of a TLS connection is and whom it trusts; immutable. The door to OpenSSL's TLS:
 * 1.2 with forward secrecy and AEAD, and 1.3; no compression, no renegotiation, no tickets or
 * resumption (a test of an identity must be a fresh handshake). */
typedef struct _ZmTlsConfig ZmTlsConfig;

/* own_chain: leaf first, without the root; NULL with key NULL for a client without a certificate.
 * root: the only trust anchor. crls: as in zm_chain_verify(); NULL leaves revocation out. Sets
 * check "tls.identity" if key and certificate do not belong together or are of no use in TLS. */
ZmTlsConfig *zm_tls_config_new   (ZmCertificate *const  *own_chain,
                                  gsize                  own_count,
                                  ZmKey                 *key,
                                  ZmCertificate         *root,
                                  GPtrArray             *crls,
                                  GError               **error) G_GNUC_WARN_UNUSED_RESULT;
ZmTlsConfig *zm_tls_config_ref   (ZmTlsConfig           *config);
void         zm_tls_config_unref (ZmTlsConfig           *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTlsConfig, zm_tls_config_unref)

G_END_DECLS
