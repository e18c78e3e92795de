#pragma once

#include "app/base/json.h"
#include "app/central/central-identity.h"

G_BEGIN_DECLS

/* What a device is told about itself. */

#define ZM_CENTRAL_WHOAMI_PATH   "/zmonitor/v1/whoami"
#define ZM_CENTRAL_WHOAMI_DIGITS 32 /* of the nonce, hexadecimal */
#define ZM_CENTRAL_RECEIPT_TYPE  "zmonitor-receipt"

typedef struct {
  char *nonce;
  char *session; /* RFC 9562 text, or NULL */
} ZmCentralWhoami;

/* "nonce=…[&session=…]", each once and nothing else; NULL is no query. Sets check
 * "whoami.nonce", "whoami.session" or "whoami.query". */
ZmCentralWhoami *zm_central_whoami_parse  (const char         *query,
                                           GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void             zm_central_whoami_free   (ZmCentralWhoami    *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCentralWhoami, zm_central_whoami_free)

/* {"nonce","serial","deviceId","subject","tlsVersion","cipher","time","receipt"}; without "deviceId" if
 * the peer's certificate names none, without "receipt" if the server's key is not on P-256. The
 * receipt is a JWS of the type above over the JCS form of nonce, serial, session (if given), time,
 * deviceId, tlsVersion and cipher. */
json_t          *zm_central_whoami_answer (ZmCentralWhoami    *request,
                                           ZmCentralIdentity  *identity,
                                           ZmCertificate      *peer,
                                           const char         *tls_version,
                                           const char         *cipher,
                                           ZmInstant           now,
                                           GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
