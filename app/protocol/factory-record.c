#include "app/protocol/factory-record.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/base/json.h"

#include <string.h>

#define CHECK        "factory-record.members"
#define RECORD_MAX   4096 /* bytes of text */
#define MEMBER_COUNT 5
#define KEY_LENGTH   32   /* bytes */
#define DERIVE_LABEL "zmonitor payload v1"

static const char *const mode_names[] = {
  [ZM_KEY_MODE_DERIVED] = "derived",
  [ZM_KEY_MODE_SHARED] = "shared",
};

const char *
zm_factory_record_mode_name (ZmKeyMode mode)
{
  g_return_val_if_fail ((gsize) mode < G_N_ELEMENTS (mode_names), NULL);

  return mode_names[mode];
}

gboolean
zm_factory_record_mode_parse (const char *name,
                              ZmKeyMode  *mode)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mode_names); i++)
    {
      if (g_strcmp0 (name, mode_names[i]) == 0)
        {
          *mode = (ZmKeyMode) i;
          return TRUE;
        }
    }

  return FALSE;
}

/* Never says what was seen: it could be the key. */
static gboolean
fail (const char  *member,
      const char  *expected,
      GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, CHECK, NULL, expected,
                "The factory record's “%s” cannot be used", member);
  return FALSE;
}

static gboolean
read_key (const json_t     *object,
          ZmFactoryRecord  *record,
          GError          **error)
{
  const char *hex = zm_json_get_string (object, "keyHex", 2 * KEY_LENGTH, CHECK, error);

  if (hex == NULL)
    return FALSE;

  record->key = zm_secret_new (KEY_LENGTH);
  return zm_hex_decode (hex, zm_secret_bytes (record->key), KEY_LENGTH) ||
         fail ("keyHex", "32 bytes in lower-case hex", error);
}

static gboolean
read_identifier (const json_t  *object,
                 const char    *member,
                 char         **value,
                 GError       **error)
{
  const char *text = zm_json_get_string (object, member, ZM_DEVICE_ID_MAX, CHECK, error);

  if (text == NULL)
    return FALSE;
  if (!zm_device_id_is_valid (text, -1))
    return fail (member, "[A-Za-z0-9][A-Za-z0-9._-]{0,63}", error);

  *value = g_strdup (text);
  return TRUE;
}

static gboolean
read_root (const json_t     *object,
           ZmFactoryRecord  *record,
           GError          **error)
{
  const char *hex = zm_json_get_string (object, "rootSha256", 2 * ZM_SHA256_LENGTH, CHECK, error);

  if (hex == NULL)
    return FALSE;

  return zm_hex_decode (hex, record->root_sha256, sizeof record->root_sha256) ||
         fail ("rootSha256", "32 bytes in lower-case hex", error);
}

static gboolean
read_mode (const json_t     *object,
           ZmFactoryRecord  *record,
           GError          **error)
{
  const char *name = zm_json_get_string (object, "mode", 16, CHECK, error);

  if (name == NULL)
    return FALSE;

  return zm_factory_record_mode_parse (name, &record->mode) ||
         fail ("mode", "“derived” or “shared”", error);
}

ZmFactoryRecord *
zm_factory_record_parse (const char  *text,
                         gsize        length,
                         GError     **error)
{
  g_autoptr(ZmFactoryRecord) record = NULL;
  g_autoptr(json_t) object = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length == 0 || length > RECORD_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, CHECK, NULL, "1 to 4096 bytes",
                    "This is not a factory record");
      return NULL;
    }

  object = zm_json_parse_object (text, length, CHECK, error);
  if (object == NULL)
    return NULL;
  if (json_object_size (object) != MEMBER_COUNT)
    {
      fail ("members", "deviceId, keyId, mode, keyHex and rootSha256", error);
      return NULL;
    }

  record = g_new0 (ZmFactoryRecord, 1);
  if (!read_identifier (object, "deviceId", &record->device_id, error) ||
      !read_identifier (object, "keyId", &record->key_id, error) ||
      !read_mode (object, record, error) ||
      !read_key (object, record, error) ||
      !read_root (object, record, error))
    return NULL;

  return g_steal_pointer (&record);
}

ZmSecret *
zm_factory_record_format (const ZmFactoryRecord *record)
{
  g_autoptr(ZmSecret) text = NULL;
  g_autofree char *root = NULL;
  char *key;
  int length;

  g_return_val_if_fail (record != NULL, NULL);

  root = zm_hex_encode (record->root_sha256, sizeof record->root_sha256);
  key = zm_hex_encode (zm_secret_peek (record->key), zm_secret_length (record->key));
  text = zm_secret_new (RECORD_MAX);
  /* Identifiers and hex need no escapes. */
  length = g_snprintf ((char *) zm_secret_bytes (text), RECORD_MAX,
                       "{\"deviceId\":\"%s\",\"keyId\":\"%s\",\"mode\":\"%s\",\"keyHex\":\"%s\","
                       "\"rootSha256\":\"%s\"}\n",
                       record->device_id, record->key_id,
                       zm_factory_record_mode_name (record->mode), key, root);
  explicit_bzero (key, strlen (key));
  g_free (key);
  zm_secret_truncate (text, (gsize) length);

  return g_steal_pointer (&text);
}

void
zm_factory_record_free (ZmFactoryRecord *record)
{
  if (record == NULL)
    return;

  g_free (record->device_id);
  g_free (record->key_id);
  zm_secret_free (record->key);
  g_free (record);
}

ZmSecret *
zm_factory_record_derive_key (const ZmSecret *server_key,
                              ZmKeyMode       mode,
                              const char     *device_id)
{
  g_autoptr(GByteArray) info = g_byte_array_new ();
  g_autoptr(ZmSecret) key = NULL;

  g_return_val_if_fail (zm_secret_length (server_key) == KEY_LENGTH, NULL);
  g_return_val_if_fail (device_id != NULL, NULL);

  if (mode == ZM_KEY_MODE_SHARED)
    return zm_secret_new_copy (zm_secret_peek (server_key), KEY_LENGTH);

  g_byte_array_append (info, (const guint8 *) DERIVE_LABEL, sizeof DERIVE_LABEL);
  g_byte_array_append (info, (const guint8 *) device_id, (guint) strlen (device_id));
  key = zm_secret_new (KEY_LENGTH);
  zm_digest_hkdf_sha256 (zm_secret_peek (server_key), KEY_LENGTH, info->data, info->len,
                         zm_secret_bytes (key), KEY_LENGTH);

  return g_steal_pointer (&key);
}
