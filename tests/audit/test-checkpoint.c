#include "app/audit/checkpoint.h"

#include "app/audit/checkpoint-store.h"
#include "app/audit/note.h"
#include "app/base/error.h"
#include "tests/audit/vectors.h"
#include "tests/scratch.h"

#include <string.h>

#define ORIGIN "zmonitor.example/desk-1"

static ZmKey *
new_key (void)
{
  g_autoptr(GError) error = NULL;
  ZmKey *key = zm_key_generate (ZM_KEY_ED25519, &error);

  g_assert_no_error (error);
  return key;
}

static ZmNoteKey *
note_key_of (ZmKey *key)
{
  g_autoptr(GError) error = NULL;
  ZmNoteKey *note_key = zm_note_key_new (ORIGIN, zm_key_get_public (key), &error);

  g_assert_no_error (error);
  return note_key;
}

static char *
sign (ZmKey   *key,
      guint64  size,
      guint8   filling)
{
  guint8 root[ZM_SHA256_LENGTH];
  g_autoptr(ZmCheckpoint) checkpoint = NULL;
  g_autoptr(GError) error = NULL;
  char *note;

  memset (root, filling, sizeof root);
  checkpoint = zm_checkpoint_new (ORIGIN, size, root);
  note = zm_checkpoint_sign (checkpoint, key, &error);
  g_assert_no_error (error);

  return note;
}

static void
assert_not_opened (const char *note,
                   gsize       length,
                   ZmNoteKey  *key,
                   const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_checkpoint_open (note, length, key, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

/* --- Notes --- */

static void
test_vector (void)
{
  g_autoptr(json_t) vectors = load_vectors ();
  const char *note = get_text (vectors, "checkpoint");
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmNoteKey) key = zm_note_key_parse (get_text (vectors, "verifierKey"), &error);
  g_autoptr(ZmCheckpoint) checkpoint = NULL;
  g_autofree char *key_text = NULL;
  g_autofree char *text = NULL;
  guint8 root[ZM_SHA256_LENGTH];

  g_assert_no_error (error);
  key_text = zm_note_key_format (key);
  g_assert_cmpstr (key_text, ==, get_text (vectors, "verifierKey"));

  checkpoint = zm_checkpoint_open (note, strlen (note), key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (checkpoint->origin, ==, ORIGIN);
  g_assert_cmpuint (checkpoint->size, ==, 5);
  get_root (vectors, 5, root);
  g_assert_cmpmem (checkpoint->root, ZM_SHA256_LENGTH, root, sizeof root);

  text = zm_checkpoint_format (checkpoint);
  g_assert_true (g_str_has_prefix (note, text));
}

static void
test_sign_and_open (void)
{
  g_autoptr(ZmKey) key = new_key ();
  g_autoptr(ZmKey) other = new_key ();
  g_autoptr(ZmNoteKey) note_key = note_key_of (key);
  g_autoptr(ZmNoteKey) other_key = note_key_of (other);
  g_autofree char *note = sign (key, 12, 0xab);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCheckpoint) checkpoint = zm_checkpoint_open (note, strlen (note), note_key, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (checkpoint->size, ==, 12);
  assert_not_opened (note, strlen (note), other_key, "checkpoint.signature");
}

/* Whichever byte is changed, wherever the end is cut: the note is refused. */
static void
test_every_byte (void)
{
  g_autoptr(ZmKey) key = new_key ();
  g_autoptr(ZmNoteKey) note_key = note_key_of (key);
  g_autofree char *note = sign (key, 12, 0xab);
  gsize length = strlen (note);

  for (gsize i = 0; i < length; i++)
    {
      note[i] ^= 1;
      g_assert_null (zm_checkpoint_open (note, length, note_key, NULL));
      note[i] ^= 1;
      g_assert_null (zm_checkpoint_open (note, i, note_key, NULL));
    }
}

static void
test_malformed_notes (void)
{
  g_autoptr(ZmKey) key = new_key ();
  g_autoptr(ZmNoteKey) note_key = note_key_of (key);
  g_autofree char *note = sign (key, 12, 0xab);
  const char *signature = strstr (note, "\n\n") + 2;
  g_autofree char *many = g_strnfill (ZM_NOTE_SIZE_MAX + 1, 'a');
  g_autofree char *more = g_strconcat (note, "x\n", NULL);
  g_autofree char *open_end = g_strconcat (note, signature, NULL);
  g_autofree char *tab = g_strconcat ("\t", note, NULL);
  g_autoptr(GString) signatures = g_string_new (note);

  open_end[strlen (open_end) - 1] = '\0';
  for (int i = 0; i < ZM_NOTE_SIGNATURES_MAX; i++)
    g_string_append (signatures, signature);

  assert_not_opened ("", 0, note_key, "checkpoint.note");
  assert_not_opened (many, strlen (many), note_key, "checkpoint.note");
  assert_not_opened (more, strlen (more), note_key, "checkpoint.note");
  assert_not_opened (open_end, strlen (open_end), note_key, "checkpoint.note");
  assert_not_opened (tab, strlen (tab), note_key, "checkpoint.note");
  assert_not_opened (note, strlen (note) + 1, note_key, "checkpoint.note");
  assert_not_opened (signatures->str, signatures->len, note_key, "checkpoint.note");
}

static void
test_signatures_of_others (void)
{
  g_autoptr(ZmKey) key = new_key ();
  g_autoptr(ZmKey) witness = new_key ();
  g_autoptr(ZmNoteKey) note_key = note_key_of (key);
  g_autofree char *note = sign (key, 12, 0xab);
  g_autofree char *witnessed = sign (witness, 12, 0xab);
  g_autofree char *both = g_strconcat (note, strstr (witnessed, "\n\n") + 2, NULL);
  g_autoptr(ZmCheckpoint) checkpoint = zm_checkpoint_open (both, strlen (both), note_key, NULL);

  g_assert_nonnull (checkpoint);
}

static void
test_seal_checks_the_signature (void)
{
  g_autoptr(ZmKey) key = new_key ();
  g_autoptr(ZmNoteKey) note_key = note_key_of (key);
  g_autoptr(GBytes) signature = zm_key_sign (key, "other", 5, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_note_seal ("text\n", note_key, signature, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "checkpoint.signature");
}

/* --- Texts --- */

#define ROOT "EpDo0LTWQDmNyLbxaQmHJEGo3O5k3xTeu+D2hCwCNAE="

static void
test_texts (void)
{
  static const char *const refused[] = {
    "",
    "a\n5\n",
    "a\n5\n" ROOT,
    "a\n5\n" ROOT "\nextension\n",
    "a\n5\n" ROOT "\n\n",
    "a\n05\n" ROOT "\n",
    "a\n+5\n" ROOT "\n",
    "a\n-5\n" ROOT "\n",
    "a\n 5\n" ROOT "\n",
    "a\n9223372036854775808\n" ROOT "\n",
    "a\n\n" ROOT "\n",
    "\n5\n" ROOT "\n",
    "a b\n5\n" ROOT "\n",
    "a+b\n5\n" ROOT "\n",
    "a\n5\nEpDo0LTWQDmNyLbxaQmHJEGo3O5k3xTeu+D2hCwCNA==\n",
    "a\n5\n" ROOT "=\n",
  };
  g_autoptr(ZmCheckpoint) zero = zm_checkpoint_parse ("a\n0\n" ROOT "\n", NULL);

  g_assert_cmpuint (zero->size, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_checkpoint_parse (refused[i], &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "checkpoint.text");
    }
}

static void
test_other_origin (void)
{
  g_autoptr(ZmKey) key = new_key ();
  g_autoptr(ZmNoteKey) note_key = note_key_of (key);
  const char *text = "elsewhere\n5\n" ROOT "\n";
  g_autoptr(GBytes) signature = zm_key_sign (key, text, strlen (text), NULL);
  g_autofree char *note = zm_note_seal (text, note_key, signature, NULL);

  assert_not_opened (note, strlen (note), note_key, "checkpoint.origin");
}

static void
test_keys (void)
{
  static const char *const refused[] = {
    "",
    "zmonitor.example/desk-1",
    "zmonitor.example/desk-1+11a92ca9",
    "zmonitor.example/desk-1+11a92ca8+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    "zmonitor.example/desk-2+11a92ca9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    "zmonitor.example/desk-1+11A92CA9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    "zmonitor.example/desk-1+11a92ca9+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    "zmonitor.example/desk-1+11a92ca9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG=",
    "zmonitor.example/desk-1+11a92ca9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n",
    "zmonitor desk+11a92ca9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_note_key_parse (refused[i], &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "checkpoint.key");
    }
}

static void
test_key_kinds (void)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_note_key_new (ORIGIN, zm_key_get_public (key), &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "checkpoint.key");
}

/* --- Store --- */

static ZmCheckpointStore *
open_store (Scratch   *scratch,
            ZmNoteKey *key)
{
  g_autofree char *path = scratch_build (scratch, "checkpoints");
  g_autoptr(GError) error = NULL;
  ZmCheckpointStore *store = zm_checkpoint_store_open (path, key, &error);

  g_assert_no_error (error);
  return store;
}

static void
add (ZmCheckpointStore *store,
     const char        *note)
{
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_checkpoint_store_add (store, note, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static void
test_store (Scratch       *scratch,
            gconstpointer  data)
{
  g_autoptr(ZmKey) key = new_key ();
  g_autoptr(ZmNoteKey) note_key = note_key_of (key);
  g_autoptr(ZmCheckpointStore) store = open_store (scratch, note_key);
  g_autofree char *nine = sign (key, 9, 1);
  g_autofree char *ten = sign (key, 10, 1);
  g_autofree char *newest = NULL;
  g_autofree char *damaged = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_checkpoint_store_get_newest (store, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "checkpoint.none");
  g_clear_error (&error);

  add (store, ten);
  add (store, nine);
  add (store, ten);
  newest = zm_checkpoint_store_get_newest (store, &error);
  g_assert_cmpstr (newest, ==, ten);
  all = zm_checkpoint_store_list (store, &damaged, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpuint (((ZmCheckpoint *) all->pdata[0])->size, ==, 9);
  g_assert_cmpuint (((ZmCheckpoint *) all->pdata[1])->size, ==, 10);
  g_assert_null (damaged);
}

static void
test_store_refusals (Scratch       *scratch,
                     gconstpointer  data)
{
  g_autoptr(ZmKey) key = new_key ();
  g_autoptr(ZmKey) other = new_key ();
  g_autoptr(ZmNoteKey) note_key = note_key_of (key);
  g_autoptr(ZmCheckpointStore) store = open_store (scratch, note_key);
  g_autofree char *note = sign (key, 9, 1);
  g_autofree char *conflict = sign (key, 9, 2);
  g_autofree char *foreign = sign (other, 10, 1);
  g_autoptr(GError) error = NULL;

  add (store, note);
  g_assert_false (zm_checkpoint_store_add (store, conflict, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "checkpoint.conflict");
  g_clear_error (&error);
  g_assert_false (zm_checkpoint_store_add (store, foreign, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "checkpoint.signature");
}

static void
test_store_names_damage (Scratch       *scratch,
                         gconstpointer  data)
{
  static const char *const ignored[] = { "notes.txt", "00000000000000000012.note.77.new" };
  g_autoptr(ZmKey) key = new_key ();
  g_autoptr(ZmNoteKey) note_key = note_key_of (key);
  g_autoptr(ZmCheckpointStore) store = open_store (scratch, note_key);
  g_autofree char *note = sign (key, 9, 1);
  g_autofree char *renamed = scratch_build (scratch, "checkpoints/00000000000000000010.note");
  g_autofree char *damaged = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (ignored); i++)
    {
      g_autofree char *path = g_build_filename (scratch->path, "checkpoints", ignored[i], NULL);

      g_assert_true (g_file_set_contents (path, "x", 1, NULL));
    }
  add (store, note);
  g_assert_true (g_file_set_contents (renamed, note, -1, NULL));

  all = zm_checkpoint_store_list (store, &damaged, &error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (damaged, ==, "00000000000000000010.note");
  g_assert_null (zm_checkpoint_store_get_newest (store, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "checkpoint.file");
}

#define ADD(path, test) \
  g_test_add (path, Scratch, NULL, scratch_set_up, test, scratch_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/note/vector", test_vector);
  g_test_add_func ("/note/sign-and-open", test_sign_and_open);
  g_test_add_func ("/note/every-byte", test_every_byte);
  g_test_add_func ("/note/malformed", test_malformed_notes);
  g_test_add_func ("/note/signatures-of-others", test_signatures_of_others);
  g_test_add_func ("/note/seal-checks-the-signature", test_seal_checks_the_signature);
  g_test_add_func ("/checkpoint/texts", test_texts);
  g_test_add_func ("/checkpoint/other-origin", test_other_origin);
  g_test_add_func ("/note-key/refused", test_keys);
  g_test_add_func ("/note-key/kinds", test_key_kinds);
  ADD ("/checkpoint-store/round-trip", test_store);
  ADD ("/checkpoint-store/refusals", test_store_refusals);
  ADD ("/checkpoint-store/damage", test_store_names_damage);

  return g_test_run ();
}
