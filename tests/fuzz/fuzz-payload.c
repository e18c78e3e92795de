#include "app/base/base64.h"
#include "app/pki/jws.h"
#include "app/protocol/payload.h"
#include "app/protocol/payload-bytes.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

/* A payload for a device, as it came and with signatures that are right. */

static void
get_key_hash (guint8 hash[ZM_SHA256_LENGTH])
{
  ZmPublicKey *key = zm_key_get_public (world_get ()->device_key);

  memcpy (hash, zm_public_key_get_sha256 (key), ZM_SHA256_LENGTH);
}

static void
try_payload (const void *data,
             gsize       size)
{
  const World *world = world_get ();
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmPayload) payload = NULL;
  guint8 hash[ZM_SHA256_LENGTH];

  get_key_hash (hash);
  payload = zm_payload_verify (data, size, world->factory, hash, world->now, &error);
  if (payload == NULL)
    g_assert_true (g_str_has_prefix (zm_error_get_check (error), "payload."));
  fuzz_check (payload != NULL, &error);
  if (payload == NULL)
    return;

  g_assert_cmpuint (size, <=, ZM_PAYLOAD_MAX);
  g_assert_cmpstr (payload->device_id, ==, WORLD_DEVICE);
  g_assert_cmpstr (zm_certificate_get_sha256 (payload->root), ==,
                   zm_certificate_get_sha256 (world->root));
  g_assert_cmpstr (zm_certificate_get_key_hash (payload->chain->pdata[0]), ==,
                   zm_public_key_get_hash (zm_key_get_public (world->device_key)));
  g_assert_true (zm_payload_parse_url (payload->server_url, NULL, NULL, NULL));
}

static void
try_signed (const char *data,
            gsize       size)
{
  const World *world = world_get ();
  g_autoptr(json_t) object = zm_json_parse_object (data, size, "test.json", NULL);
  g_autoptr(GBytes) canonical = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *jws = NULL;
  g_autofree char *text = NULL;
  guint8 mac[ZM_SHA256_LENGTH];

  if (object != NULL)
    canonical = zm_payload_bytes_canonical (object, NULL);
  if (canonical == NULL)
    return;

  zm_payload_bytes_mac (canonical, world->factory->key, mac);
  signature = zm_base64_encode (mac, sizeof mac);
  jws = zm_jws_sign (world->station_key, world->station, NULL, canonical, TRUE, NULL);
  g_assert_nonnull (jws);
  zm_json_set_string (object, "signature", signature);
  zm_json_set_string (object, "stationSignature", jws);
  text = json_dumps (object, JSON_COMPACT);
  try_payload (text, strlen (text));
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *copy = g_memdup2 (data, size);

  try_payload (copy, size);
  try_signed (copy, size);
}
