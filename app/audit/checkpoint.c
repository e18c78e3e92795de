#include "app/audit/checkpoint.h"

#include "app/audit/note.h"
#include "app/base/base64.h"
#include "app/base/error.h"

#include <string.h>

ZmCheckpoint *
zm_checkpoint_new (const char   *origin,
                   guint64       size,
                   const guint8  root[ZM_SHA256_LENGTH])
{
  ZmCheckpoint *checkpoint;

  g_return_val_if_fail (origin != NULL, NULL);

  checkpoint = g_new0 (ZmCheckpoint, 1);
  checkpoint->origin = g_strdup (origin);
  checkpoint->size = size;
  memcpy (checkpoint->root, root, ZM_SHA256_LENGTH);

  return checkpoint;
}

void
zm_checkpoint_free (ZmCheckpoint *checkpoint)
{
  if (checkpoint == NULL)
    return;

  g_free (checkpoint->origin);
  g_free (checkpoint);
}

char *
zm_checkpoint_format (const ZmCheckpoint *checkpoint)
{
  g_autofree char *root = NULL;

  g_return_val_if_fail (checkpoint != NULL, NULL);

  root = zm_base64_encode (checkpoint->root, ZM_SHA256_LENGTH);
  return g_strdup_printf ("%s\n%" G_GUINT64_FORMAT "\n%s\n", checkpoint->origin, checkpoint->size,
                          root);
}

static gboolean
refuse (const char  *seen,
        GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, "checkpoint.text", seen,
                "an origin, a size and a root hash, each on a line",
                "The note holds no checkpoint");
  return FALSE;
}

ZmCheckpoint *
zm_checkpoint_parse (const char  *text,
                     GError     **error)
{
  g_auto(GStrv) lines = NULL;
  g_autoptr(GBytes) root = NULL;
  g_autoptr(ZmCheckpoint) checkpoint = NULL;
  g_autofree char *again = NULL;
  guint64 size = 0;

  g_return_val_if_fail (text != NULL, NULL);

  lines = g_strsplit (text, "\n", 5);
  /* Bounded by the largest row number that SQLite has. */
  if (g_strv_length (lines) == 4 && zm_note_key_is_name (lines[0]) &&
      g_ascii_string_to_unsigned (lines[1], 10, 0, G_MAXINT64, &size, NULL))
    root = zm_base64_decode (lines[2]);
  if (root == NULL || g_bytes_get_size (root) != ZM_SHA256_LENGTH)
    {
      refuse (text, error);
      return NULL;
    }

  checkpoint = zm_checkpoint_new (lines[0], size, g_bytes_get_data (root, NULL));
  again = zm_checkpoint_format (checkpoint);
  if (strcmp (again, text) != 0)
    {
      refuse (text, error);
      return NULL;
    }

  return g_steal_pointer (&checkpoint);
}

char *
zm_checkpoint_sign (const ZmCheckpoint  *checkpoint,
                    ZmKey               *key,
                    GError             **error)
{
  g_autofree char *text = NULL;
  g_autoptr(ZmNoteKey) note_key = NULL;
  g_autoptr(GBytes) signature = NULL;

  g_return_val_if_fail (checkpoint != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  text = zm_checkpoint_format (checkpoint);
  note_key = zm_note_key_new (checkpoint->origin, zm_key_get_public (key), error);
  if (note_key == NULL)
    return NULL;
  signature = zm_key_sign (key, text, strlen (text), error);
  if (signature == NULL)
    return NULL;

  return zm_note_seal (text, note_key, signature, error);
}

ZmCheckpoint *
zm_checkpoint_open (const char  *note,
                    gsize        length,
                    ZmNoteKey   *key,
                    GError     **error)
{
  g_autofree char *text = zm_note_open (note, length, key, error);
  g_autoptr(ZmCheckpoint) checkpoint = text != NULL ? zm_checkpoint_parse (text, error) : NULL;

  if (checkpoint == NULL)
    return NULL;
  if (strcmp (checkpoint->origin, zm_note_key_get_name (key)) != 0)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "checkpoint.origin", checkpoint->origin,
                    zm_note_key_get_name (key), "The checkpoint is of another log");
      return NULL;
    }

  return g_steal_pointer (&checkpoint);
}
