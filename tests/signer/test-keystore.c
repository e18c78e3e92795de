#include "app/signer/keystore.h"

#include "app/base/error.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char     *directory;
  char     *path;
  ZmSecret *passphrase;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmKeystore) keystore = zm_keystore_generate (&error);

  g_assert_no_error (error);
  fixture->directory = g_dir_make_tmp ("zm-keystore-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "keys", NULL);
  fixture->passphrase = zm_secret_new_copy ("correct horse", 13);
  g_assert_true (zm_keystore_store (keystore, fixture->path, fixture->passphrase, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->path);
  zm_secret_free (fixture->passphrase);
}

static ZmKeystore *
open_keystore (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  ZmKeystore *keystore = zm_keystore_open (fixture->path, fixture->passphrase, &error);

  g_assert_no_error (error);

  return keystore;
}

static void
assert_refused (Fixture     *fixture,
                ZmErrorCode  code,
                const char  *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmKeystore) keystore = zm_keystore_open (fixture->path, fixture->passphrase, &error);

  g_assert_null (keystore);
  g_assert_true (zm_error_matches (error, code));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
add_server_key (ZmKeystore *keystore,
                const char *key_id)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_keystore_add_server_key (keystore, key_id, &error));
  g_assert_no_error (error);
}

static void
assert_equal (const ZmSecret *a,
              const ZmSecret *b)
{
  g_assert_nonnull (a);
  g_assert_nonnull (b);
  g_assert_cmpmem (zm_secret_peek (a), zm_secret_length (a), zm_secret_peek (b),
                   zm_secret_length (b));
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

  g_file_set_contents_full (fixture->path, content, (gssize) length,
                            G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
}

static void
test_keeps_all_keys (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(ZmKeystore) first = open_keystore (fixture);
  g_autoptr(ZmKeystore) second = open_keystore (fixture);
  GStatBuf status;

  g_assert_true (zm_public_key_equal (zm_key_get_public (zm_keystore_get_intermediate (first)),
                                      zm_key_get_public (zm_keystore_get_intermediate (second))));
  g_assert_false (zm_public_key_equal (zm_key_get_public (zm_keystore_get_intermediate (first)),
                                       zm_key_get_public (zm_keystore_get_station (first))));
  g_assert_cmpint (zm_public_key_get_kind (zm_key_get_public (zm_keystore_get_checkpoint (first))),
                   ==, ZM_KEY_ED25519);
  assert_equal (zm_keystore_get_code_key (first), zm_keystore_get_code_key (second));
  assert_equal (zm_keystore_get_pepper (first), zm_keystore_get_pepper (second));
  assert_equal (zm_keystore_get_ledger_key (first), zm_keystore_get_ledger_key (second));
  g_assert_null (zm_keystore_get_server_key (first, "sk-1"));
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* No secret of the first one stands in the file. */
static void
test_is_sealed (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(ZmKeystore) keystore = open_keystore (fixture);
  g_autofree char *content = NULL;
  gsize length;

  add_server_key (keystore, "sk-1");
  content = read_file (fixture, &length);

  g_assert_null (memmem (content, length, zm_secret_peek (zm_keystore_get_code_key (keystore)), 8));
  g_assert_null (memmem (content, length,
                         zm_secret_peek (zm_keystore_get_server_key (keystore, "sk-1")), 8));
  g_assert_null (memmem (content, length, "sk-1", 4));
}

static void
test_grows (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ZmKeystore) keystore = open_keystore (fixture);
  g_autoptr(ZmKeystore) again = NULL;

  add_server_key (keystore, "sk-1");
  add_server_key (keystore, "sk-2");
  again = open_keystore (fixture);

  assert_equal (zm_keystore_get_server_key (keystore, "sk-1"),
                zm_keystore_get_server_key (again, "sk-1"));
  assert_equal (zm_keystore_get_server_key (keystore, "sk-2"),
                zm_keystore_get_server_key (again, "sk-2"));
  assert_equal (zm_keystore_get_pepper (keystore), zm_keystore_get_pepper (again));
  g_assert_null (zm_keystore_get_server_key (again, "sk-3"));
  add_server_key (again, "sk-3");
}

/* Cut anywhere within the last generation, the one before counts, and it can grow again. */
static void
test_survives_a_power_cut (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(ZmKeystore) keystore = open_keystore (fixture);
  g_autoptr(ZmKeystore) cut = NULL;
  g_autoptr(ZmKeystore) again = NULL;
  g_autofree char *content = NULL;
  gsize before, after;

  add_server_key (keystore, "sk-1");
  g_free (read_file (fixture, &before));
  add_server_key (keystore, "sk-2");
  content = read_file (fixture, &after);

  write_file (fixture, content, before + 2);
  cut = open_keystore (fixture);
  g_assert_null (zm_keystore_get_server_key (cut, "sk-2"));
  g_clear_pointer (&cut, zm_keystore_free);

  memset (content + after - 100, 0, 100);
  write_file (fixture, content, after);
  cut = open_keystore (fixture);
  g_assert_nonnull (zm_keystore_get_server_key (cut, "sk-1"));
  g_assert_null (zm_keystore_get_server_key (cut, "sk-2"));
  add_server_key (cut, "sk-2");
  again = open_keystore (fixture);
  assert_equal (zm_keystore_get_server_key (cut, "sk-2"),
                zm_keystore_get_server_key (again, "sk-2"));
}

static void
test_refuses (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *content = NULL;
  gsize length;

  zm_secret_bytes (fixture->passphrase)[0] ^= 1;
  assert_refused (fixture, ZM_ERROR_DENIED, "seal.passphrase");
  zm_secret_bytes (fixture->passphrase)[0] ^= 1;

  content = read_file (fixture, &length);
  content[length - 1] ^= 1;
  write_file (fixture, content, length);
  assert_refused (fixture, ZM_ERROR_DENIED, "seal.passphrase");
  write_file (fixture, content, length - 1);
  assert_refused (fixture, ZM_ERROR_CORRUPT, "keystore.format");
  write_file (fixture, "", 0);
  assert_refused (fixture, ZM_ERROR_CORRUPT, "keystore.format");
  g_assert_cmpint (g_chmod (fixture->path, 0640), ==, 0);
  assert_refused (fixture, ZM_ERROR_REFUSED, "file.mode");
}

static void
test_never_replaces_keys (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmKeystore) other = zm_keystore_generate (&error);

  g_assert_no_error (error);
  g_assert_false (zm_keystore_store (other, fixture->path, fixture->passphrase, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "file.exists");
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

  add ("/keystore/all-keys", test_keeps_all_keys);
  add ("/keystore/sealed", test_is_sealed);
  add ("/keystore/grows", test_grows);
  add ("/keystore/power-cut", test_survives_a_power_cut);
  add ("/keystore/refuses", test_refuses);
  add ("/keystore/never-replaced", test_never_replaces_keys);

  return g_test_run ();
}
