#pragma once

#include "app/base/instant.h"
#include "app/pki/public-key.h"

G_BEGIN_DECLS

#define ZM_CERTIFICATE_MAX 16384 /* bytes of DER */
#define ZM_SERIAL_DIGITS   32    /* upper-case hex, the one spelling of a serial number */

/* An immutable X.509 certificate (RFC 5280) around its DER. */
typedef struct _ZmCertificate ZmCertificate;

/* Strict DER: the encoding made again must be the same and nothing may follow. Any public key is
 * accepted here (a hospital's CA may have another); zm_certificate_get_key() then gives NULL.
 * Sets check "certificate.encoding" or "certificate.size". */
ZmCertificate *zm_certificate_new_from_der     (const void     *der,
                                                gsize           length,
                                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Exactly one PEM block and nothing else but white space. Sets check "certificate.pem". */
ZmCertificate *zm_certificate_new_from_pem     (const char     *pem,
                                                gsize           length,
                                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* One to max PEM blocks, in their order. Elements are owned by the array. */
GPtrArray     *zm_certificate_list_from_pem    (const char     *pem,
                                                gsize           length,
                                                guint           max,
                                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;
char          *zm_certificate_list_to_pem      (ZmCertificate *const *certificates,
                                                gsize                 count);
ZmCertificate *zm_certificate_ref              (ZmCertificate  *certificate);
void           zm_certificate_unref            (ZmCertificate  *certificate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCertificate, zm_certificate_unref)

GBytes        *zm_certificate_get_der          (ZmCertificate  *certificate);
char          *zm_certificate_to_pem           (ZmCertificate  *certificate);
const char    *zm_certificate_get_sha256       (ZmCertificate  *certificate); /* of the DER, hex */
/* 32 upper-case hex digits; a shorter number of another CA is filled with zeros on the left, a
 * longer one (up to 20 octets, 40 digits) stands as it is. */
const char    *zm_certificate_get_serial       (ZmCertificate  *certificate);
/* RFC 4514 text, for people. */
const char    *zm_certificate_get_subject      (ZmCertificate  *certificate);
const char    *zm_certificate_get_issuer       (ZmCertificate  *certificate);
const char    *zm_certificate_get_common_name  (ZmCertificate  *certificate); /* the only CN or NULL */
ZmInstant      zm_certificate_get_not_before   (ZmCertificate  *certificate);
ZmInstant      zm_certificate_get_not_after    (ZmCertificate  *certificate);
gboolean       zm_certificate_is_ca            (ZmCertificate  *certificate);
/* Whether these bytes are what was signed (RFC 5280 section 4.1.1.1). */
gboolean       zm_certificate_has_tbs          (ZmCertificate  *certificate,
                                                GBytes         *tbs);
ZmPublicKey   *zm_certificate_get_key          (ZmCertificate  *certificate);
/* SHA-256 of the SubjectPublicKeyInfo in hex, whatever the key's kind. */
const char    *zm_certificate_get_key_hash     (ZmCertificate  *certificate);
/* The only URI in the SAN, or NULL. */
const char    *zm_certificate_get_uri          (ZmCertificate  *certificate);
/* What follows the last '/' of that URI, percent-decoded; NULL if there is none. */
const char    *zm_certificate_get_device_id    (ZmCertificate  *certificate);
/* description of the SAN's directoryName, or NULL. Information only. */
const char    *zm_certificate_get_device_label (ZmCertificate  *certificate);
/* Whether a SAN of it names this host or IP address (RFC 9525; the CN does not count). */
gboolean       zm_certificate_matches_host     (ZmCertificate  *certificate,
                                                const char     *host);
/* Whether issuer's key signed it, whatever else either says. Sets check "certificate.issuer" or
 * "certificate.signature". */
gboolean       zm_certificate_verify           (ZmCertificate  *certificate,
                                                ZmCertificate  *issuer,
                                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Extensions and names as rows of a table for people: array of {"name","value","critical"}. */
char          *zm_certificate_describe         (ZmCertificate  *certificate); /* JSON text */

/* Any spelling of a serial number (hex of either case, colons, spaces, 0x, decimal with prefix
 * "dec:") in its one form, or NULL. */
char          *zm_certificate_parse_serial     (const char     *text);

G_END_DECLS
