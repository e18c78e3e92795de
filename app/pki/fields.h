#pragma once

#include "app/pki/csr.h"
#include "app/pki/openssl.h"

G_BEGIN_DECLS

/* Inside app/pki only: what a request or a certificate says, one ZmCsrField for each name, usage
 * and extension, in UTF-8 that is safe to show. */

GArray   *zm_fields_new           (void);
void      zm_fields_take          (GArray                *fields,
                                   const char            *name,
                                   char                  *value,
                                   gboolean               critical);
/* One field for each attribute, named prefix and "CN", "OU", …. */
void      zm_fields_add_name      (GArray                *fields,
                                   const char            *prefix,
                                   const X509_NAME       *name,
                                   gboolean               critical);
/* One field for each name of a SAN, one for any other extension. FALSE, with nothing added, if it
 * is one that we judge and it cannot be read. */
gboolean  zm_fields_add_extension (GArray                *fields,
                                   X509_EXTENSION        *extension) G_GNUC_WARN_UNUSED_RESULT;
/* "Extension 1.2.3" with its bytes in hex. */
void      zm_fields_add_opaque    (GArray                *fields,
                                   X509_EXTENSION        *extension);

/* "digitalSignature, keyEncipherment" */
char     *zm_fields_key_usage     (const ASN1_BIT_STRING *usage);
/* "clientAuth, 1.2.3" */
char     *zm_fields_extended_key_usage (const EXTENDED_KEY_USAGE *usage);

G_END_DECLS
