#include "app/audit/checkpoint-store.h"

#include "app/audit/note.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/instant.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define SIZE_DIGITS 20
#define SUFFIX      ".note"

struct _ZmCheckpointStore {
  char *directory;
  ZmNoteKey *key;
};

ZmCheckpointStore *
zm_checkpoint_store_open_existing (const char  *directory,
                                   ZmNoteKey   *key,
                                   GError     **error)
{
  ZmCheckpointStore *store;
  ZmNoteKey *copy;

  g_return_val_if_fail (directory != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  copy = zm_note_key_new (zm_note_key_get_name (key), zm_note_key_get_public (key), error);
  if (copy == NULL)
    return NULL;

  store = g_new0 (ZmCheckpointStore, 1);
  store->directory = g_strdup (directory);
  store->key = copy;

  return store;
}

ZmCheckpointStore *
zm_checkpoint_store_open (const char  *directory,
                          ZmNoteKey   *key,
                          GError     **error)
{
  g_return_val_if_fail (directory != NULL, NULL);

  if (!zm_file_make_private_directory (directory, error))
    return NULL;

  return zm_checkpoint_store_open_existing (directory, key, error);
}

void
zm_checkpoint_store_free (ZmCheckpointStore *store)
{
  if (store == NULL)
    return;

  g_free (store->directory);
  zm_note_key_free (store->key);
  g_free (store);
}

static char *
file_name (guint64 size)
{
  return g_strdup_printf ("%0*" G_GUINT64_FORMAT SUFFIX, SIZE_DIGITS, size);
}

/* Drafts that a power cut left behind have longer names. */
static gboolean
is_file_name (const char *name)
{
  return strspn (name, "0123456789") == SIZE_DIGITS && strcmp (name + SIZE_DIGITS, SUFFIX) == 0;
}

/* The note in a file, and the checkpoint in it. */
static char *
read_note (ZmCheckpointStore  *store,
           const char         *name,
           ZmCheckpoint      **checkpoint,
           GError            **error)
{
  g_autofree char *path = g_build_filename (store->directory, name, NULL);
  g_autoptr(GBytes) content = zm_file_read (path, ZM_NOTE_SIZE_MAX, error);
  g_autoptr(ZmCheckpoint) found = NULL;
  g_autofree char *expected = NULL;
  gsize length;
  const char *data;

  if (content == NULL)
    return NULL;
  data = g_bytes_get_data (content, &length);
  found = zm_checkpoint_open (data, length, store->key, error);
  if (found == NULL)
    return NULL;

  expected = file_name (found->size);
  if (strcmp (expected, name) != 0)
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "checkpoint.file", name, expected,
                    "A checkpoint has the name of another one");
      return NULL;
    }

  *checkpoint = g_steal_pointer (&found);
  return g_strndup (data, length);
}

static gboolean
compare_with_existing (ZmCheckpointStore   *store,
                       const char          *name,
                       const ZmCheckpoint  *checkpoint,
                       GError             **error)
{
  g_autoptr(ZmCheckpoint) existing = NULL;
  g_autofree char *note = read_note (store, name, &existing, error);

  if (note == NULL)
    return FALSE;
  if (memcmp (existing->root, checkpoint->root, ZM_SHA256_LENGTH) != 0)
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "checkpoint.conflict", name, NULL,
                    "There is another checkpoint of the same size");
      return FALSE;
    }

  return TRUE;
}

gboolean
zm_checkpoint_store_add (ZmCheckpointStore  *store,
                         const char         *note,
                         GError            **error)
{
  g_autoptr(ZmCheckpoint) checkpoint = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (store != NULL, FALSE);
  g_return_val_if_fail (note != NULL, FALSE);

  checkpoint = zm_checkpoint_open (note, strlen (note), store->key, error);
  if (checkpoint == NULL)
    return FALSE;

  name = file_name (checkpoint->size);
  path = g_build_filename (store->directory, name, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return compare_with_existing (store, name, checkpoint, error);

  return zm_file_write (path, note, strlen (note), 0600, error);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (ZmCheckpointStore  *store,
            GError            **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) failure = NULL;
  g_autoptr(GDir) directory = g_dir_open (store->directory, 0, &failure);
  const char *name;

  if (directory == NULL)
    {
      zm_error_set (error, ZM_ERROR_IO, "checkpoint.directory", failure->message, NULL,
                    "The directory of the checkpoints cannot be read");
      return NULL;
    }
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      if (is_file_name (name))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);

  return g_steal_pointer (&names);
}

GPtrArray *
zm_checkpoint_store_list (ZmCheckpointStore  *store,
                          char              **damaged,
                          GError            **error)
{
  g_autoptr(GPtrArray) checkpoints = NULL;
  g_autoptr(GPtrArray) names = NULL;
  const char *first_damaged = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  names = list_names (store, error);
  if (names == NULL)
    return NULL;

  checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_checkpoint_free);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      ZmCheckpoint *checkpoint = NULL;
      g_autofree char *note = read_note (store, name, &checkpoint, NULL);

      if (note != NULL)
        g_ptr_array_add (checkpoints, checkpoint);
      else if (first_damaged == NULL)
        first_damaged = name;
    }

  if (damaged != NULL)
    *damaged = g_strdup (first_damaged);
  return g_steal_pointer (&checkpoints);
}

gboolean
zm_checkpoint_store_set_aside (ZmCheckpointStore  *store,
                               guint64             size,
                               GError            **error)
{
  g_autofree char *now = zm_instant_format (zm_instant_now ());
  g_autofree char *name = file_name (size);
  g_autofree char *path = NULL;
  g_autofree char *aside = NULL;

  g_return_val_if_fail (store != NULL, FALSE);

  path = g_build_filename (store->directory, name, NULL);
  aside = g_strconcat (path, ".lost-", now, NULL);
  if (g_rename (path, aside) == 0)
    return zm_file_sync_directory (store->directory, error);

  zm_error_set (error, ZM_ERROR_IO, "checkpoint.file", g_strerror (errno), NULL,
                "The checkpoint “%s” cannot be set aside", path);
  return FALSE;
}

char *
zm_checkpoint_store_get_newest (ZmCheckpointStore  *store,
                                GError            **error)
{
  g_autoptr(GPtrArray) names = NULL;
  g_autoptr(ZmCheckpoint) checkpoint = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  names = list_names (store, error);
  if (names == NULL)
    return NULL;
  if (names->len == 0)
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "checkpoint.none", NULL, NULL,
                    "There is no checkpoint yet");
      return NULL;
    }

  return read_note (store, g_ptr_array_index (names, names->len - 1), &checkpoint, error);
}
