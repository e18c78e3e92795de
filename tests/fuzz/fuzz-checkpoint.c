#include "app/audit/checkpoint.h"
#include "app/audit/note.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

/* A checkpoint that lay beside the database, as text, as a signed note, and as a note that our key
 * has signed; and the text of a verifier key. */

static ZmNoteKey *
get_key (void)
{
  g_autoptr(GError) error = NULL;
  ZmNoteKey *key = zm_note_key_new (WORLD_NOTE_NAME,
                                    zm_key_get_public (world_get ()->note_key), &error);

  g_assert_no_error (error);

  return key;
}

static void
try_text (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCheckpoint) checkpoint = zm_checkpoint_parse (text, &error);
  g_autoptr(ZmNoteKey) key = NULL;
  g_autofree char *again = NULL;
  g_autofree char *key_again = NULL;

  fuzz_check (checkpoint != NULL, &error);
  if (checkpoint != NULL)
    {
      again = zm_checkpoint_format (checkpoint);
      g_assert_cmpstr (again, ==, text);
    }

  key = zm_note_key_parse (text, &error);
  fuzz_check (key != NULL, &error);
  if (key == NULL)
    return;
  key_again = zm_note_key_format (key);
  g_assert_cmpstr (key_again, ==, text);
}

static void
try_note (const char *note,
          gsize       size)
{
  g_autoptr(ZmNoteKey) key = get_key ();
  g_autoptr(GError) error = NULL;
  g_autofree char *text = zm_note_open (note, size, key, &error);
  g_autoptr(ZmCheckpoint) checkpoint = NULL;

  fuzz_check (text != NULL, &error);
  checkpoint = zm_checkpoint_open (note, size, key, &error);
  fuzz_check (checkpoint != NULL, &error);
  g_assert_true (checkpoint == NULL || text != NULL);
}

static void
try_signed (const char *text)
{
  g_autoptr(ZmNoteKey) key = get_key ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) signature = zm_key_sign (world_get ()->note_key, text, strlen (text), &error);
  g_autofree char *note = NULL;
  g_autofree char *seen = NULL;

  g_assert_no_error (error);
  if (!g_str_has_suffix (text, "\n"))
    return;
  note = zm_note_seal (text, key, signature, &error);
  fuzz_check (note != NULL, &error);
  if (note == NULL)
    return;

  try_note (note, strlen (note));
  seen = zm_note_open (note, strlen (note), key, &error);
  fuzz_check (seen != NULL, &error);
  g_assert_true (seen == NULL || g_str_equal (seen, text));
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_autofree char *copy = g_memdup2 (data, size);

  try_text (text);
  try_note (copy != NULL ? copy : "", size);
  try_signed (text);
}
