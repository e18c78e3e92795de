#pragma once

#include "app/pki/digest.h"

#include <glib.h>

G_BEGIN_DECLS

#define ZM_PAIRING_NONCE_LENGTH  16 /* bytes */
#define ZM_PAIRING_NUMBER_DIGITS 6

/* What both sides know after the nonces are exchanged (design section 6). Pure functions: both
 * sides call the same ones. */
typedef struct {
  const char *device_id;
  guint8      key_hash[ZM_SHA256_LENGTH];
  guint8      device_nonce[ZM_PAIRING_NONCE_LENGTH];
  guint8      station_nonce[ZM_PAIRING_NONCE_LENGTH];
} ZmPairing;

/* SHA-256 of the station's nonce, sent before the device shows its own. */
void    zm_pairing_commit     (const guint8      station_nonce[ZM_PAIRING_NONCE_LENGTH],
                               guint8            commitment[ZM_SHA256_LENGTH]);
/* The six digits that both screens show and a person compares. */
void    zm_pairing_number     (const ZmPairing  *pairing,
                               char              number[ZM_PAIRING_NUMBER_DIGITS + 1]);
/* HMAC-SHA256 under the code: the device knows the code that the operator brought. */
void    zm_pairing_code_proof (const ZmPairing  *pairing,
                               const char       *code,
                               guint8            proof[ZM_SHA256_LENGTH]);
/* The bytes that the CSR's key signs. */
GBytes *zm_pairing_possession (const ZmPairing  *pairing,
                               const char       *session_id,
                               const guint8      csr_sha256[ZM_SHA256_LENGTH]);

G_END_DECLS
