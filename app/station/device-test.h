#pragma once

#include "app/station/provisioning.h"
#include "app/station/receipt.h"

G_BEGIN_DECLS

/* One mutual-TLS test: what the device reports of it, whether the server's receipt proves it, and
 * what follows for the session. */
typedef struct {
  char        *nonce;    /* hex; this station made it for this test */
  gboolean     reported; /* from here on: the device's words */
  ZmTickState  outcome;
  char        *serial;   /* of the certificate that the server saw */
  char        *tls_version;
  char        *cipher;
  char        *server;     /* SHA-256 of its certificate, hex */
  char        *crl_update; /* of the oldest revocation list that spoke for the server */
  char        *wrong_name; /* the check that refused a server of another name, or "accepted" */
  char        *via;      /* "network" or "tether": how the device got to the server */
  char        *receipt;  /* JWS */
  GError      *failure;  /* what refused, NULL if nothing did */
  ZmReceipt    proof;    /* what the receipt says, once it is checked */
} ZmDeviceTest;

void     zm_device_test_clear           (ZmDeviceTest     *self);
void     zm_device_test_take            (ZmDeviceTest     *self,
                                         const ZmMessage  *tested);
/* What the device says at the end of an installation; the serial must be the session's. */
gboolean zm_device_test_check_installed (const ZmMessage  *installed,
                                         const char       *serial,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Green only if the device reports success for our nonce and serial; "proved by the server" if
 * there is a receipt, which must then be right. Stores the test with what must be refused, and with a
 * good one the session
 * as verified, the device as active, its older certificates as superseded. */
gboolean zm_device_test_judge           (ZmDeviceTest     *self,
                                         ZmProvisioning   *provisioning,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
