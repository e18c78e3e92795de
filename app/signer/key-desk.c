#include "app/signer/key-desk.h"

#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/digest.h"
#include "app/protocol/ticket.h"

#include <string.h>

static const char *
get_text (const json_t *request,
          const char   *member)
{
  return json_string_value (json_object_get (request, member));
}

static gboolean
check_new_key (ZmSigner    *signer,
               const char  *key_id,
               const char  *mode,
               GError     **error)
{
  const ZmKeyBookEntry *present = zm_key_book_find (signer->state->key_book, key_id);
  const char *present_mode;

  if (present == NULL)
    return TRUE;

  present_mode = zm_factory_record_mode_name (present->mode);
  if (g_strcmp0 (present_mode, mode) == 0)
    zm_error_set (error, ZM_ERROR_CONFLICT, "key.exists", key_id, "another key id",
                  "There is a server key of this name already");
  else
    zm_error_set (error, ZM_ERROR_REFUSED, "key.mode", mode, present_mode,
                  "The server key “%s” has another mode for ever", key_id);
  return FALSE;
}

json_t *
zm_key_desk_add_server_key (ZmSigner        *signer,
                            const ZmCaller  *caller,
                            const json_t    *request,
                            GError         **error)
{
  const char *key_id = get_text (request, "keyId");
  const char *mode = get_text (request, "mode");

  /* The keystore first: a key that the ledger does not know was never used and may be lost. */
  if (!check_new_key (signer, key_id, mode, error) ||
      !zm_keystore_add_server_key (signer->keystore, key_id, error) ||
      !zm_signer_record (signer, caller, "server-key.added",
                         json_pack ("{s:s, s:s}", "keyId", key_id, "mode", mode), error))
    return NULL;

  return json_object ();
}

static const ZmKeyBookEntry *
find_key (ZmSigner    *signer,
          const char  *device_id,
          const char  *key_id,
          GError     **error)
{
  const ZmKeyBookEntry *entry;

  if (key_id == NULL)
    return zm_key_book_choose (signer->state->key_book, device_id, error);

  entry = zm_key_book_find (signer->state->key_book, key_id);
  if (entry == NULL)
    zm_error_set (error, ZM_ERROR_NOT_FOUND, "key.missing", key_id, "a server key",
                  "There is no server key of this name");

  return entry;
}

/* The answer's text is as secret as the key in it. */
static json_t *
format_record (ZmSigner             *signer,
               const char           *device_id,
               const ZmKeyBookEntry *entry)
{
  ZmFactoryRecord record = {
    .device_id = (char *) device_id,
    .key_id = entry->key_id,
    .mode = entry->mode,
  };
  const ZmSecret *server_key = zm_keystore_get_server_key (signer->keystore, entry->key_id);
  g_autoptr(ZmSecret) key = zm_factory_record_derive_key (server_key, entry->mode, device_id);
  g_autoptr(ZmSecret) text = NULL;
  GBytes *root = zm_certificate_get_der (signer->state->mandate->root);

  record.key = key;
  zm_digest_sha256 (g_bytes_get_data (root, NULL), g_bytes_get_size (root), record.root_sha256);
  text = zm_factory_record_format (&record);

  return json_pack ("{s:s%}", "record", zm_secret_peek (text), zm_secret_length (text));
}

json_t *
zm_key_desk_write_factory_record (ZmSigner        *signer,
                                  const ZmCaller  *caller,
                                  const json_t    *request,
                                  GError         **error)
{
  const char *device_id = get_text (request, "deviceId");
  const ZmKeyBookEntry *entry;
  json_t *members;

  if (!zm_mandate_check_installed (signer->state->mandate, error))
    return NULL;
  entry = find_key (signer, device_id, get_text (request, "keyId"), error);
  if (entry == NULL)
    return NULL;

  members = json_pack ("{s:s, s:s}", "device", device_id, "keyId", entry->key_id);
  if (!zm_signer_record (signer, caller, "factory.recorded", members, error))
    return NULL;

  return format_record (signer, device_id, entry);
}

/* A hash for each try would let a script find a code from its stored hash; a desk needs few. */
static gboolean
check_code_rate (ZmSigner        *signer,
                 const ZmCaller  *caller,
                 GError         **error)
{
  gint64 hour = caller->now.running / ZM_INSTANT_HOUR;

  if (signer->code_hour != hour)
    {
      signer->code_hour = hour;
      signer->code_count = 0;
    }
  if (++signer->code_count <= ZM_SIGNER_CODES_PER_HOUR)
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "code.rate", NULL, "at most 600 in an hour",
                "Too many pairing codes were looked at in this hour");
  return FALSE;
}

json_t *
zm_key_desk_hash_code (ZmSigner        *signer,
                       const ZmCaller  *caller,
                       const json_t    *request,
                       GError         **error)
{
  const ZmSecret *key = zm_keystore_get_code_key (signer->keystore);
  const char *device_id = get_text (request, "deviceId");
  g_autofree char *code = zm_ticket_parse_code (get_text (request, "code"), error);
  g_autofree char *input = NULL;
  g_autofree char *hash = NULL;
  guint8 mac[ZM_SHA256_LENGTH];
  gsize length;

  if (code == NULL || !check_code_rate (signer, caller, error))
    return NULL;

  /* No device id contains a line feed, so two inputs cannot be the same text. */
  input = g_strconcat (device_id, "\n", code, NULL);
  length = strlen (input);
  zm_digest_hmac_sha256 (zm_secret_peek (key), zm_secret_length (key), input, length, mac);
  hash = zm_hex_encode (mac, sizeof mac);
  explicit_bzero (input, length);
  explicit_bzero (code, strlen (code));

  return json_pack ("{s:s}", "hash", hash);
}
