#include "app/protocol/payload-bytes.h"

#include "app/base/jcs.h"

GBytes *
zm_payload_bytes_canonical (const json_t  *payload,
                            GError       **error)
{
  g_autoptr(json_t) bare = NULL;

  g_return_val_if_fail (json_is_object (payload), NULL);

  bare = json_copy ((json_t *) payload);
  json_object_del (bare, "signature");
  json_object_del (bare, "stationSignature");

  return zm_jcs_encode (bare, error);
}

void
zm_payload_bytes_mac (GBytes         *canonical,
                      const ZmSecret *device_key,
                      guint8          mac[ZM_SHA256_LENGTH])
{
  zm_digest_hmac_sha256 (zm_secret_peek (device_key), zm_secret_length (device_key),
                         g_bytes_get_data (canonical, NULL), g_bytes_get_size (canonical), mac);
}
