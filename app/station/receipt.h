#pragma once

#include "app/pki/certificate.h"

#include <glib.h>

G_BEGIN_DECLS

/* What the Central Station signed about one mutual-TLS test (design section 9). */
typedef struct {
  const char    *host;      /* of the serverUrl; the server's certificate must be for it */
  const char    *nonce;     /* that this station made for this test */
  const char    *serial;    /* of the certificate that was tested */
  const char    *session_id;
  ZmCertificate *root;
  GPtrArray     *crls;      /* ZmCrl */
  ZmInstant      now;
} ZmReceiptExpectation;

/* What the server put its name to. Zeroed before, cleared after. */
typedef struct {
  ZmInstant      time;
  char          *tls_version; /* these two: NULL from a server that does not say */
  char          *cipher;
  ZmCertificate *server;      /* that signed it */
} ZmReceipt;

void     zm_receipt_clear (ZmReceipt                   *receipt);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZmReceipt, zm_receipt_clear)

/* TRUE and what it says if the receipt proves the test. Checks "receipt.form",
 * "receipt.server", "receipt.nonce", "receipt.serial", "receipt.session", "receipt.time", or
 * those of jws and chain. */
gboolean zm_receipt_check (const char                  *jws,
                           const ZmReceiptExpectation  *expectation,
                           ZmReceipt                   *receipt,
                           GError                     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
