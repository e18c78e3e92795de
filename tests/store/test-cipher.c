#include "app/store/database.h"
#include "tests/store/things.h"

#include <string.h>

/* Linked once to SQLite and once to SQLCipher. What another program makes of the file is the
 * matter of tests/device/test-cipher.py. */

static ZmSecret *
make_key (guint8 first)
{
  ZmSecret *key = zm_secret_new (ZM_DATABASE_KEY_LENGTH);

  zm_secret_bytes (key)[0] = first;
  return key;
}

static ZmDatabase *
open_keyed (Scratch         *scratch,
            const ZmSecret  *key,
            ZmDatabaseMode   mode,
            GError         **error)
{
  g_autofree char *path = scratch_build (scratch, "test.db");

  return zm_database_open_keyed (path, &newest, mode, key, error);
}

static void
assert_opens (Scratch        *scratch,
              const ZmSecret *key,
              ZmDatabaseMode  mode)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmDatabase) database = open_keyed (scratch, key, mode, &error);

  g_assert_no_error (error);
  g_assert_cmpint (ask (database, "SELECT count(*) FROM things"), ==, 1);
}

/* A NULL key is none. */
static void
assert_shut (Scratch        *scratch,
             const ZmSecret *key)
{
  for (int mode = ZM_DATABASE_READ_WRITE; mode <= ZM_DATABASE_READ_ONLY; mode++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (open_keyed (scratch, key, (ZmDatabaseMode) mode, &error));
      assert_refused (error, ZM_ERROR_CORRUPT, "database.corrupt");
    }
}

static void
test_keyed (Scratch       *scratch,
            gconstpointer  data)
{
  g_autoptr(ZmSecret) key = make_key (0xa5);
  g_autoptr(ZmSecret) wrong = make_key (0xa4);

  if (!zm_database_has_cipher ())
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (open_keyed (scratch, key, ZM_DATABASE_READ_WRITE, &error));
      assert_refused (error, ZM_ERROR_REFUSED, "database.cipher");
      return;
    }

  assert_opens (scratch, key, ZM_DATABASE_READ_WRITE);
  assert_opens (scratch, key, ZM_DATABASE_READ_ONLY);
  assert_shut (scratch, wrong);
  assert_shut (scratch, NULL);
  assert_opens (scratch, key, ZM_DATABASE_READ_WRITE);
}

/* Without a key it is the same file for both. */
static void
test_clear (Scratch       *scratch,
            gconstpointer  data)
{
  g_autofree char *path = scratch_build (scratch, "test.db");
  g_autofree char *content = NULL;
  gsize length;

  assert_opens (scratch, NULL, ZM_DATABASE_READ_WRITE);
  assert_opens (scratch, NULL, ZM_DATABASE_READ_ONLY);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, MIN (length, 16), "SQLite format 3", 16);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cipher/keyed", Scratch, NULL, scratch_set_up, test_keyed, scratch_tear_down);
  g_test_add ("/cipher/clear", Scratch, NULL, scratch_set_up, test_clear, scratch_tear_down);

  return g_test_run ();
}
