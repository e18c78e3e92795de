#pragma once

#include "app/pki/crl.h"
#include "app/pki/openssl.h"

G_BEGIN_DECLS

/* Inside app/pki only. Borrowed. */
X509_CRL *zm_crl_peek_x509 (ZmCrl *crl);

G_END_DECLS
