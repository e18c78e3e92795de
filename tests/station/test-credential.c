#include "app/station/credential.h"

#include "app/base/error.h"
#include "tests/pki/testpki.h"

#include <glib/gstdio.h>

static char *
get_text (ZmCredential *credential,
          const char   *property)
{
  char *text;

  g_object_get (credential, property, &text, NULL);

  return text;
}

static void
assert_text (ZmCredential *credential,
             const char   *property,
             const char   *expected)
{
  g_autofree char *text = get_text (credential, property);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_certificate (void)
{
  g_autoptr(TestPki) pki = test_pki_new ();
  g_autoptr(TestIdentity) device = test_pki_issue (pki, ZM_PROFILE_DEVICE, "DEV-014", 0);
  ZmCertificate *leaf = test_identity_leaf (device);
  g_autofree char *pem = zm_certificate_to_pem (leaf);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCredential) credential = zm_credential_new_from_pem (pem, &error);
  g_autoptr(GListModel) details = NULL;
  g_autofree char *remaining = NULL;

  g_assert_no_error (error);
  assert_text (credential, "title", "Certificate of DEV-014");
  assert_text (credential, "holder", "DEV-014, " TEST_PKI_LABEL);
  assert_text (credential, "purpose", "Proves to servers which device this is, and nothing else");
  assert_text (credential, "issuer", "Test Device CA, Example Hospital");
  assert_text (credential, "serial", zm_certificate_get_serial (leaf));
  assert_text (credential, "key", "EC P-256");
  assert_text (credential, "fingerprint", zm_certificate_get_sha256 (leaf));
  assert_text (credential, "pem", pem);
  remaining = get_text (credential, "remaining");
  g_assert_true (g_str_has_prefix (remaining, "Ends in "));
  g_object_get (credential, "details", &details, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (details), >, 12);
}

static void
test_other_kinds (void)
{
  static const struct {
    ZmProfileKind kind;
    const char   *purpose;
  } cases[] = {
    { ZM_PROFILE_SERVER, "Proves to devices which server this is, and nothing else" },
    { ZM_PROFILE_STATION, "Signs what a station says, and nothing else" },
  };
  g_autoptr(TestPki) pki = test_pki_new ();
  g_autoptr(ZmCredential) root = zm_credential_new_of_certificate (pki->root);

  assert_text (root, "purpose", "Signs the certificates of others");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TestIdentity) identity = test_pki_issue (pki, cases[i].kind, "central", 0);
      g_autoptr(ZmCredential) credential =
        zm_credential_new_of_certificate (test_identity_leaf (identity));

      assert_text (credential, "purpose", cases[i].purpose);
    }
}

static void
test_ended (void)
{
  g_autoptr(TestPki) pki = test_pki_new ();
  g_autoptr(TestIdentity) device = test_pki_issue (pki, ZM_PROFILE_DEVICE, "DEV-014", pki->founded);
  g_autoptr(ZmCredential) credential =
    zm_credential_new_of_certificate (test_identity_leaf (device));
  g_autofree char *remaining = get_text (credential, "remaining");

  g_assert_true (g_str_has_prefix (remaining, "Ended "));
  g_assert_true (g_str_has_suffix (remaining, " ago"));
}

static void
test_request (void)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(ZmCsr) csr = zm_csr_create_device (key, "DEV-014", "ICU 2, bed 7", NULL);
  g_autofree char *pem = zm_csr_to_pem (csr);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCredential) credential = zm_credential_new_from_pem (pem, &error);
  g_autofree char *name = NULL;

  g_assert_no_error (error);
  assert_text (credential, "title", "Certificate Request of DEV-014");
  assert_text (credential, "holder", "DEV-014, ICU 2, bed 7");
  assert_text (credential, "issuer", NULL);
  assert_text (credential, "validity", NULL);
  assert_text (credential, "fingerprint", zm_csr_get_sha256 (csr));
  name = zm_credential_propose_name (credential);
  g_assert_cmpstr (name, ==, "DEV-014-request");
}

static void
test_nonsense (void)
{
  static const char *const texts[] = { "", "-----BEGIN", "-----BEGIN CERTIFICATE REQUEST-----\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_credential_new_from_pem (texts[i], &error));
      g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
    }
}

static void
assert_saved (ZmCredential *credential,
              const char   *folder,
              const char   *name,
              const void   *data,
              gsize         length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  gsize content_length = 0;

  g_assert_true (zm_credential_save (credential, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, &content_length, NULL));
  g_assert_cmpmem (content, content_length, data, length);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_save (void)
{
  g_autoptr(TestPki) pki = test_pki_new ();
  g_autoptr(ZmCredential) credential = zm_credential_new_of_certificate (pki->root);
  g_autofree char *pem = zm_certificate_to_pem (pki->root);
  GBytes *der = zm_certificate_get_der (pki->root);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("zm-credential-XXXXXX", &error);
  g_autofree char *nowhere = NULL;

  g_assert_no_error (error);
  assert_saved (credential, folder, "a.pem", pem, strlen (pem));
  assert_saved (credential, folder, "a", pem, strlen (pem));
  assert_saved (credential, folder, "a.der", g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  assert_saved (credential, folder, "a.cer", g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  nowhere = g_build_filename (folder, "a.pem", NULL);
  g_assert_false (zm_credential_save (credential, nowhere, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "file.write");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/credential/certificate", test_certificate);
  g_test_add_func ("/credential/other-kinds", test_other_kinds);
  g_test_add_func ("/credential/ended", test_ended);
  g_test_add_func ("/credential/request", test_request);
  g_test_add_func ("/credential/nonsense", test_nonsense);
  g_test_add_func ("/credential/save", test_save);

  return g_test_run ();
}
