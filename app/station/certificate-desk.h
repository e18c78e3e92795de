#pragma once

#include "app/pki/chain.h"
#include "app/station/station.h"
#include "app/store/certificate-record.h"

G_BEGIN_DECLS

/* The certificates on record, and the judgement of any certificate in a file. Nothing here is
 * changed; revoking is the authority's. */

/* Elements ZmCertificateRecord, the newest first. */
GPtrArray           *zm_certificate_desk_list   (ZmStation      *station,
                                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* By serial number in any spelling, or by deviceId: then the newest that is in use, otherwise the
 * newest. Sets check "certificate.unknown". */
ZmCertificateRecord *zm_certificate_desk_find   (ZmStation      *station,
                                                 const char     *name,
                                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes to directory certificate.pem, fullchain.pem (with the CAs below the root) and root.pem.
 * Who found the certificate passes its record. */
gboolean             zm_certificate_desk_export (ZmStation                  *station,
                                                 const ZmCertificateRecord  *record,
                                                 const char                 *directory,
                                                 GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
/* A file of PEM blocks, leaf first, or one DER: chain to this station's root, revocation lists as
 * published here, profile of its kind. The certificate is given back as soon as it could be read,
 * also with the error that says what is wrong: a check of the chain ("chain.…"), of the profile
 * ("profile.…") or of the reading. */
gboolean             zm_certificate_desk_verify (ZmStation      *station,
                                                 const char     *file,
                                                 ZmCertificate **certificate,
                                                 ZmProfileKind  *kind,
                                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
