#pragma once

#include "app/pki/certificate.h"
#include "app/pki/crl.h"

G_BEGIN_DECLS

/* The CAs whose revocation lists count: the root, and those between it and the devices. Elements
 * ZmCertificate, the root first. */

/* files: each a chain of CAs as it stands above a device, without the root; PEM. Every one must
 * lead to the root now. Sets checks of files and certificates, and "chain.…". */
GPtrArray *zm_central_authorities_load  (ZmCertificate      *root,
                                         const char *const  *files,
                                         GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether one of them is named as the issuer. */
gboolean   zm_central_authorities_know  (GPtrArray          *authorities,
                                         ZmCrl              *crl);
/* The issuer must be among them and have signed the list. Sets check "crl.issuer" or
 * "crl.signature". */
gboolean   zm_central_authorities_judge (GPtrArray          *authorities,
                                         ZmCrl              *crl,
                                         GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
