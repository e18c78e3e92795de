#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/key.h"
#include "tests/pki/fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static ZmSecret *
secret (const char *text)
{
  return zm_secret_new_copy (text, strlen (text));
}

static void
test_pkcs8 (void)
{
  static const ZmKeyKind kinds[] = { ZM_KEY_EC_P256, ZM_KEY_RSA_3072, ZM_KEY_ED25519 };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmKey) key = zm_key_generate (kinds[i], NULL);
      g_autoptr(ZmSecret) der = zm_key_to_pkcs8 (key);
      g_autoptr(ZmKey) again = zm_key_new_from_pkcs8 (der, &error);

      g_assert_no_error (error);
      g_assert_true (zm_public_key_equal (zm_key_get_public (key), zm_key_get_public (again)));
      zm_secret_truncate (der, zm_secret_length (der) - 1);
      g_assert_null (zm_key_new_from_pkcs8 (der, &error));
      fixture_assert_check (&error, "key.encoding");
    }
}

/* The private number of one key beside the point of another. */
static void
test_mixed_pair (void)
{
  g_autoptr(ZmKey) a = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(ZmKey) b = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(ZmSecret) mixed = zm_key_to_pkcs8 (a);
  g_autoptr(ZmSecret) other = zm_key_to_pkcs8 (b);
  gsize length = zm_secret_length (mixed);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (length, ==, zm_secret_length (other));
  memcpy (zm_secret_bytes (mixed) + length - 64, zm_secret_peek (other) + length - 64, 64);
  g_assert_null (zm_key_new_from_pkcs8 (mixed, &error));
  fixture_assert_check (&error, "key.pair");
}

static void
test_passphrase (void)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(ZmSecret) right = secret ("correct horse");
  g_autoptr(ZmSecret) wrong = secret ("battery staple");
  g_autoptr(ZmSecret) empty = secret ("");
  g_autoptr(GError) error = NULL;
  g_autofree char *pem = zm_key_to_pem (key, right, &error);
  g_autoptr(ZmKey) again = NULL;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (pem, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  again = zm_key_new_from_pem (pem, strlen (pem), right, &error);
  g_assert_no_error (error);
  g_assert_true (zm_public_key_equal (zm_key_get_public (key), zm_key_get_public (again)));

  g_assert_null (zm_key_new_from_pem (pem, strlen (pem), wrong, &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED));
  fixture_assert_check (&error, "key.passphrase");
  g_assert_null (zm_key_new_from_pem (pem, strlen (pem), NULL, &error));
  fixture_assert_check (&error, "key.passphrase");
  g_assert_null (zm_key_to_pem (key, empty, &error));
  fixture_assert_check (&error, "key.passphrase");
}

static void
test_plain_pem (void)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_RSA_3072, NULL);
  g_autoptr(ZmSecret) pem = zm_key_to_plain_pem (key);
  const char *text = (const char *) zm_secret_peek (pem);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmKey) again = zm_key_new_from_pem (text, zm_secret_length (pem), NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (strncmp (text, "-----BEGIN PRIVATE KEY-----\n", 28), ==, 0);
  g_assert_true (zm_public_key_equal (zm_key_get_public (key), zm_key_get_public (again)));
}

static char *
run (const char *command)
{
  g_autoptr(GError) error = NULL;
  char *output = NULL;
  int status = 0;

  g_spawn_command_line_sync (command, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);

  return output;
}

/* The openssl command opens our file, and we open the one that it writes by default (PBKDF2). */
static void
test_openssl_reads_it (void)
{
  g_autofree char *folder = g_dir_make_tmp ("zm-key-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *reading = g_strdup_printf ("openssl pkey -in %s -passin pass:secret -pubout "
                                              "-outform DER", path);
  g_autofree char *writing = g_strdup_printf ("openssl pkey -in %s -passin pass:secret -aes256 "
                                              "-passout pass:other", path);
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(ZmSecret) passphrase = secret ("secret");
  g_autoptr(ZmSecret) other = secret ("other");
  g_autofree char *pem = zm_key_to_pem (key, passphrase, NULL);
  g_autofree char *spki = NULL;
  g_autofree char *theirs = NULL;
  g_autoptr(ZmKey) again = NULL;

  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  spki = run (reading);
  g_assert_cmpmem (spki, 91, g_bytes_get_data (zm_public_key_get_spki (zm_key_get_public (key)),
                                               NULL), 91);
  theirs = run (writing);
  again = zm_key_new_from_pem (theirs, strlen (theirs), other, NULL);
  g_assert_nonnull (again);
  g_assert_true (zm_public_key_equal (zm_key_get_public (key), zm_key_get_public (again)));

  g_unlink (path);
  g_rmdir (folder);
}

/* Encrypted keys whose opening would take hours, or that use what is long broken, are not tried;
 * made with the openssl command and then changed. */
static void
test_unbearable (void)
{
  static const char *const files[] = {
    "private-pbes1.pem", "private-pbkdf2-turns.pem", "private-scrypt-cost.pem",
    "private-legacy.pem",
  };
  g_autoptr(ZmSecret) passphrase = secret ("secret");

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gsize length = 0;
      g_autofree char *pem = fixture_read (files[i], &length);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", files[i]);
      g_assert_null (zm_key_new_from_pem (pem, length, passphrase, &error));
      fixture_assert_check (&error, "key.pem");
    }
}

static void
test_refused_kind (void)
{
  gsize length = 0;
  g_autofree char *pem = fixture_read ("private-p384.pem", &length);
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_key_new_from_pem (pem, length, NULL, &error));
  fixture_assert_check (&error, "key.type");
  g_assert_null (zm_key_new_from_pem ("", 0, NULL, &error));
  fixture_assert_check (&error, "key.pem");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/key/pkcs8", test_pkcs8);
  g_test_add_func ("/key/mixed-pair", test_mixed_pair);
  g_test_add_func ("/key/passphrase", test_passphrase);
  g_test_add_func ("/key/plain-pem", test_plain_pem);
  g_test_add_func ("/key/openssl-reads-it", test_openssl_reads_it);
  g_test_add_func ("/key/unbearable", test_unbearable);
  g_test_add_func ("/key/refused-kind", test_refused_kind);

  return g_test_run ();
}
