#pragma once

#include "app/pki/certificate.h"
#include "app/pki/csr.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A certificate or a certificate request as people read it: who, for what, until when, by whom; and
 * all of it behind that. Immutable. Properties, all of them strings that are safe to show, translated
 * and in the desk's own time zone where they are words, and NULL where it says nothing of it:
 *   "title"        what it is: "Certificate of DEV-014"
 *   "holder"       "DEV-014, ICU 2, bed 7"
 *   "purpose"      one sentence
 *   "issuer", "validity", "remaining", "serial"   of certificates
 *   "key"          "EC P-256"
 *   "fingerprint"  SHA-256 of the DER, hex
 *   "pem"
 * and "details", a GListModel of ZmDetailItem. */
#define ZM_TYPE_CREDENTIAL (zm_credential_get_type ())
G_DECLARE_FINAL_TYPE (ZmCredential, zm_credential, ZM, CREDENTIAL, GObject)

ZmCredential *zm_credential_new_of_certificate (ZmCertificate  *certificate);
ZmCredential *zm_credential_new_of_csr         (ZmCsr          *csr);
/* Whichever it is. Sets the checks of these two. */
ZmCredential *zm_credential_new_from_pem       (const char     *pem,
                                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a file of it is called by default, without its ending: "DEV-014-certificate". */
char         *zm_credential_propose_name       (ZmCredential   *self);
/* Writes or replaces the file: DER if its name ends in ".der", ".cer" or ".p10", else PEM. Sets check
 * "file.write". */
gboolean      zm_credential_save               (ZmCredential   *self,
                                                const char     *path,
                                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
