#include "app/signer/keystore.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/pki/random.h"
#include "app/pki/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX      (1024 * 1024)
#define SERVER_PREFIX "server:"

/* A sealed generation in the file: its length in four bytes, big-endian, then its bytes. Within:
 * for each item a byte with the length of the name, the name, two bytes with the length of the
 * secret, the secret. */
#define LENGTH_BYTES 4
#define ITEM_BYTES   3

typedef struct {
  char     *name;
  ZmSecret *bytes;
} ZmKeystoreItem;

struct _ZmKeystore {
  int        fd;     /* -1: no file yet */
  gint64     length; /* of the file, up to the last whole generation */
  GPtrArray *items;
  ZmKey     *intermediate;
  ZmKey     *station;
  ZmKey     *checkpoint;
};

static const struct {
  const char *name;
  ZmKeyKind   kind;
} pairs[] = {
  { "intermediate", ZM_KEY_EC_P256 },
  { "station", ZM_KEY_EC_P256 },
  { "checkpoint", ZM_KEY_ED25519 },
};

/* "seal" is the random key that the later generations are sealed under. */
static const char *const secrets[] = { "code", "pepper", "ledger", "seal" };

static void
item_free (gpointer data)
{
  ZmKeystoreItem *item = data;

  g_free (item->name);
  zm_secret_free (item->bytes);
  g_free (item);
}

static ZmKeystore *
keystore_new (void)
{
  ZmKeystore *keystore = g_new0 (ZmKeystore, 1);

  keystore->fd = -1;
  keystore->items = g_ptr_array_new_with_free_func (item_free);

  return keystore;
}

void
zm_keystore_free (ZmKeystore *keystore)
{
  if (keystore == NULL)
    return;

  if (keystore->fd >= 0)
    close (keystore->fd);
  g_ptr_array_unref (keystore->items);
  g_clear_pointer (&keystore->intermediate, zm_key_unref);
  g_clear_pointer (&keystore->station, zm_key_unref);
  g_clear_pointer (&keystore->checkpoint, zm_key_unref);
  g_free (keystore);
}

static void
add_item (GPtrArray  *items,
          const char *name,
          gsize       name_length,
          ZmSecret   *bytes)
{
  ZmKeystoreItem *item = g_new0 (ZmKeystoreItem, 1);

  item->name = g_strndup (name, name_length);
  item->bytes = bytes;
  g_ptr_array_add (items, item);
}

static const ZmSecret *
find_item (ZmKeystore *keystore,
           const char *name)
{
  for (guint i = 0; i < keystore->items->len; i++)
    {
      const ZmKeystoreItem *item = g_ptr_array_index (keystore->items, i);

      if (strcmp (item->name, name) == 0)
        return item->bytes;
    }

  return NULL;
}

static void
remove_item (ZmKeystore *keystore,
             const char *name)
{
  for (guint i = 0; i < keystore->items->len; i++)
    {
      const ZmKeystoreItem *item = g_ptr_array_index (keystore->items, i);

      if (strcmp (item->name, name) == 0)
        {
          g_ptr_array_remove_index (keystore->items, i);
          return;
        }
    }
}

static ZmSecret *
encode (ZmKeystore *keystore)
{
  ZmSecret *plain;
  guint8 *at;
  gsize length = 0;

  for (guint i = 0; i < keystore->items->len; i++)
    {
      const ZmKeystoreItem *item = g_ptr_array_index (keystore->items, i);

      length += ITEM_BYTES + strlen (item->name) + zm_secret_length (item->bytes);
    }

  plain = zm_secret_new (length);
  at = zm_secret_bytes (plain);
  for (guint i = 0; i < keystore->items->len; i++)
    {
      const ZmKeystoreItem *item = g_ptr_array_index (keystore->items, i);
      gsize name_length = strlen (item->name);
      gsize secret_length = zm_secret_length (item->bytes);

      *at++ = (guint8) name_length;
      memcpy (at, item->name, name_length);
      at += name_length;
      *at++ = (guint8) (secret_length >> 8);
      *at++ = (guint8) secret_length;
      memcpy (at, zm_secret_peek (item->bytes), secret_length);
      at += secret_length;
    }

  return plain;
}

/* NULL if the lengths do not add up. */
static GPtrArray *
decode (const ZmSecret *plain)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  const guint8 *at = zm_secret_peek (plain);
  gsize left = zm_secret_length (plain);

  while (left > 0)
    {
      gsize name_length = at[0];
      gsize secret_length;

      if (left < ITEM_BYTES + name_length)
        return NULL;
      secret_length = (gsize) at[1 + name_length] << 8 | at[2 + name_length];
      if (left - ITEM_BYTES - name_length < secret_length)
        return NULL;
      add_item (items, (const char *) at + 1, name_length,
                zm_secret_new_copy (at + ITEM_BYTES + name_length, secret_length));
      at += ITEM_BYTES + name_length + secret_length;
      left -= ITEM_BYTES + name_length + secret_length;
    }

  return g_steal_pointer (&items);
}

static ZmKey **
pair_place (ZmKeystore *keystore,
            gsize       index)
{
  ZmKey **const places[] = { &keystore->intermediate, &keystore->station, &keystore->checkpoint };

  G_STATIC_ASSERT (G_N_ELEMENTS (pairs) == G_N_ELEMENTS (places));

  return places[index];
}

static gboolean
fail_format (GError **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "keystore.format", NULL, NULL,
                "The signer's keys are damaged");
  return FALSE;
}

static gboolean
load_pairs (ZmKeystore  *keystore,
            GError     **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const ZmSecret *der = find_item (keystore, pairs[i].name);
      ZmKey *key = der == NULL ? NULL : zm_key_new_from_pkcs8 (der, NULL);

      *pair_place (keystore, i) = key;
      if (key == NULL || zm_public_key_get_kind (zm_key_get_public (key)) != pairs[i].kind)
        return fail_format (error);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      const ZmSecret *bytes = find_item (keystore, secrets[i]);

      if (bytes == NULL || zm_secret_length (bytes) != ZM_KEYSTORE_SECRET_LENGTH)
        return fail_format (error);
    }

  return TRUE;
}

static ZmSecret *
generate_secret (void)
{
  ZmSecret *secret = zm_secret_new (ZM_KEYSTORE_SECRET_LENGTH);

  zm_random_bytes (zm_secret_bytes (secret), ZM_KEYSTORE_SECRET_LENGTH);

  return secret;
}

ZmKeystore *
zm_keystore_generate (GError **error)
{
  g_autoptr(ZmKeystore) keystore = keystore_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      ZmKey *key = zm_key_generate (pairs[i].kind, error);

      if (key == NULL)
        return NULL;
      *pair_place (keystore, i) = key;
      add_item (keystore->items, pairs[i].name, strlen (pairs[i].name), zm_key_to_pkcs8 (key));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    add_item (keystore->items, secrets[i], strlen (secrets[i]), generate_secret ());

  return g_steal_pointer (&keystore);
}

static GBytes *
seal_generation (ZmKeystore      *keystore,
                 const ZmSecret  *passphrase,
                 GError         **error)
{
  g_autoptr(ZmSecret) plain = encode (keystore);
  g_autoptr(GBytes) sealed = zm_seal_close (plain, passphrase, error);
  g_autoptr(GByteArray) framed = g_byte_array_new ();
  guint32 length;

  if (sealed == NULL)
    return NULL;

  length = GUINT32_TO_BE ((guint32) g_bytes_get_size (sealed));
  g_byte_array_append (framed, (const guint8 *) &length, LENGTH_BYTES);
  g_byte_array_append (framed, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));

  return g_byte_array_free_to_bytes (g_steal_pointer (&framed));
}

gboolean
zm_keystore_store (ZmKeystore      *keystore,
                   const char      *path,
                   const ZmSecret  *passphrase,
                   GError         **error)
{
  g_autoptr(GBytes) generation = NULL;

  g_return_val_if_fail (keystore != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  generation = seal_generation (keystore, passphrase, error);

  return generation != NULL && zm_file_create (path, g_bytes_get_data (generation, NULL),
                                               g_bytes_get_size (generation), 0600, error);
}

/* The length of the sealed generation at this place, 0 if there is no whole one. */
static gsize
generation_length (const ZmSecret *content,
                   gsize           at)
{
  gsize left = zm_secret_length (content) - at;
  guint32 length;

  if (left < LENGTH_BYTES)
    return 0;

  memcpy (&length, zm_secret_peek (content) + at, LENGTH_BYTES);
  length = GUINT32_FROM_BE (length);

  return length <= left - LENGTH_BYTES ? length : 0;
}

static gboolean
open_generation (ZmKeystore      *keystore,
                 const ZmSecret  *content,
                 gsize            at,
                 const ZmSecret  *passphrase,
                 GError         **error)
{
  gsize length = generation_length (content, at);
  g_autoptr(ZmSecret) plain = NULL;
  GPtrArray *items;

  if (length == 0)
    return fail_format (error);
  plain = zm_seal_open (zm_secret_peek (content) + at + LENGTH_BYTES, length, passphrase, error);
  if (plain == NULL)
    return FALSE;
  items = decode (plain);
  if (items == NULL)
    return fail_format (error);

  g_ptr_array_unref (keystore->items);
  keystore->items = items;
  keystore->length = (gint64) (at + LENGTH_BYTES + length);

  return TRUE;
}

/* From the end: what a power cut left half written does not open, and was never acknowledged. */
static gboolean
open_last_generation (ZmKeystore      *keystore,
                      const ZmSecret  *content,
                      GError         **error)
{
  g_autoptr(GArray) starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  const ZmSecret *inner = find_item (keystore, "seal");
  gsize length;

  if (inner == NULL)
    return fail_format (error);

  for (gsize at = (gsize) keystore->length; (length = generation_length (content, at)) > 0;
       at += LENGTH_BYTES + length)
    g_array_append_val (starts, at);

  for (guint i = starts->len; i > 0; i--)
    if (open_generation (keystore, content, g_array_index (starts, gsize, i - 1), inner, NULL))
      return TRUE;

  return TRUE;
}

ZmKeystore *
zm_keystore_open (const char      *path,
                  const ZmSecret  *passphrase,
                  GError         **error)
{
  g_autoptr(ZmKeystore) keystore = NULL;
  g_autoptr(ZmSecret) content = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  keystore = keystore_new ();
  content = zm_file_read_secret (path, FILE_MAX, error);
  if (content == NULL ||
      !open_generation (keystore, content, 0, passphrase, error) ||
      !open_last_generation (keystore, content, error) ||
      !load_pairs (keystore, error))
    return NULL;

  keystore->fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (keystore->fd < 0)
    {
      zm_error_set (error, ZM_ERROR_IO, "keystore.write", g_strerror (errno), NULL,
                    "The signer's keys cannot be opened for writing");
      return NULL;
    }

  return g_steal_pointer (&keystore);
}

ZmKey *
zm_keystore_get_intermediate (ZmKeystore *keystore)
{
  return keystore->intermediate;
}

ZmKey *
zm_keystore_get_station (ZmKeystore *keystore)
{
  return keystore->station;
}

ZmKey *
zm_keystore_get_checkpoint (ZmKeystore *keystore)
{
  return keystore->checkpoint;
}

const ZmSecret *
zm_keystore_get_code_key (ZmKeystore *keystore)
{
  return find_item (keystore, "code");
}

const ZmSecret *
zm_keystore_get_pepper (ZmKeystore *keystore)
{
  return find_item (keystore, "pepper");
}

const ZmSecret *
zm_keystore_get_ledger_key (ZmKeystore *keystore)
{
  return find_item (keystore, "ledger");
}

const ZmSecret *
zm_keystore_get_server_key (ZmKeystore *keystore,
                            const char *key_id)
{
  g_autofree char *name = g_strconcat (SERVER_PREFIX, key_id, NULL);
  const ZmSecret *key = find_item (keystore, name);

  return key != NULL && zm_secret_length (key) == ZM_KEYSTORE_SECRET_LENGTH ? key : NULL;
}

static gboolean
append_generation (ZmKeystore  *keystore,
                   GBytes      *generation,
                   GError     **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (generation, &length);
  gssize written = pwrite (keystore->fd, data, length, keystore->length);

  if (written == (gssize) length && fsync (keystore->fd) == 0)
    {
      keystore->length += (gint64) length;
      return TRUE;
    }

  zm_error_set (error, ZM_ERROR_IO, "keystore.write", g_strerror (errno), NULL,
                "The new key cannot be stored");
  if (ftruncate (keystore->fd, keystore->length) != 0)
    g_debug ("An unfinished generation stays in the keystore");
  return FALSE;
}

gboolean
zm_keystore_add_server_key (ZmKeystore  *keystore,
                            const char  *key_id,
                            GError     **error)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) generation = NULL;

  g_return_val_if_fail (keystore != NULL && keystore->fd >= 0, FALSE);
  g_return_val_if_fail (key_id != NULL, FALSE);

  name = g_strconcat (SERVER_PREFIX, key_id, NULL);
  remove_item (keystore, name);
  if (keystore->items->len >= ZM_KEYSTORE_SERVER_KEYS_MAX)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "keystore.full", NULL, "fewer server keys",
                    "There is no room for another server key");
      return FALSE;
    }

  add_item (keystore->items, name, strlen (name), generate_secret ());
  generation = seal_generation (keystore, find_item (keystore, "seal"), error);
  if (generation == NULL || !append_generation (keystore, generation, error))
    {
      remove_item (keystore, name);
      return FALSE;
    }

  return TRUE;
}
