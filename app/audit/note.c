#include "app/audit/note.h"

#include "app/base/base64.h"
#include "app/base/error.h"

#include <string.h>

#define SIGNATURE_PREFIX "\xe2\x80\x94 " /* U+2014 and a space */
#define ID_LENGTH        4
#define SIGNATURE_LENGTH 64

static gboolean
refuse_form (const char  *seen,
             GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, "checkpoint.note", seen,
                "text, an empty line, signatures", "This is no signed note");
  return FALSE;
}

static gboolean
refuse_signature (const char  *seen,
                  ZmNoteKey   *key,
                  GError     **error)
{
  zm_error_set (error, ZM_ERROR_REFUSED, "checkpoint.signature", seen, zm_note_key_get_name (key),
                "The note is not signed by the expected key");
  return FALSE;
}

char *
zm_note_seal (const char  *text,
              ZmNoteKey   *key,
              GBytes      *signature,
              GError     **error)
{
  g_autoptr(GByteArray) signed_by = g_byte_array_new ();
  g_autofree char *encoded = NULL;
  guint32 id;
  gsize length;
  const guint8 *data;

  g_return_val_if_fail (text != NULL && g_str_has_suffix (text, "\n"), NULL);
  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (signature != NULL, NULL);

  data = g_bytes_get_data (signature, &length);
  if (!zm_public_key_verify (zm_note_key_get_public (key), text, strlen (text), data, length))
    {
      refuse_signature ("another signature", key, error);
      return NULL;
    }

  id = GUINT32_TO_BE (zm_note_key_get_id (key));
  g_byte_array_append (signed_by, (const guint8 *) &id, ID_LENGTH);
  g_byte_array_append (signed_by, data, (guint) length);
  encoded = zm_base64_encode (signed_by->data, signed_by->len);

  return g_strconcat (text, "\n" SIGNATURE_PREFIX, zm_note_key_get_name (key), " ", encoded, "\n",
                      NULL);
}

/* No control characters but the line feed; UTF-8 without zeros. */
static gboolean
is_plain (const char *note,
          gsize       length)
{
  if (length > ZM_NOTE_SIZE_MAX || !g_utf8_validate_len (note, length, NULL))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (note[i] != '\n' && g_ascii_iscntrl (note[i]))
        return FALSE;
    }

  return TRUE;
}

/* One signature line without its line feed. *verified counts those of this key. */
static gboolean
judge_line (const char  *line,
            const char  *text,
            ZmNoteKey   *key,
            guint       *verified,
            GError     **error)
{
  g_auto(GStrv) parts = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gsize length = 0;
  const guint8 *data;
  guint32 id;

  if (!g_str_has_prefix (line, SIGNATURE_PREFIX))
    return refuse_form (line, error);

  parts = g_strsplit (line + strlen (SIGNATURE_PREFIX), " ", 3);
  if (g_strv_length (parts) != 2 || !zm_note_key_is_name (parts[0]))
    return refuse_form (line, error);
  bytes = zm_base64_decode (parts[1]);
  data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
  if (length <= ID_LENGTH)
    return refuse_form (line, error);

  memcpy (&id, data, ID_LENGTH);
  if (strcmp (parts[0], zm_note_key_get_name (key)) != 0 ||
      GUINT32_FROM_BE (id) != zm_note_key_get_id (key))
    return TRUE;

  if (length != ID_LENGTH + SIGNATURE_LENGTH ||
      !zm_public_key_verify (zm_note_key_get_public (key), text, strlen (text), data + ID_LENGTH,
                             SIGNATURE_LENGTH))
    return refuse_signature (line, key, error);

  (*verified)++;
  return TRUE;
}

static gboolean
judge_signatures (const char  *block,
                  const char  *text,
                  ZmNoteKey   *key,
                  GError     **error)
{
  g_auto(GStrv) lines = g_strsplit (block, "\n", ZM_NOTE_SIGNATURES_MAX + 1);
  guint n_lines = g_strv_length (lines);
  guint verified = 0;

  /* The last piece is what follows the last line feed, nothing, or what is too much. */
  if (n_lines < 2 || lines[n_lines - 1][0] != '\0')
    return refuse_form ("another end", error);

  for (guint i = 0; i + 1 < n_lines; i++)
    {
      if (!judge_line (lines[i], text, key, &verified, error))
        return FALSE;
    }

  return verified > 0 || refuse_signature ("signatures of other keys", key, error);
}

char *
zm_note_open (const char  *note,
              gsize        length,
              ZmNoteKey   *key,
              GError     **error)
{
  g_autofree char *copy = NULL;
  g_autofree char *text = NULL;
  const char *blank;

  g_return_val_if_fail (note != NULL || length == 0, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  copy = is_plain (note, length) ? g_strndup (note, length) : NULL;
  blank = copy != NULL ? g_strrstr (copy, "\n\n") : NULL;
  if (blank == NULL)
    {
      refuse_form ("another text", error);
      return NULL;
    }

  text = g_strndup (copy, (gsize) (blank + 1 - copy));
  if (!judge_signatures (blank + 2, text, key, error))
    return NULL;

  return g_steal_pointer (&text);
}
