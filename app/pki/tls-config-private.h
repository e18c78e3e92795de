#pragma once

#include "app/pki/tls-config.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

/* Inside app/pki only. Borrowed. */
SSL_CTX       *zm_tls_config_peek_context (ZmTlsConfig  *config);
ZmCertificate *zm_tls_config_peek_root    (ZmTlsConfig  *config);
/* May be NULL. */
GPtrArray     *zm_tls_config_peek_crls    (ZmTlsConfig  *config);

G_END_DECLS
