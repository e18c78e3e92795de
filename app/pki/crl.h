#pragma once

#include "app/pki/certificate.h"
#include "app/pki/key.h"

G_BEGIN_DECLS

#define ZM_CRL_MAX (1024 * 1024) /* bytes of DER */

/* RFC 5280 section 5.3.1; certificateHold and removeFromCRL are not offered. */
typedef enum {
  ZM_REASON_UNSPECIFIED = 0,
  ZM_REASON_KEY_COMPROMISE = 1,
  ZM_REASON_CA_COMPROMISE = 2,
  ZM_REASON_AFFILIATION_CHANGED = 3,
  ZM_REASON_SUPERSEDED = 4,
  ZM_REASON_CESSATION_OF_OPERATION = 5,
  ZM_REASON_PRIVILEGE_WITHDRAWN = 9,
} ZmReason;

typedef struct {
  char      *serial; /* 32 upper-case hex digits */
  ZmInstant  at;
  ZmReason   reason;
} ZmCrlEntry;

typedef struct _ZmCrl ZmCrl;

/* A full CRL v2 with AKI and CRL number (monotonic, the caller's duty). entries sorted or not; a
 * serial twice or not in its one spelling is "crl.entry", a wrong issuer or key "crl.issuer". */
ZmCrl            *zm_crl_create           (ZmCertificate     *issuer,
                                           ZmKey             *issuer_key,
                                           guint64            number,
                                           ZmInstant          this_update,
                                           ZmInstant          next_update,
                                           const ZmCrlEntry  *entries,
                                           gsize              count,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Strict DER. Sets check "crl.size", "crl.encoding" or "crl.profile": it must be a full, direct
 * CRL of version 2 (RFC 5280 section 5) with nextUpdate and a CRL number. */
ZmCrl            *zm_crl_new_from_der     (const void        *der,
                                           gsize              length,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* DER or one PEM block "X509 CRL". */
ZmCrl            *zm_crl_new_from_data    (const void        *data,
                                           gsize              length,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
ZmCrl            *zm_crl_ref              (ZmCrl             *crl);
void              zm_crl_unref            (ZmCrl             *crl);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCrl, zm_crl_unref)

GBytes           *zm_crl_get_der          (ZmCrl             *crl);
char             *zm_crl_to_pem           (ZmCrl             *crl);
const char       *zm_crl_get_issuer       (ZmCrl             *crl); /* RFC 4514 */
guint64           zm_crl_get_number       (ZmCrl             *crl);
ZmInstant         zm_crl_get_this_update  (ZmCrl             *crl);
ZmInstant         zm_crl_get_next_update  (ZmCrl             *crl);
const ZmCrlEntry *zm_crl_get_entries      (ZmCrl             *crl,
                                           gsize             *count);
/* NULL: not listed. */
const ZmCrlEntry *zm_crl_find             (ZmCrl             *crl,
                                           const char        *serial);
/* Sets check "crl.issuer" or "crl.signature". */
gboolean          zm_crl_verify           (ZmCrl             *crl,
                                           ZmCertificate     *issuer,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* "keyCompromise", … as RFC 5280 spells them; NULL for another number. */
const char       *zm_crl_reason_name      (ZmReason           reason);
gboolean          zm_crl_reason_parse     (const char        *name,
                                           ZmReason          *reason);

G_END_DECLS
