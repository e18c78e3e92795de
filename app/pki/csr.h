#pragma once

#include "app/pki/key.h"

G_BEGIN_DECLS

#define ZM_CSR_MAX        4096 /* bytes of DER */
#define ZM_CSR_FIELDS_MAX 64

/* An immutable PKCS#10 request (RFC 2986). What it asks for is kept as it was asked, for the
 * judgement; nothing is copied from it into a certificate but the key. */
typedef struct _ZmCsr ZmCsr;

typedef struct {
  char     *name;     /* "CN", "OU", "SAN URI", "SAN directoryName CN", "SAN DNS", "Key usage",
                         "Extended key usage", "Basic constraints", "Extension 1.2.3",
                         "Attribute challengePassword", … */
  char     *value;    /* for people, UTF-8 */
  gboolean  critical; /* of extensions */
} ZmCsrField;

/* Sets check "csr.size", "csr.encoding" (BER, trailing bytes, an unreadable extension),
 * "csr.version", "csr.extension" (one stands twice), "csr.fields" (too many), "key.type" or
 * "key.weak", "csr.signature" (also another algorithm than SHA-256 with this key), in that order.
 * Text in fields is safe to show, as zm_text_escape() makes it. */
ZmCsr            *zm_csr_new_from_der     (const void    *der,
                                           gsize          length,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* One block "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST"; "csr.pem". */
ZmCsr            *zm_csr_new_from_pem     (const char    *pem,
                                           gsize          length,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
ZmCsr            *zm_csr_ref              (ZmCsr         *csr);
void              zm_csr_unref            (ZmCsr         *csr);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCsr, zm_csr_unref)

GBytes           *zm_csr_get_der          (ZmCsr         *csr);
char             *zm_csr_to_pem           (ZmCsr         *csr);
const char       *zm_csr_get_sha256       (ZmCsr         *csr); /* of the DER, hex */
ZmPublicKey      *zm_csr_get_key          (ZmCsr         *csr);
const char       *zm_csr_get_common_name  (ZmCsr         *csr); /* the only CN or NULL */
/* What the request asks for, in its order. */
const ZmCsrField *zm_csr_get_fields       (ZmCsr         *csr,
                                           gsize         *count);

/* A device's request: subject CN=deviceId, OU=ZMonitor; SAN with the directoryName of design
 * section 5 (the identity host is not the device's to know); the usages for its key. */
ZmCsr            *zm_csr_create_device    (ZmKey         *key,
                                           const char    *device_id,
                                           const char    *device_label,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* A CA's, station's or server's: subject CN=common_name, O=organization; dns_names are DNS names
 * or IP addresses and may be NULL. Sets check "csr.subject" or "csr.dns-name". */
ZmCsr            *zm_csr_create           (ZmKey              *key,
                                           const char         *common_name,
                                           const char         *organization,
                                           const char *const  *dns_names,
                                           GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
