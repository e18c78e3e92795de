#include "app/pki/details.h"
#include "tests/pki/fixture.h"
#include "tests/pki/forge.h"
#include "tests/pki/maker.h"

#include <string.h>

#define BIDI "\xE2\x80\xAE" /* U+202E */

static const ZmDetail *
find (GPtrArray  *details,
      const char *name)
{
  for (guint i = 0; i < details->len; i++)
    {
      const ZmDetail *detail = g_ptr_array_index (details, i);

      if (strcmp (detail->name, name) == 0)
        return detail;
    }

  g_test_message ("no %s", name);
  g_test_fail ();

  return NULL;
}

static const char *
value_of (GPtrArray  *details,
          const char *name)
{
  const ZmDetail *detail = find (details, name);

  return detail != NULL ? detail->value : NULL;
}

static ZmCertificate *
load (const char *name)
{
  gsize length = 0;
  g_autofree char *pem = fixture_read (name, &length);

  return zm_certificate_new_from_pem (pem, length, NULL);
}

static void
test_certificate (void)
{
  static const struct {
    const char *name;
    const char *value;
    const char *standard;
    gboolean    critical;
  } cases[] = {
    { "version", "v3", "RFC 5280 §4.1.2.1", FALSE },
    { "serialNumber", "000000000000000000000000001A2B3C", "RFC 5280 §4.1.2.2", FALSE },
    { "issuer", "O=Spital Zürich,CN=Hospital Intermediate", "RFC 5280 §4.1.2.4", FALSE },
    { "notAfter", "2055-06-30T23:59:59Z", "RFC 5280 §4.1.2.5", FALSE },
    { "subject", "OU=ZMonitor,CN=DEV-001", "RFC 5280 §4.1.2.6", FALSE },
    { "basicConstraints", "CA:FALSE", "RFC 5280 §4.2.1.9", TRUE },
    { "keyUsage", "digitalSignature", "RFC 5280 §4.2.1.3", TRUE },
    { "extKeyUsage", "clientAuth", "RFC 5280 §4.2.1.12", FALSE },
    { "signatureAlgorithm", "ecdsa-with-SHA256", "RFC 5280 §4.1.1.2", FALSE },
    { "SHA-256", "bd4395134a510d1f29402cc54e5d5ca5aba9c5c1c828e3b995116059dc40a6ba", NULL, FALSE },
  };
  g_autoptr(ZmCertificate) certificate = load ("device.pem");
  g_autoptr(GPtrArray) details = zm_details_of_certificate (certificate);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ZmDetail *detail = find (details, cases[i].name);

      g_assert_nonnull (detail);
      g_assert_cmpstr (detail->value, ==, cases[i].value);
      g_assert_cmpstr (detail->standard, ==, cases[i].standard);
      g_assert_cmpint (detail->critical, ==, cases[i].critical);
    }
  g_assert_true (g_str_has_prefix (value_of (details, "subjectPublicKeyInfo"), "EC P-256\n04"));
  g_assert_nonnull (strstr (value_of (details, "subjectAltName"),
                            "URI: https://id.hospital.example/zmonitor/device/DEV%2D001"));
  g_assert_nonnull (strstr (value_of (details, "subjectAltName"),
                            "\ndirectoryName description: Intensivpflege Zürich, Bett 7"));
}

/* Nothing in a certificate can look like a line of its own, or be read the other way round. */
static void
test_hostile_text (void)
{
  const MakerRequest request = {
    .name = "DEV-001\nkeyUsage: none " BIDI "x",
    .extensions = MAKER_CLIENT
                  "subjectAltName=URI:https://a/\\nDNS,DNS:b\n"
                  "1.2.3.4=critical,DER:3003020107\n"
                  "nsComment=a\\nb\n",
  };
  g_autoptr(MakerIdentity) identity = maker_issue (&request);
  g_autoptr(GPtrArray) details = zm_details_of_certificate (identity->certificate);
  const ZmDetail *unknown = find (details, "1.2.3.4");

  g_assert_null (strpbrk (value_of (details, "subject"), "\n\r"));
  g_assert_null (strstr (value_of (details, "subject"), BIDI));
  g_assert_nonnull (unknown);
  g_assert_true (unknown->critical);
  g_assert_cmpstr (unknown->value, ==, "#3003020107");
  g_assert_null (unknown->standard);
  g_assert_null (strchr (value_of (details, "nsComment"), '\n'));
}

/* What cannot be read is shown as it is, and hides nothing that follows. */
static void
test_unreadable (void)
{
  const MakerRequest request = {
    .name = "DEV-001",
    .extensions = "keyUsage=critical,DER:0500\nextendedKeyUsage=DER:3003020107\n"
                  "basicConstraints=critical,CA:FALSE\n",
  };
  g_autoptr(MakerIdentity) identity = maker_issue (&request);
  g_autoptr(GPtrArray) details = zm_details_of_certificate (identity->certificate);

  g_assert_cmpstr (value_of (details, "keyUsage"), ==, "#0500");
  g_assert_cmpstr (value_of (details, "extKeyUsage"), ==, "#3003020107");
  g_assert_cmpstr (value_of (details, "basicConstraints"), ==, "CA:FALSE");
}

static void
test_long_serial (void)
{
  g_autoptr(ZmCertificate) certificate = load ("serial-long.pem");
  g_autoptr(GPtrArray) details = zm_details_of_certificate (certificate);

  g_assert_cmpuint (strlen (value_of (details, "serialNumber")), ==, 38);
  g_assert_cmpstr (value_of (details, "SHA-256 (subjectPublicKeyInfo)"), ==,
                   zm_certificate_get_key_hash (certificate));
}

/* A changed certificate may still be one: all of its rows must bear it. */
static void
test_every_bit (void)
{
  g_autoptr(ZmCertificate) certificate = load ("device.pem");
  GBytes *der = zm_certificate_get_der (certificate);
  gsize length = g_bytes_get_size (der);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (der, NULL), length);

  for (gsize i = 0; i < 8 * length; i++)
    {
      g_autoptr(ZmCertificate) changed = NULL;
      g_autoptr(GPtrArray) details = NULL;

      bytes[i / 8] ^= (guint8) (1u << i % 8);
      changed = zm_certificate_new_from_der (bytes, length, NULL);
      bytes[i / 8] ^= (guint8) (1u << i % 8);
      if (changed == NULL)
        continue;

      details = zm_details_of_certificate (changed);
      for (guint j = 0; j < details->len; j++)
        g_assert_true (g_utf8_validate (((ZmDetail *) details->pdata[j])->value, -1, NULL));
    }
}

static void
test_csr (void)
{
  g_autoptr(GBytes) der = forge_csr (&(Forge) {
    .config = "[ext]\nkeyUsage=critical,digitalSignature,keyEncipherment\n"
              "subjectAltName=URI:https://a/DEV-002\n",
    .again = "[ext]\nbasicConstraints=CA:TRUE\n",
    .challenge = "hunter2",
  });
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCsr) csr = zm_csr_new_from_der (g_bytes_get_data (der, NULL),
                                              g_bytes_get_size (der), &error);
  g_autoptr(GPtrArray) details = NULL;

  g_assert_no_error (error);
  details = zm_details_of_csr (csr);
  g_assert_cmpstr (value_of (details, "version"), ==, "v1");
  g_assert_nonnull (strstr (value_of (details, "subject"), "CN=DEV-001"));
  g_assert_cmpstr (value_of (details, "challengePassword"), ==, "(not shown)");
  g_assert_cmpstr (value_of (details, "keyUsage"), ==, "digitalSignature, keyEncipherment");
  g_assert_true (find (details, "keyUsage")->critical);
  g_assert_cmpstr (value_of (details, "subjectAltName"), ==, "URI: https://a/DEV-002");
  g_assert_cmpstr (value_of (details, "basicConstraints"), ==, "CA:TRUE");
  g_assert_cmpstr (value_of (details, "SHA-256"), ==, zm_csr_get_sha256 (csr));
}

static void
test_json (void)
{
  g_autoptr(ZmCertificate) certificate = load ("device.pem");
  g_autoptr(GPtrArray) details = zm_details_of_certificate (certificate);
  g_autoptr(json_t) rows = zm_details_to_json (details);
  const json_t *first = json_array_get (rows, 0);

  g_assert_cmpuint (json_array_size (rows), ==, details->len);
  g_assert_cmpstr (json_string_value (json_object_get (first, "kind")), ==, "field");
  g_assert_cmpstr (json_string_value (json_object_get (first, "name")), ==, "version");
  g_assert_null (json_object_get (first, "critical"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/details/certificate", test_certificate);
  g_test_add_func ("/details/hostile-text", test_hostile_text);
  g_test_add_func ("/details/unreadable", test_unreadable);
  g_test_add_func ("/details/long-serial", test_long_serial);
  g_test_add_func ("/details/every-bit", test_every_bit);
  g_test_add_func ("/details/csr", test_csr);
  g_test_add_func ("/details/json", test_json);

  return g_test_run ();
}
