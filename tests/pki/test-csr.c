#include "app/base/error.h"
#include "tests/pki/fixture.h"
#include "tests/pki/forge.h"

#include "app/pki/csr.h"

#include <glib/gstdio.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <string.h>

#define LABEL "Intensivpflege Zürich, Bett 7"

static ZmCsr *
parse (GBytes  *der,
       GError **error)
{
  return zm_csr_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}

static void
assert_refused (GBytes     *der,
                const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (parse (der, &error));
  fixture_assert_check (&error, check);
}

static void
assert_forged_is_refused (const Forge *forge,
                          const char  *check)
{
  g_autoptr(GBytes) der = forge_csr (forge);

  g_test_message ("%s", check);
  assert_refused (der, check);
}

static const char *
find (ZmCsr      *csr,
      const char *name)
{
  gsize count = 0;
  const ZmCsrField *fields = zm_csr_get_fields (csr, &count);

  for (gsize i = 0; i < count; i++)
    {
      if (strcmp (fields[i].name, name) == 0)
        return fields[i].value;
    }

  return NULL;
}

static void
test_device (void)
{
  static const struct {
    ZmKeyKind   kind;
    const char *usage;
  } cases[] = {
    { ZM_KEY_EC_P256, "digitalSignature" },
    { ZM_KEY_RSA_3072, "digitalSignature, keyEncipherment" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmKey) key = zm_key_generate (cases[i].kind, NULL);
      g_autoptr(ZmCsr) csr = zm_csr_create_device (key, "DEV-001", LABEL, &error);
      g_autofree char *pem = NULL;
      g_autoptr(ZmCsr) again = NULL;
      gsize count = 0;

      g_assert_no_error (error);
      g_assert_true (zm_public_key_equal (zm_csr_get_key (csr), zm_key_get_public (key)));
      zm_csr_get_fields (csr, &count);
      g_assert_cmpuint (count, ==, 6);
      g_assert_cmpstr (find (csr, "CN"), ==, "DEV-001");
      g_assert_cmpstr (find (csr, "OU"), ==, "ZMonitor");
      g_assert_cmpstr (find (csr, "SAN directoryName CN"), ==, "DEV-001");
      g_assert_cmpstr (find (csr, "SAN directoryName description"), ==, LABEL);
      g_assert_cmpstr (find (csr, "Key usage"), ==, cases[i].usage);
      g_assert_cmpstr (find (csr, "Extended key usage"), ==, "clientAuth");

      pem = zm_csr_to_pem (csr);
      again = zm_csr_new_from_pem (pem, strlen (pem), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (zm_csr_get_sha256 (again), ==, zm_csr_get_sha256 (csr));
    }
}

static void
test_other (void)
{
  static const char *const names[] = { "central.hospital.example", "192.0.2.7", "2001:db8::7",
                                       NULL };
  static const char *const wrong[][2] = { { "a b", NULL }, { "-x", NULL }, { "a..b", NULL },
                                          { "*.example", NULL }, { "", NULL }, { NULL } };
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) csr = zm_csr_create (key, "central", "Spital Zürich", names, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (find (csr, "O"), ==, "Spital Zürich");
  g_assert_cmpstr (find (csr, "SAN DNS"), ==, "central.hospital.example");
  g_assert_cmpstr (find (csr, "SAN IP"), ==, "192.0.2.7");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (zm_csr_create (key, "central", "Spital", wrong[i], &error));
      fixture_assert_check (&error, "csr.dns-name");
    }
  g_assert_null (zm_csr_create (key, "a\nb", "Spital", NULL, &error));
  fixture_assert_check (&error, "csr.subject");
  g_assert_null (zm_csr_create_device (key, "DEV 001", LABEL, &error));
  fixture_assert_check (&error, "device.id");
  g_assert_null (zm_csr_create_device (key, "DEV-001", "", &error));
  fixture_assert_check (&error, "device.label");
}

/* A refused type is named even where the signature would be good. */
static void
test_key_types (void)
{
  g_autoptr(EVP_PKEY) p384 = EVP_EC_gen ("P-384");
  g_autoptr(EVP_PKEY) rsa2048 = EVP_RSA_gen (2048);
  g_autoptr(EVP_PKEY) ed25519 = EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
  EVP_PKEY *const pkeys[] = { p384, rsa2048, ed25519 };
  static const char *const seen[] = { "EC P-384", "RSA 2048", "Ed25519" };

  for (gsize i = 0; i < G_N_ELEMENTS (pkeys); i++)
    {
      g_autoptr(GBytes) der = forge_csr (&(Forge) { .pkey = pkeys[i] });
      g_autoptr(GError) error = NULL;

      g_assert_null (parse (der, &error));
      g_assert_cmpstr (zm_error_get_seen (error), ==, seen[i]);
      fixture_assert_check (&error, "key.type");
    }
}

static void
test_exponent (void)
{
  g_autoptr(EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_id (EVP_PKEY_RSA, NULL);
  g_autoptr(BIGNUM) three = BN_new ();
  g_autoptr(EVP_PKEY) pkey = NULL;

  BN_set_word (three, 3);
  EVP_PKEY_keygen_init (context);
  EVP_PKEY_CTX_set_rsa_keygen_bits (context, 3072);
  EVP_PKEY_CTX_set1_rsa_keygen_pubexp (context, three);
  g_assert_cmpint (EVP_PKEY_keygen (context, &pkey), ==, 1);
  assert_forged_is_refused (&(Forge) { .pkey = pkey }, "key.type");
}

static char *
repeat (const char *head,
        const char *part,
        guint       count,
        const char *tail)
{
  GString *text = g_string_new (head);

  for (guint i = 0; i < count; i++)
    g_string_append (text, part);
  g_string_append (text, tail);

  return g_string_free (text, FALSE);
}

static void
test_refused (void)
{
  g_autofree char *fill = g_strnfill (4000, 'x');
  g_autofree char *longest = g_strconcat ("[ext]\nnsComment=", fill, "\n", NULL);
  g_autofree char *many = repeat ("[ext]\nsubjectAltName=DNS:a", ",DNS:a", 62, "\n");
  g_autoptr(EVP_PKEY) other = EVP_EC_gen ("P-256");
  const struct {
    Forge       forge;
    const char *check;
  } cases[] = {
    { { .config = longest }, "csr.size" },
    { { .config = many }, "csr.fields" },
    { { .version = 1 }, "csr.version" },
    { { .signer = other }, "csr.signature" },
    { { .md = EVP_sha1 () }, "csr.signature" },
    { { .md = EVP_sha384 () }, "csr.signature" },
    { { .config = "[ext]\nkeyUsage=digitalSignature\n",
        .again = "[ext]\nkeyUsage=keyCertSign\n" }, "csr.extension" },
    { { .config = "[ext]\nkeyUsage=DER:0500\n" }, "csr.encoding" },
    { { .config = "[ext]\nkeyUsage=DER:03020581\n" }, "csr.encoding" },
    { { .config = "[ext]\nsubjectAltName=DER:30820002820000\n" }, "csr.encoding" },
    { { .config = "[ext]\nsubjectAltName=DER:3003860161ff\n" }, "csr.encoding" },
    { { .config = "[ext]\nbasicConstraints=DER:3003010101\n" }, "csr.encoding" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %zu", i);
      assert_forged_is_refused (&cases[i].forge, cases[i].check);
    }
}

/* Extensions may come in the standard's attribute, in Microsoft's, or in both. */
static void
test_two_requests (void)
{
  g_autoptr(GBytes) der = forge_csr (&(Forge) {
    .config = "[ext]\nkeyUsage=digitalSignature\n",
    .again = "[ext]\nextendedKeyUsage=clientAuth\n",
  });
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) csr = parse (der, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (find (csr, "Extended key usage"), ==, "clientAuth");
}

static void
test_every_cut (void)
{
  g_autoptr(GBytes) der = forge_csr (&(Forge) { 0 });
  gsize length = g_bytes_get_size (der);
  g_autofree guint8 *longer = g_malloc0 (length + 1);
  g_autoptr(GBytes) trailing = NULL;

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr(GBytes) cut = g_bytes_new_from_bytes (der, 0, i);

      assert_refused (cut, "csr.encoding");
    }

  memcpy (longer, g_bytes_get_data (der, NULL), length);
  trailing = g_bytes_new (longer, length + 1);
  assert_refused (trailing, "csr.encoding");
}

/* No bit of a request is beyond its signature or the one encoding. */
static void
test_every_bit (void)
{
  g_autoptr(GBytes) der = forge_csr (&(Forge) {
    .config = "[ext]\nkeyUsage=digitalSignature\nsubjectAltName=URI:https://a.example/b\n",
  });
  gsize length = g_bytes_get_size (der);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (der, NULL), length);

  for (gsize i = 0; i < 8 * length; i++)
    {
      g_autoptr(ZmCsr) csr = NULL;

      bytes[i / 8] ^= (guint8) (1u << i % 8);
      csr = zm_csr_new_from_der (bytes, length, NULL);
      g_assert_null (csr);
      bytes[i / 8] ^= (guint8) (1u << i % 8);
    }
}

static void
test_fields (void)
{
  static const char config[] =
    "[ext]\n"
    "subjectAltName=URI:https://a.example/x,DNS:b.example,email:c@d.example,IP:192.0.2.1,"
    "RID:1.2.3.4,dirName:dir,otherName:1.2.3;UTF8:other\n"
    "keyUsage=critical,digitalSignature,keyCertSign\n"
    "extendedKeyUsage=serverAuth,1.2.3.4\n"
    "basicConstraints=critical,CA:TRUE,pathlen:3\n"
    "1.2.3.4.5=DER:0500\n"
    "[dir]\n"
    "CN=DEV-002\n"
    "O=Elsewhere\n";
  static const char *const subject[] = { "CN", "DEV-001", "title", "a\tb", NULL };
  static const struct {
    const char *name;
    const char *value;
  } expected[] = {
    { "CN", "DEV-001" },
    { "title", "a\\u{0009}b" },
    { "SAN URI", "https://a.example/x" },
    { "SAN DNS", "b.example" },
    { "SAN email", "c@d.example" },
    { "SAN IP", "192.0.2.1" },
    { "SAN registeredID", "1.2.3.4" },
    { "SAN directoryName CN", "DEV-002" },
    { "SAN directoryName O", "Elsewhere" },
    { "SAN otherName 1.2.3", "other" },
    { "Key usage", "digitalSignature, keyCertSign" },
    { "Extended key usage", "serverAuth, 1.2.3.4" },
    { "Basic constraints", "CA:TRUE, pathlen:3" },
    { "Extension 1.2.3.4.5", "#0500" },
    { "Attribute challengePassword", "(not shown)" },
  };
  g_autoptr(GBytes) der = forge_csr (&(Forge) { .subject = subject, .config = config,
                                                .challenge = "secret" });
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) csr = parse (der, &error);
  gsize count = 0;

  g_assert_no_error (error);
  zm_csr_get_fields (csr, &count);
  g_assert_cmpuint (count, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < count; i++)
    g_assert_cmpstr (find (csr, expected[i].name), ==, expected[i].value);
}

/* A number that no C type holds is still a number, and leaves nothing in OpenSSL's queue. */
static void
test_large_path_length (void)
{
  g_autoptr(GBytes) der = forge_csr (&(Forge) {
    .config = "[ext]\nbasicConstraints=CA:FALSE,pathlen:99999999999999999999\n"
  });
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) csr = parse (der, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (find (csr, "Basic constraints"), ==, "CA:FALSE, pathlen beyond 2^63");
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

static void
test_pem_refused (void)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(ZmCsr) csr = zm_csr_create_device (key, "DEV-001", LABEL, NULL);
  g_autofree char *pem = zm_csr_to_pem (csr);
  g_autofree char *twice = g_strconcat (pem, pem, NULL);
  g_autofree char *old = NULL;
  g_autoptr(ZmCsr) again = NULL;
  g_autoptr(GError) error = NULL;
  GString *text = g_string_new (pem);

  g_string_replace (text, "CERTIFICATE", "NEW CERTIFICATE", 0);
  old = g_string_free (text, FALSE);
  again = zm_csr_new_from_pem (old, strlen (old), &error);
  g_assert_no_error (error);

  g_assert_null (zm_csr_new_from_pem (twice, strlen (twice), &error));
  fixture_assert_check (&error, "csr.pem");
  g_assert_null (zm_csr_new_from_pem ("", 0, &error));
  fixture_assert_check (&error, "csr.pem");
}

static void
test_openssl_reads_it (void)
{
  g_autofree char *folder = g_dir_make_tmp ("zm-csr-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "device.csr", NULL);
  g_autofree char *command = g_strdup_printf ("openssl req -in %s -verify -noout -text -nameopt "
                                              "utf8,sep_comma_plus_space", path);
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(ZmCsr) csr = zm_csr_create_device (key, "DEV-001", LABEL, NULL);
  g_autofree char *pem = zm_csr_to_pem (csr);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  int status = -1;

  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  g_spawn_command_line_sync (command, &text, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_nonnull (strstr (text, "CN=DEV-001, OU=ZMonitor"));
  /* The command escapes each byte: two for the ü, so it was encoded once. */
  g_assert_nonnull (strstr (text, "DirName:/CN=DEV-001/description="
                                  "Intensivpflege Z\\xC3\\xBCrich, Bett 7"));

  g_unlink (path);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csr/device", test_device);
  g_test_add_func ("/csr/other", test_other);
  g_test_add_func ("/csr/key-types", test_key_types);
  g_test_add_func ("/csr/exponent", test_exponent);
  g_test_add_func ("/csr/refused", test_refused);
  g_test_add_func ("/csr/two-requests", test_two_requests);
  g_test_add_func ("/csr/every-cut", test_every_cut);
  g_test_add_func ("/csr/every-bit", test_every_bit);
  g_test_add_func ("/csr/fields", test_fields);
  g_test_add_func ("/csr/large-path-length", test_large_path_length);
  g_test_add_func ("/csr/pem", test_pem_refused);
  g_test_add_func ("/csr/openssl-reads-it", test_openssl_reads_it);

  return g_test_run ();
}
