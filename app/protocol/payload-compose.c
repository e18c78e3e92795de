#include "app/protocol/payload.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/json.h"
#include "app/pki/jws.h"
#include "app/protocol/payload-bytes.h"

#include <string.h>

static void
set_time (json_t     *object,
          const char *member,
          ZmInstant   instant)
{
  g_autofree char *text = zm_instant_format (instant);

  zm_json_set_string (object, member, text);
}

static json_t *
collect (const ZmPayloadContent *content,
         const char             *key_id)
{
  g_autofree char *chain = zm_certificate_list_to_pem (content->chain, content->chain_length);
  g_autofree char *root = zm_certificate_to_pem (content->root);
  json_t *object = json_object ();

  zm_json_set_string (object, "deviceId", content->device_id);
  zm_json_set_string (object, "sessionId", content->session_id);
  zm_json_set_string (object, "pairingCode", content->pairing_code);
  zm_json_set_string (object, "serverUrl", content->server_url);
  zm_json_set_string (object, "clientCertificate", chain);
  zm_json_set_string (object, "caCertificate", root);
  set_time (object, "issuedAt", content->issued_at);
  set_time (object, "expiresAt", zm_certificate_get_not_after (content->chain[0]));
  set_time (object, "installBefore", content->issued_at + ZM_PAYLOAD_INSTALL_WINDOW);
  zm_json_set_string (object, "keyId", key_id);

  return object;
}

static gboolean
add_signatures (json_t          *object,
                const ZmSecret  *device_key,
                ZmKey           *station_key,
                ZmCertificate   *station_certificate,
                GError         **error)
{
  g_autoptr(GBytes) canonical = zm_payload_bytes_canonical (object, error);
  g_autofree char *signature = NULL;
  g_autofree char *jws = NULL;
  guint8 mac[ZM_SHA256_LENGTH];

  if (canonical == NULL)
    return FALSE;

  zm_payload_bytes_mac (canonical, device_key, mac);
  signature = zm_base64_encode (mac, sizeof mac);
  zm_json_set_string (object, "signature", signature);
  if (station_key == NULL)
    return TRUE;

  jws = zm_jws_sign (station_key, station_certificate, NULL, canonical, TRUE, error);
  if (jws == NULL)
    return FALSE;

  zm_json_set_string (object, "stationSignature", jws);
  return TRUE;
}

char *
zm_payload_compose (const ZmPayloadContent  *content,
                    const char              *key_id,
                    const ZmSecret          *device_key,
                    ZmKey                   *station_key,
                    ZmCertificate           *station_certificate,
                    GError                 **error)
{
  g_autoptr(json_t) object = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (content != NULL && content->chain_length > 0, NULL);
  g_return_val_if_fail (key_id != NULL && device_key != NULL, NULL);
  g_return_val_if_fail ((station_key == NULL) == (station_certificate == NULL), NULL);

  if (!zm_payload_parse_url (content->server_url, NULL, NULL, NULL))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "payload.server-url", content->server_url,
                    "https://host[:port][/path]", "The Central Station's address cannot be used");
      return NULL;
    }

  object = collect (content, key_id);
  if (!add_signatures (object, device_key, station_key, station_certificate, error))
    return NULL;

  text = json_dumps (object, JSON_COMPACT);
  if (strlen (text) > ZM_PAYLOAD_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "payload.size", NULL, "at most 65,536 bytes",
                    "The payload is too large");
      return NULL;
    }

  return g_steal_pointer (&text);
}
