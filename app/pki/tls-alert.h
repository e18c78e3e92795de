#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Inside app/pki only: the alerts of TLS (RFC 8446 section 6). */

/* "certificate revoked"; "alert 99" if it has no name there. description is 0 to 255. */
const char *zm_tls_alert_name        (guint        description);
/* The X509_V_ERR_… that makes OpenSSL send the alert which tells a peer why its certificate is
 * refused. A verifier that lacks a current CRL says "internal error": it is not the peer's fault. */
int         zm_tls_alert_verify_code (const char  *check);

G_END_DECLS
