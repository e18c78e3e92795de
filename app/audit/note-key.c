#include "app/audit/note-key.h"

#include "app/base/base64.h"
#include "app/base/error.h"

#include <string.h>

#define ALGORITHM_ED25519 0x01
#define RAW_LENGTH        32
#define ID_DIGITS         8

struct _ZmNoteKey {
  char *name;
  ZmPublicKey *public;
  guint8 encoded[1 + RAW_LENGTH]; /* the algorithm, then the key */
  guint32 id;
};

static gboolean
refuse (const char  *seen,
        GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, "checkpoint.key", seen,
                "<name>+<8 hex digits>+<base64 of an Ed25519 key>",
                "This is no verifier key for checkpoints");
  return FALSE;
}

gboolean
zm_note_key_is_name (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  if (text[0] == '\0' || strlen (text) > ZM_NOTE_KEY_NAME_MAX || !g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (c == '+' || !g_unichar_isgraph (c))
        return FALSE;
    }

  return TRUE;
}

static guint32
compute_id (const ZmNoteKey *key)
{
  g_autoptr(GByteArray) text = g_byte_array_new ();
  guint8 hash[ZM_SHA256_LENGTH];
  guint32 id;

  g_byte_array_append (text, (const guint8 *) key->name, (guint) strlen (key->name));
  g_byte_array_append (text, (const guint8 *) "\n", 1);
  g_byte_array_append (text, key->encoded, sizeof key->encoded);
  zm_digest_sha256 (text->data, text->len, hash);
  memcpy (&id, hash, sizeof id);

  return GUINT32_FROM_BE (id);
}

ZmNoteKey *
zm_note_key_new (const char   *name,
                 ZmPublicKey  *public,
                 GError      **error)
{
  ZmNoteKey *key;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (public != NULL, NULL);

  if (!zm_note_key_is_name (name) || zm_public_key_get_kind (public) != ZM_KEY_ED25519)
    {
      refuse (zm_note_key_is_name (name) ? zm_public_key_get_name (public) : name, error);
      return NULL;
    }

  key = g_new0 (ZmNoteKey, 1);
  key->name = g_strdup (name);
  key->public = zm_public_key_ref (public);
  key->encoded[0] = ALGORITHM_ED25519;
  zm_public_key_get_raw (public, key->encoded + 1);
  key->id = compute_id (key);

  return key;
}

static ZmPublicKey *
decode_public (const char  *text,
               GError     **error)
{
  g_autoptr(GBytes) bytes = zm_base64_decode (text);
  gsize length = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (length != 1 + RAW_LENGTH || data[0] != ALGORITHM_ED25519)
    {
      refuse (text, error);
      return NULL;
    }

  return zm_public_key_new_ed25519 (data + 1, error);
}

ZmNoteKey *
zm_note_key_parse (const char  *text,
                   GError     **error)
{
  g_auto(GStrv) parts = NULL;
  g_autoptr(ZmPublicKey) public = NULL;
  g_autoptr(ZmNoteKey) key = NULL;
  g_autofree char *again = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  /* A '+' may follow within the base64. */
  parts = g_strsplit (text, "+", 3);
  if (g_strv_length (parts) != 3 || strlen (parts[1]) != ID_DIGITS)
    {
      refuse (text, error);
      return NULL;
    }

  public = decode_public (parts[2], error);
  key = public != NULL ? zm_note_key_new (parts[0], public, error) : NULL;
  if (key == NULL)
    return NULL;

  again = zm_note_key_format (key);
  if (strcmp (again, text) != 0)
    {
      refuse (text, error);
      return NULL;
    }

  return g_steal_pointer (&key);
}

void
zm_note_key_free (ZmNoteKey *key)
{
  if (key == NULL)
    return;

  g_free (key->name);
  zm_public_key_unref (key->public);
  g_free (key);
}

char *
zm_note_key_format (ZmNoteKey *key)
{
  g_autofree char *encoded = NULL;

  g_return_val_if_fail (key != NULL, NULL);

  encoded = zm_base64_encode (key->encoded, sizeof key->encoded);
  return g_strdup_printf ("%s+%08x+%s", key->name, key->id, encoded);
}

const char *
zm_note_key_get_name (ZmNoteKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return key->name;
}

ZmPublicKey *
zm_note_key_get_public (ZmNoteKey *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  return key->public;
}

guint32
zm_note_key_get_id (ZmNoteKey *key)
{
  g_return_val_if_fail (key != NULL, 0);

  return key->id;
}
