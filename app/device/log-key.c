#include "app/device/log-key.h"

#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/json.h"
#include "app/pki/random.h"
#include "app/pki/wrap.h"

#include <string.h>

#define PURPOSE   "zmonitor sqlcipher v1"
#define VERSION   1
#define FILE_MAX  4096 /* bytes */
#define WRAPS_MAX 2
#define TEXT_MAX  256  /* bytes of any string in the file */

typedef struct {
  char   *key_sha256;
  GBytes *wrap;
} Entry;

struct _ZmLogKey {
  const ZmDeviceState *state;
  ZmSecret            *data_key;
  char                *owner;   /* hash of the key that opened it */
  GPtrArray           *entries; /* Entry, as they stand in the file */
};

static Entry *
entry_new (const char *key_sha256,
           GBytes     *wrap)
{
  Entry *entry = g_new (Entry, 1);

  entry->key_sha256 = g_strdup (key_sha256);
  entry->wrap = g_bytes_ref (wrap);
  return entry;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key_sha256);
  g_bytes_unref (entry->wrap);
  g_free (entry);
}

static const char *
hash_of (ZmKey *key)
{
  return zm_public_key_get_hash (zm_key_get_public (key));
}

static Entry *
find_entry (GPtrArray  *entries,
            const char *key_sha256)
{
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);

      if (strcmp (entry->key_sha256, key_sha256) == 0)
        return entry;
    }

  return NULL;
}

/* --- The file --- */

static char *
file_path (const ZmDeviceState *state)
{
  return zm_device_state_path (state, ZM_LOG_KEY_FILE);
}

static gboolean
refuse_form (GError **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "log.key-form", NULL,
                "version 1 with one wrap or two",
                "The file that keeps the key of the log is damaged; put “%s” back from a backup, "
                "or begin a new log (“zmonitor-device audit begin-anew”)", ZM_LOG_KEY_FILE);
  return FALSE;
}

/* NULL unless it is an object with these two members only. */
static Entry *
parse_entry (const json_t *object)
{
  const char *hash = zm_json_get_string (object, "keySha256", TEXT_MAX, "log.key-form", NULL);
  const char *text = zm_json_get_string (object, "wrap", TEXT_MAX, "log.key-form", NULL);
  g_autoptr(GBytes) wrap = text != NULL ? zm_base64_decode (text) : NULL;

  if (hash == NULL || wrap == NULL || json_object_size (object) != 2)
    return NULL;

  return entry_new (hash, wrap);
}

static GPtrArray *
parse_entries (const json_t *object)
{
  json_t *wraps = json_object_get (object, "wraps");
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  json_t *item;
  size_t i;

  if (json_object_size (object) != 2 ||
      json_integer_value (json_object_get (object, "version")) != VERSION ||
      json_array_size (wraps) < 1 || json_array_size (wraps) > WRAPS_MAX)
    return NULL;

  json_array_foreach (wraps, i, item)
    {
      Entry *entry = parse_entry (item);

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }

  return g_steal_pointer (&entries);
}

static GPtrArray *
read_entries (const ZmDeviceState  *state,
              GError              **error)
{
  g_autofree char *path = file_path (state);
  g_autoptr(GBytes) text = zm_file_read (path, FILE_MAX, error);
  g_autoptr(json_t) object = NULL;
  GPtrArray *entries;

  if (text == NULL)
    return NULL;

  object = zm_json_parse_object (g_bytes_get_data (text, NULL), g_bytes_get_size (text),
                                 "log.key-form", NULL);
  entries = object != NULL ? parse_entries (object) : NULL;
  if (entries == NULL)
    refuse_form (error);

  return entries;
}

static char *
format_entries (GPtrArray *entries)
{
  g_autoptr(json_t) object = json_object ();
  json_t *wraps = json_array ();

  json_object_set_new (object, "version", json_integer (VERSION));
  json_object_set_new (object, "wraps", wraps);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);
      g_autofree char *text = zm_base64_encode (g_bytes_get_data (entry->wrap, NULL),
                                                g_bytes_get_size (entry->wrap));
      json_t *item = json_object ();

      zm_json_set_string (item, "keySha256", entry->key_sha256);
      zm_json_set_string (item, "wrap", text);
      json_array_append_new (wraps, item);
    }

  return json_dumps (object, JSON_COMPACT);
}

/* Takes entries, which are the key's only once they are durable. */
static gboolean
write_entries (ZmLogKey   *self,
               GPtrArray  *entries,
               GError    **error)
{
  g_autoptr(GPtrArray) owned = entries;
  g_autofree char *path = file_path (self->state);
  g_autofree char *text = format_entries (entries);

  if (!zm_file_write (path, text, strlen (text), 0600, error))
    return FALSE;

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = g_steal_pointer (&owned);
  return TRUE;
}

gboolean
zm_log_key_exists (const ZmDeviceState *state)
{
  g_autofree char *path = file_path (state);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* --- Wrapping --- */

/* Opened again at once: a key whose answers are not the same at every time must not be trusted
 * with the log. */
static GBytes *
wrap_for (ZmLogKey  *self,
          ZmKey     *key,
          GError   **error)
{
  const char *device_id = self->state->factory->device_id;
  g_autoptr(GBytes) wrap = zm_wrap_close (key, PURPOSE, device_id, self->data_key, error);
  g_autoptr(ZmSecret) opened = NULL;

  if (wrap == NULL)
    return NULL;
  opened = zm_wrap_open (key, PURPOSE, device_id, wrap, error);
  if (opened == NULL)
    return NULL;

  return g_steal_pointer (&wrap);
}

static gboolean
refuse_missing (const char  *seen,
                const char  *expected,
                GError     **error)
{
  zm_error_set (error, ZM_ERROR_NOT_FOUND, "log.key-missing", seen, expected,
                "The log is encrypted (or damaged from its first byte), and what its key was "
                "wrapped for is not the key of this device; put “%s” back from a backup, or begin "
                "a new log (“zmonitor-device audit begin-anew”)", ZM_LOG_KEY_FILE);
  return FALSE;
}

static gboolean
unwrap (ZmLogKey  *self,
        ZmKey     *owner,
        GError   **error)
{
  const Entry *entry = find_entry (self->entries, hash_of (owner));
  g_autoptr(GError) refusal = NULL;

  if (entry == NULL)
    return refuse_missing ("wraps for other keys", hash_of (owner), error);

  self->data_key = zm_wrap_open (owner, PURPOSE, self->state->factory->device_id, entry->wrap,
                                 &refusal);
  if (self->data_key != NULL)
    return TRUE;

  zm_error_set (error, ZM_ERROR_CORRUPT, "log.key-refused", zm_error_get_check (refusal), NULL,
                "The key of the log was changed, or belongs to another device; put “%s” back "
                "from a backup, or begin a new log (“zmonitor-device audit begin-anew”)",
                ZM_LOG_KEY_FILE);
  return FALSE;
}

/* --- Public --- */

static ZmLogKey *
new_key (const ZmDeviceState *state,
         ZmKey               *owner)
{
  ZmLogKey *self = g_new0 (ZmLogKey, 1);

  self->state = state;
  self->owner = g_strdup (hash_of (owner));
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

ZmLogKey *
zm_log_key_create (const ZmDeviceState  *state,
                   ZmKey                *owner,
                   GError              **error)
{
  g_autoptr(ZmLogKey) self = new_key (state, owner);

  g_return_val_if_fail (!zm_log_key_exists (state), NULL);

  self->data_key = zm_secret_new (ZM_WRAP_KEY_LENGTH);
  zm_random_bytes (zm_secret_bytes (self->data_key), ZM_WRAP_KEY_LENGTH);
  if (!zm_log_key_admit (self, owner, error))
    return NULL;

  return g_steal_pointer (&self);
}

ZmLogKey *
zm_log_key_open (const ZmDeviceState  *state,
                 ZmKey                *owner,
                 GError              **error)
{
  g_autoptr(ZmLogKey) self = new_key (state, owner);
  GPtrArray *entries;

  if (!zm_log_key_exists (state))
    {
      refuse_missing ("no such file", ZM_LOG_KEY_FILE, error);
      return NULL;
    }
  entries = read_entries (state, error);
  if (entries == NULL)
    return NULL;
  g_ptr_array_unref (self->entries);
  self->entries = entries;

  return unwrap (self, owner, error) ? g_steal_pointer (&self) : NULL;
}

void
zm_log_key_free (ZmLogKey *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->data_key, zm_secret_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->owner);
  g_free (self);
}

const ZmSecret *
zm_log_key_peek (const ZmLogKey *self)
{
  return self->data_key;
}

static void
keep_entry (ZmLogKey   *self,
            const char *key_sha256,
            GPtrArray  *entries)
{
  const Entry *entry = find_entry (self->entries, key_sha256);

  if (entry != NULL)
    g_ptr_array_add (entries, entry_new (entry->key_sha256, entry->wrap));
}

/* What an earlier change left unfinished gives way. */
gboolean
zm_log_key_admit (ZmLogKey  *self,
                  ZmKey     *next,
                  GError   **error)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr(GBytes) wrap = NULL;

  if (find_entry (self->entries, hash_of (next)) != NULL)
    return TRUE;

  wrap = wrap_for (self, next, error);
  if (wrap == NULL)
    return FALSE;

  keep_entry (self, self->owner, entries);
  g_ptr_array_add (entries, entry_new (hash_of (next), wrap));
  return write_entries (self, g_steal_pointer (&entries), error);
}

gboolean
zm_log_key_settle (ZmLogKey  *self,
                   ZmKey     *owner,
                   GError   **error)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);

  keep_entry (self, hash_of (owner), entries);
  if (entries->len == 0)
    return refuse_missing ("wraps for other keys", hash_of (owner), error);
  if (self->entries->len > 1 && !write_entries (self, g_steal_pointer (&entries), error))
    return FALSE;

  g_free (self->owner);
  self->owner = g_strdup (hash_of (owner));
  return TRUE;
}
