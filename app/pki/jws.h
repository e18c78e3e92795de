#pragma once

#include "app/base/json.h"
#include "app/pki/certificate.h"
#include "app/pki/key.h"

G_BEGIN_DECLS

/* JWS compact serialization (RFC 7515), ES256 (RFC 7518 section 3.4) only. The protected header
 * is exactly {"alg":"ES256","x5c":[certificate]} and, if type is given, "typ". */
#define ZM_JWS_MAX (64 * 1024) /* characters */

/* payload_detached: the middle part is left empty (RFC 7515 appendix F). key must be EC P-256 and
 * the certificate's, check "jws.certificate"; check "jws.size" if the text would be too long. */
char          *zm_jws_sign            (ZmKey          *key,
                                       ZmCertificate  *certificate,
                                       const char     *type,
                                       GBytes         *payload,
                                       gboolean        payload_detached,
                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Verifies the signature with the key of the x5c certificate and gives that certificate, which
 * the caller must verify to its root. type NULL: "typ" must be absent. Checks "jws.size",
 * "jws.form", "jws.header", "jws.certificate", "jws.signature". */
ZmCertificate *zm_jws_verify_detached (const char     *jws,
                                       const char     *type,
                                       GBytes         *payload,
                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;
ZmCertificate *zm_jws_verify          (const char     *jws,
                                       const char     *type,
                                       GBytes        **payload,
                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
