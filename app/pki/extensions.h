#pragma once

#include "app/pki/openssl.h"

G_BEGIN_DECLS

/* Inside app/pki only: the extensions that we ask for and issue. Each function appends one; texts
 * are UTF-8 that the caller has checked. */

/* Bits of RFC 5280 section 4.2.1.3, as a mask of 1 << number. */
#define ZM_USAGE_DIGITAL_SIGNATURE (1u << 0)
#define ZM_USAGE_KEY_ENCIPHERMENT  (1u << 2)
#define ZM_USAGE_KEY_CERT_SIGN     (1u << 5)
#define ZM_USAGE_CRL_SIGN          (1u << 6)

#define ZM_PURPOSE_OID_SERVER "1.3.6.1.5.5.7.3.1"
#define ZM_PURPOSE_OID_CLIENT "1.3.6.1.5.5.7.3.2"
#define ZM_PURPOSE_OID_SIGN   "1.3.6.1.5.5.7.3.36" /* documentSigning, RFC 9336 */

/* value: the structure that belongs to nid; it stays the caller's. */
void      zm_extensions_add              (ZmX509Extensions   *extensions,
                                          int                 nid,
                                          gboolean            critical,
                                          gpointer            value);
void      zm_extensions_add_key_usage    (ZmX509Extensions   *extensions,
                                          guint               usages);
void      zm_extensions_add_purpose      (ZmX509Extensions   *extensions,
                                          const char         *oid);
/* What a key that proves an identity may do: RFC 8813 section 3 keeps keyEncipherment from EC. */
guint     zm_extensions_identity_usage   (ZmKeyKind           kind);
/* SAN with uri, unless it is NULL, and the directoryName CN=device_id, description=label. */
void      zm_extensions_add_device_names (ZmX509Extensions   *extensions,
                                          const char         *uri,
                                          const char         *device_id,
                                          const char         *device_label);
/* SAN of a server. Sets the given check for what is neither a DNS name nor an IP address. */
gboolean  zm_extensions_add_server_names (ZmX509Extensions   *extensions,
                                          const char *const  *names,
                                          const char         *check,
                                          GError            **error) G_GNUC_WARN_UNUSED_RESULT;
GENERAL_NAME *zm_extensions_new_uri      (const char         *uri);
/* RFC 1123 host name, without a wildcard. */
gboolean  zm_extensions_is_dns_name      (const char         *text);

G_END_DECLS
