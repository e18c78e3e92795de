#include "app/signer/ledger.h"

#include "app/base/error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define NOON (G_GINT64_CONSTANT (1767268800) * ZM_INSTANT_SECOND)

typedef struct {
  char      *directory;
  char      *path;
  ZmSecret  *key;
  GPtrArray *kinds; /* of the entries that were taken in */
  gboolean   refusing;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("zm-ledger-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "ledger", NULL);
  fixture->key = zm_secret_new_copy ("a key of thirty-two bytes, exact", 32);
  fixture->kinds = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->path);
  zm_secret_free (fixture->key);
  g_ptr_array_unref (fixture->kinds);
}

static gboolean
take (const json_t  *entry,
      gpointer       data,
      GError       **error)
{
  Fixture *fixture = data;

  if (fixture->refusing)
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "ledger.entry", NULL, NULL, "Refused");
      return FALSE;
    }

  g_ptr_array_add (fixture->kinds,
                   g_strdup (json_string_value (json_object_get (entry, "kind"))));
  return TRUE;
}

static ZmLedger *
create_ledger (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  ZmLedger *ledger = zm_ledger_create (fixture->path, fixture->key, take, fixture, &error);

  g_assert_no_error (error);
  return ledger;
}

static ZmLedger *
open_ledger (Fixture  *fixture,
             GError  **error)
{
  g_ptr_array_set_size (fixture->kinds, 0);

  return zm_ledger_open (fixture->path, fixture->key, take, fixture, error);
}

static void
append (ZmLedger   *ledger,
        const char *kind)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_ledger_append (ledger, kind, NOON, json_pack ("{s:s}", "what", kind), &error));
  g_assert_no_error (error);
}

static void
write_three (Fixture *fixture)
{
  g_autoptr(ZmLedger) ledger = create_ledger (fixture);

  append (ledger, "first");
  append (ledger, "second");
  append (ledger, "third");
}

static char *
read_file (Fixture *fixture,
           gsize   *length)
{
  g_autoptr(GError) error = NULL;
  char *content;

  g_file_get_contents (fixture->path, &content, length, &error);
  g_assert_no_error (error);

  return content;
}

static void
write_file (Fixture    *fixture,
            const char *content,
            gsize       length)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents (fixture->path, content, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
assert_corrupt (Fixture    *fixture,
                const char *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmLedger) ledger = open_ledger (fixture, &error);

  g_assert_null (ledger);
  g_assert_true (zm_error_matches (error, ZM_ERROR_CORRUPT));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
test_remembers (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmLedger) ledger = NULL;

  write_three (fixture);
  ledger = open_ledger (fixture, &error);

  g_assert_no_error (error);
  g_assert_cmpint (zm_ledger_get_sequence (ledger), ==, 3);
  g_assert_cmpuint (fixture->kinds->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (fixture->kinds, 0), ==, "first");
  g_assert_cmpstr (g_ptr_array_index (fixture->kinds, 2), ==, "third");
}

/* The form is fixed: another program may check a ledger. The macs were computed with Python. */
static const char expected[] =
  "{\"kind\":\"first\",\"mac\":"
  "\"47f0469aa42f7ba5b9913c90265a334972ccc8e476ad78e366441e1bc6f30e0c\","
  "\"seq\":1,\"time\":\"2026-01-01T12:00:00.000000Z\",\"what\":\"first\"}\n"
  "{\"kind\":\"second\",\"mac\":"
  "\"d2448e0dfdf4a82584a56c25dc01d47d2a9fa37da4c4f5f8010255c9a143a196\",";

static void
test_has_its_form (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *content = NULL;
  gsize length;

  write_three (fixture);
  content = read_file (fixture, &length);

  g_assert_true (g_str_has_prefix (content, expected));
  g_assert_cmpint (content[length - 1], ==, '\n');
}

static void
test_cuts_a_torn_line (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *content = NULL;
  gsize whole, length;

  write_three (fixture);
  content = read_file (fixture, &whole);

  /* Wherever in its last line the power went. */
  for (length = whole - 1; content[length - 1] != '\n'; length -= 7)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmLedger) ledger = NULL;
      g_autofree char *after = NULL;
      gsize after_length;

      write_file (fixture, content, length);
      ledger = open_ledger (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpint (zm_ledger_get_sequence (ledger), ==, 2);
      append (ledger, "third");
      after = read_file (fixture, &after_length);
      g_assert_cmpmem (after, after_length, content, whole);
      if (length < 8 || memchr (content + length - 7, '\n', 7) != NULL)
        break;
    }
}

/* Sectors reach the disk in any order; one that did not reads as zeros. */
static void
test_cuts_a_line_with_a_hole (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autofree char *content = NULL;
  gsize whole, last;

  write_three (fixture);
  content = read_file (fixture, &whole);
  for (last = whole - 1; content[last - 1] != '\n'; last--)
    ;

  for (gsize at = last; at < whole - 1; at += 9)
    {
      g_autofree char *torn = g_memdup2 (content, whole);
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmLedger) ledger = NULL;
      g_autofree char *after = NULL;
      gsize after_length;

      memset (torn + at, 0, MIN (9, whole - 1 - at));
      write_file (fixture, torn, whole);
      ledger = open_ledger (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpint (zm_ledger_get_sequence (ledger), ==, 2);
      append (ledger, "third");
      after = read_file (fixture, &after_length);
      g_assert_cmpmem (after, after_length, content, whole);
    }
}

/* That line had been made durable: what follows it was written later. */
static void
test_refuses_a_hole_before_the_end (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autofree char *content = NULL;
  gsize length;

  write_three (fixture);
  content = read_file (fixture, &length);
  content[20] = '\0';
  write_file (fixture, content, length);

  assert_corrupt (fixture, "ledger.line");
}

/* Each byte of the file in turn. */
static void
test_finds_a_changed_byte (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *content = NULL;
  gsize length;

  write_three (fixture);
  content = read_file (fixture, &length);

  for (gsize i = 0; i + 1 < length; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmLedger) ledger = NULL;

      content[i] ^= 1;
      write_file (fixture, content, length);
      ledger = open_ledger (fixture, &error);
      g_assert_null (ledger);
      g_assert_true (zm_error_matches (error, ZM_ERROR_CORRUPT));
      content[i] ^= 1;
    }

  memcpy (strstr (content, "\"what\":\"second\"") + 8, "SECOND", 6);
  write_file (fixture, content, length);
  assert_corrupt (fixture, "ledger.mac");
}

static void
test_finds_lines_moved (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *content = NULL;
  g_auto(GStrv) lines = NULL;
  g_autofree char *without_second = NULL;
  g_autofree char *swapped = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *spaced = NULL;
  gsize length;

  write_three (fixture);
  content = read_file (fixture, &length);
  lines = g_strsplit (content, "\n", 0);
  without_second = g_strconcat (lines[0], "\n", lines[2], "\n", NULL);
  swapped = g_strconcat (lines[1], "\n", lines[0], "\n", NULL);
  twice = g_strconcat (lines[0], "\n", lines[0], "\n", NULL);
  spaced = g_strconcat (lines[0], " \n", NULL);

  write_file (fixture, without_second, strlen (without_second));
  assert_corrupt (fixture, "ledger.mac");
  write_file (fixture, swapped, strlen (swapped));
  assert_corrupt (fixture, "ledger.mac");
  write_file (fixture, twice, strlen (twice));
  assert_corrupt (fixture, "ledger.mac");
  write_file (fixture, spaced, strlen (spaced));
  assert_corrupt (fixture, "ledger.line");
}

static void
test_refuses_what_is_no_ledger (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autofree char *long_line = g_strnfill (ZM_LEDGER_LINE_MAX + 1, 'x');

  write_file (fixture, "\n", 1);
  assert_corrupt (fixture, "ledger.line");
  write_file (fixture, "[]\n", 3);
  assert_corrupt (fixture, "ledger.line");
  write_file (fixture, "{}\n", 3);
  assert_corrupt (fixture, "ledger.mac");
  write_file (fixture, long_line, strlen (long_line));
  assert_corrupt (fixture, "ledger.line");
}

/* Nothing is cut off a ledger that lost its beginning: somebody may want to look at it. */
static void
test_refuses_to_begin_anew (Fixture       *fixture,
                            gconstpointer  data)
{
  static const gsize lengths[] = { 0, 1, 100 };
  g_autofree char *content = NULL;
  gsize whole;

  assert_corrupt (fixture, "ledger.empty");

  write_three (fixture);
  content = read_file (fixture, &whole);
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (lengths); i++)
    {
      gsize length = lengths[i / 2];
      g_autofree char *torn = i % 2 == 0 ? g_memdup2 (content, whole) : g_malloc0 (whole);
      g_autofree char *after = NULL;
      gsize after_length;

      write_file (fixture, torn, length);
      assert_corrupt (fixture, "ledger.empty");
      after = read_file (fixture, &after_length);
      g_assert_cmpmem (after, after_length, torn, length);
    }
}

static void
test_needs_its_key (Fixture       *fixture,
                    gconstpointer  data)
{
  write_three (fixture);
  zm_secret_bytes (fixture->key)[0] ^= 1;
  assert_corrupt (fixture, "ledger.mac");
}

static void
test_stops_where_an_entry_has_no_sense (Fixture       *fixture,
                                        gconstpointer  data)
{
  write_three (fixture);
  fixture->refusing = TRUE;
  assert_corrupt (fixture, "ledger.entry");
}

/* SIGXFSZ is ignored, so the kernel tells EFBIG after some of the bytes. */
static void
limit_file_size (rlim_t length)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = length;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* A full disk: nothing of the entry stays, and later ones are whole. */
static void
test_survives_a_failed_write (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmLedger) ledger = create_ledger (fixture);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_length, after_length;

  append (ledger, "first");
  before = read_file (fixture, &before_length);
  limit_file_size (before_length + 20);
  g_assert_false (zm_ledger_append (ledger, "lost", NOON, json_object (), &error));
  limit_file_size (RLIM_INFINITY);
  g_assert_cmpstr (zm_error_get_check (error), ==, "ledger.write");
  after = read_file (fixture, &after_length);
  g_assert_cmpmem (after, after_length, before, before_length);

  append (ledger, "second");
  g_clear_pointer (&ledger, zm_ledger_free);
  g_clear_error (&error);
  ledger = open_ledger (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (zm_ledger_get_sequence (ledger), ==, 2);
}

static void
test_refuses_a_long_entry (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmLedger) ledger = create_ledger (fixture);
  g_autofree char *text = g_strnfill (ZM_LEDGER_LINE_MAX, 'x');

  g_assert_false (zm_ledger_append (ledger, "long", NOON, json_pack ("{s:s}", "t", text), &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "ledger.write");
  append (ledger, "first");
  g_assert_cmpint (zm_ledger_get_sequence (ledger), ==, 1);
}

static void
add (const char  *path,
     void       (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGXFSZ, SIG_IGN);

  add ("/ledger/remembers", test_remembers);
  add ("/ledger/form", test_has_its_form);
  add ("/ledger/torn-line", test_cuts_a_torn_line);
  add ("/ledger/hole-at-end", test_cuts_a_line_with_a_hole);
  add ("/ledger/hole-before", test_refuses_a_hole_before_the_end);
  add ("/ledger/changed-byte", test_finds_a_changed_byte);
  add ("/ledger/lines-moved", test_finds_lines_moved);
  add ("/ledger/no-ledger", test_refuses_what_is_no_ledger);
  add ("/ledger/lost", test_refuses_to_begin_anew);
  add ("/ledger/key", test_needs_its_key);
  add ("/ledger/no-sense", test_stops_where_an_entry_has_no_sense);
  add ("/ledger/failed-write", test_survives_a_failed_write);
  add ("/ledger/long-entry", test_refuses_a_long_entry);

  return g_test_run ();
}
