#pragma once

#include "app/base/json.h"
#include "app/base/secret.h"
#include "app/pki/digest.h"

G_BEGIN_DECLS

/* What is signed of a payload, alike for who composes and who verifies (design section 8). */

/* RFC 8785 of the object without "signature" and "stationSignature". */
GBytes *zm_payload_bytes_canonical (const json_t    *payload,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* HMAC-SHA256 of them under a device's K. */
void    zm_payload_bytes_mac       (GBytes          *canonical,
                                    const ZmSecret  *device_key,
                                    guint8           mac[ZM_SHA256_LENGTH]);

G_END_DECLS
