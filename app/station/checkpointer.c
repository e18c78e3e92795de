#include "app/station/checkpointer.h"

#include "app/audit/checkpoint-store.h"
#include "app/base/error.h"
#include "app/base/hex.h"

#include <string.h>

#define NOTE_MAX  16384 /* bytes */
#define TRIES_MAX 100   /* each lost to a program that got its checkpoint */

struct _ZmCheckpointer {
  char       *directory;
  ZmAuditLog *log;
  GMutex      lock; /* of the tree, and for one checkpoint at a time */
  ZmTree     *tree; /* as far as it was needed */
};

ZmCheckpointer *
zm_checkpointer_new (const char *station_directory,
                     ZmAuditLog *log)
{
  ZmCheckpointer *checkpointer;

  g_return_val_if_fail (station_directory != NULL, NULL);
  g_return_val_if_fail (log != NULL, NULL);

  checkpointer = g_new0 (ZmCheckpointer, 1);
  checkpointer->directory = g_build_filename (station_directory, ZM_CHECKPOINTER_DIRECTORY, NULL);
  checkpointer->log = log;
  checkpointer->tree = zm_tree_new ();
  g_mutex_init (&checkpointer->lock);

  return checkpointer;
}

void
zm_checkpointer_free (ZmCheckpointer *checkpointer)
{
  if (checkpointer == NULL)
    return;

  zm_tree_free (checkpointer->tree);
  g_mutex_clear (&checkpointer->lock);
  g_free (checkpointer->directory);
  g_free (checkpointer);
}

/* The size of the last checkpoint that the signer signed; 0 before the first. */
static gboolean
read_last_size (ZmSignerClient  *signer,
                gint64          *size,
                GError         **error)
{
  g_autoptr(json_t) status = zm_signer_client_call (signer, ZM_REQUEST_STATUS, NULL, error);
  const json_t *last;

  if (status == NULL)
    return FALSE;
  last = json_object_get (status, "checkpoint");
  *size = 0;

  return last == NULL ||
         zm_json_get_integer (last, "size", 0, G_MAXINT64, size, "answer.json", error);
}

static json_t *
prove (ZmCheckpointer *checkpointer,
       guint64         old_size,
       guint64         new_size)
{
  g_autoptr(GBytes) proof = zm_tree_prove_consistency (checkpointer->tree, old_size, new_size);
  json_t *hashes = json_array ();
  gsize length;
  const guint8 *data = g_bytes_get_data (proof, &length);

  for (gsize i = 0; i + ZM_SHA256_LENGTH <= length; i += ZM_SHA256_LENGTH)
    {
      g_autofree char *hash = zm_hex_encode (data + i, ZM_SHA256_LENGTH);

      json_array_append_new (hashes, json_string (hash));
    }

  return hashes;
}

/* Of the whole tree, in hex. */
static char *
dup_root (ZmTree  *tree,
          guint64 *size)
{
  guint8 root[ZM_SHA256_LENGTH];

  *size = zm_tree_get_size (tree);
  zm_tree_get_root (tree, *size, root);

  return zm_hex_encode (root, sizeof root);
}

static char *
request_note (ZmCheckpointer  *checkpointer,
              ZmSignerClient  *signer,
              guint64          old_size,
              GError         **error)
{
  guint64 size;
  g_autofree char *root = dup_root (checkpointer->tree, &size);
  g_autoptr(json_t) answer = NULL;

  if (old_size > size)
    {
      g_autofree char *seen = g_strdup_printf ("%" G_GUINT64_FORMAT " records", size);
      g_autofree char *expected = g_strdup_printf ("at least %" G_GUINT64_FORMAT, old_size);

      zm_error_set (error, ZM_ERROR_CORRUPT, "checkpoint.log-cut", seen, expected,
                    "The audit log is shorter than it was at its last checkpoint");
      return NULL;
    }

  answer = zm_signer_client_call (signer, ZM_REQUEST_CHECKPOINT_SIGN,
                                  json_pack ("{s:I, s:s, s:o}", "size", (json_int_t) size,
                                             "root", root,
                                             "proof", prove (checkpointer, old_size, size)),
                                  error);
  if (answer == NULL)
    return NULL;

  return g_strdup (zm_json_get_string (answer, "checkpoint", NOTE_MAX, "answer.json", error));
}

static gboolean
keep_note (ZmCheckpointer  *checkpointer,
           const char      *verifier_key,
           const char      *note,
           GError         **error)
{
  g_autoptr(ZmNoteKey) key = zm_note_key_parse (verifier_key, error);
  g_autoptr(ZmCheckpointStore) store = NULL;

  if (key == NULL)
    return FALSE;
  store = zm_checkpoint_store_open (checkpointer->directory, key, error);

  return store != NULL && zm_checkpoint_store_add (store, note, error);
}

/* Gives the note; *last is the size that the proof began from. */
static char *
attempt (ZmCheckpointer  *checkpointer,
         ZmSignerClient  *signer,
         gint64          *last,
         GError         **error)
{
  /* In this order: another station process may add records and checkpoints meanwhile, and the
   * tree must not be behind the last of them. */
  if (!read_last_size (signer, last, error) ||
      !zm_audit_log_load_tree (checkpointer->log, checkpointer->tree, error))
    return NULL;

  return request_note (checkpointer, signer, (guint64) *last, error);
}

/* Another process had one signed between the question and the request. */
static gboolean
was_overtaken (ZmSignerClient *signer,
               const GError   *failure,
               gint64          last)
{
  gint64 present;

  return zm_error_matches (failure, ZM_ERROR_REFUSED) && read_last_size (signer, &present, NULL) &&
         present > last;
}

/* The lock is held. */
static gboolean
run (ZmCheckpointer  *checkpointer,
     ZmSignerClient  *signer,
     const char      *verifier_key,
     GError         **error)
{
  g_autoptr(GError) failure = NULL;
  g_autofree char *note = NULL;
  guint tries = 0;
  gint64 last;

  do
    {
      g_clear_error (&failure);
      note = attempt (checkpointer, signer, &last, &failure);
    } while (note == NULL && ++tries < TRIES_MAX && was_overtaken (signer, failure, last));

  if (note == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return keep_note (checkpointer, verifier_key, note, error);
}

gboolean
zm_checkpointer_run (ZmCheckpointer  *checkpointer,
                     ZmSignerClient  *signer,
                     const char      *verifier_key,
                     GError         **error)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (checkpointer != NULL, FALSE);
  g_return_val_if_fail (signer != NULL && verifier_key != NULL, FALSE);

  locker = g_mutex_locker_new (&checkpointer->lock);
  return run (checkpointer, signer, verifier_key, error);
}

static gboolean
agrees (ZmTree             *tree,
        const ZmCheckpoint *checkpoint)
{
  guint8 root[ZM_SHA256_LENGTH];

  if (checkpoint->size > zm_tree_get_size (tree))
    return FALSE;

  zm_tree_get_root (tree, checkpoint->size, root);
  return memcmp (root, checkpoint->root, sizeof root) == 0;
}

static gboolean
set_aside_disagreeing (ZmCheckpointer  *checkpointer,
                       const char      *verifier_key,
                       GError         **error)
{
  g_autoptr(ZmNoteKey) key = zm_note_key_parse (verifier_key, error);
  g_autoptr(ZmCheckpointStore) store = NULL;
  g_autoptr(GPtrArray) list = NULL;

  if (key == NULL)
    return FALSE;
  store = zm_checkpoint_store_open (checkpointer->directory, key, error);
  if (store == NULL)
    return FALSE;
  list = zm_checkpoint_store_list (store, NULL, error);
  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const ZmCheckpoint *checkpoint = list->pdata[i];

      if (!agrees (checkpointer->tree, checkpoint) &&
          !zm_checkpoint_store_set_aside (store, checkpoint->size, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
zm_checkpointer_restart (ZmCheckpointer  *checkpointer,
                         ZmSignerClient  *signer,
                         const char      *verifier_key,
                         GError         **error)
{
  g_autoptr(GMutexLocker) locker = NULL;
  g_autoptr(json_t) answer = NULL;
  g_autofree char *root = NULL;
  guint64 size;

  g_return_val_if_fail (checkpointer != NULL, FALSE);
  g_return_val_if_fail (signer != NULL && verifier_key != NULL, FALSE);

  locker = g_mutex_locker_new (&checkpointer->lock);
  if (!zm_audit_log_load_tree (checkpointer->log, checkpointer->tree, error))
    return FALSE;

  root = dup_root (checkpointer->tree, &size);
  answer = zm_signer_client_call (signer, ZM_REQUEST_LOG_RESTART,
                                  json_pack ("{s:I, s:s}", "size", (json_int_t) size, "root",
                                             root),
                                  error);

  return answer != NULL && set_aside_disagreeing (checkpointer, verifier_key, error) &&
         run (checkpointer, signer, verifier_key, error);
}
