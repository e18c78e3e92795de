#include "app/signer/key-book.h"

#include "app/base/error.h"

struct _ZmKeyBook {
  GPtrArray  *entries;   /* oldest first */
  GHashTable *by_device; /* device id → key id */
};

static void
entry_free (gpointer data)
{
  ZmKeyBookEntry *entry = data;

  g_free (entry->key_id);
  g_free (entry);
}

ZmKeyBook *
zm_key_book_new (void)
{
  ZmKeyBook *book = g_new0 (ZmKeyBook, 1);

  book->entries = g_ptr_array_new_with_free_func (entry_free);
  book->by_device = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return book;
}

void
zm_key_book_free (ZmKeyBook *book)
{
  if (book == NULL)
    return;

  g_ptr_array_unref (book->entries);
  g_hash_table_unref (book->by_device);
  g_free (book);
}

void
zm_key_book_add (ZmKeyBook  *book,
                 const char *key_id,
                 ZmKeyMode   mode)
{
  ZmKeyBookEntry *entry;

  g_return_if_fail (book != NULL);

  entry = g_new0 (ZmKeyBookEntry, 1);
  entry->key_id = g_strdup (key_id);
  entry->mode = mode;
  g_ptr_array_add (book->entries, entry);
}

const ZmKeyBookEntry *
zm_key_book_find (ZmKeyBook  *book,
                  const char *key_id)
{
  g_return_val_if_fail (book != NULL, NULL);

  for (guint i = 0; i < book->entries->len; i++)
    {
      const ZmKeyBookEntry *entry = g_ptr_array_index (book->entries, i);

      if (g_strcmp0 (entry->key_id, key_id) == 0)
        return entry;
    }

  return NULL;
}

void
zm_key_book_assign (ZmKeyBook  *book,
                    const char *device_id,
                    const char *key_id)
{
  g_return_if_fail (book != NULL);

  g_hash_table_replace (book->by_device, g_strdup (device_id), g_strdup (key_id));
}

static const ZmKeyBookEntry *
find_newest (ZmKeyBook *book)
{
  for (guint i = book->entries->len; i > 0; i--)
    {
      const ZmKeyBookEntry *entry = g_ptr_array_index (book->entries, i - 1);

      if (entry->mode == ZM_KEY_MODE_DERIVED)
        return entry;
    }

  return book->entries->len == 0 ? NULL
                                 : g_ptr_array_index (book->entries, book->entries->len - 1);
}

const ZmKeyBookEntry *
zm_key_book_choose (ZmKeyBook   *book,
                    const char  *device_id,
                    GError     **error)
{
  const ZmKeyBookEntry *entry;
  const char *key_id;

  g_return_val_if_fail (book != NULL, NULL);

  key_id = g_hash_table_lookup (book->by_device, device_id);
  entry = key_id == NULL ? find_newest (book) : zm_key_book_find (book, key_id);
  if (entry == NULL)
    zm_error_set (error, ZM_ERROR_CONFLICT, "key.missing", "no server key", "a server key",
                  "An administrator must add a server key first");

  return entry;
}

json_t *
zm_key_book_list (ZmKeyBook *book)
{
  json_t *list = json_array ();

  g_return_val_if_fail (book != NULL, NULL);

  for (guint i = 0; i < book->entries->len; i++)
    {
      const ZmKeyBookEntry *entry = g_ptr_array_index (book->entries, i);

      json_array_append_new (list, json_pack ("{s:s, s:s}", "keyId", entry->key_id, "mode",
                                              zm_factory_record_mode_name (entry->mode)));
    }

  return list;
}
