#include "app/base/error.h"
#include "app/base/json.h"
#include "app/pki/certificate.h"
#include "tests/pki/fixture.h"

#include <string.h>

static ZmCertificate *
load (const char  *name,
      GError     **error)
{
  gsize length = 0;
  g_autofree char *pem = fixture_read (name, &length);

  return zm_certificate_new_from_pem (pem, length, error);
}

static void
assert_instant (ZmInstant   instant,
                const char *expected)
{
  g_autofree char *text = zm_instant_format (instant);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_getters (void)
{
  g_autoptr(ZmCertificate) certificate = load ("device.pem", NULL);

  g_assert_nonnull (certificate);
  g_assert_cmpstr (zm_certificate_get_sha256 (certificate), ==,
                   "bd4395134a510d1f29402cc54e5d5ca5aba9c5c1c828e3b995116059dc40a6ba");
  g_assert_cmpstr (zm_certificate_get_key_hash (certificate), ==,
                   "c36c44d50aa3584a652d793aef6a56dc9228408be8a6f129f67fd628cd25e2f1");
  g_assert_cmpstr (zm_certificate_get_serial (certificate), ==,
                   "000000000000000000000000001A2B3C");
  g_assert_cmpstr (zm_certificate_get_subject (certificate), ==, "OU=ZMonitor,CN=DEV-001");
  g_assert_cmpstr (zm_certificate_get_issuer (certificate), ==,
                   "O=Spital Zürich,CN=Hospital Intermediate");
  g_assert_cmpstr (zm_certificate_get_common_name (certificate), ==, "DEV-001");
  assert_instant (zm_certificate_get_not_before (certificate), "2025-12-01T10:00:00Z");
  assert_instant (zm_certificate_get_not_after (certificate), "2055-06-30T23:59:59Z");
  g_assert_false (zm_certificate_is_ca (certificate));
  g_assert_cmpstr (zm_public_key_get_hash (zm_certificate_get_key (certificate)), ==,
                   zm_certificate_get_key_hash (certificate));
  g_assert_cmpstr (zm_certificate_get_uri (certificate), ==,
                   "https://id.hospital.example/zmonitor/device/DEV%2D001");
  g_assert_cmpstr (zm_certificate_get_device_id (certificate), ==, "DEV-001");
  g_assert_cmpstr (zm_certificate_get_device_label (certificate), ==,
                   "Intensivpflege Zürich, Bett 7");
}

static void
test_pem (void)
{
  g_autoptr(ZmCertificate) certificate = load ("device.pem", NULL);
  ZmCertificate *const pair[] = { certificate, certificate };
  g_autofree char *two = zm_certificate_list_to_pem (pair, 2);
  g_autofree char *garbage = g_strconcat (two, "x", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = zm_certificate_list_from_pem (two, strlen (two), 2, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_null (zm_certificate_new_from_pem (two, strlen (two), &error));
  fixture_assert_check (&error, "certificate.pem");
  g_assert_null (zm_certificate_list_from_pem (two, strlen (two), 1, &error));
  fixture_assert_check (&error, "certificate.pem");
  g_assert_null (zm_certificate_list_from_pem (garbage, strlen (garbage), 3, &error));
  fixture_assert_check (&error, "certificate.pem");
  g_assert_null (zm_certificate_list_from_pem ("", 0, 1, &error));
  fixture_assert_check (&error, "certificate.pem");
}

static void
test_encoding (void)
{
  static const char *const files[] = { "device-ber-name.pem", "serial-negative.pem",
                                       "serial-overlong.pem" };
  g_autoptr(ZmCertificate) certificate = load ("device.pem", NULL);
  GBytes *der = zm_certificate_get_der (certificate);
  gsize length = g_bytes_get_size (der);
  g_autofree guint8 *longer = g_malloc0 (ZM_CERTIFICATE_MAX + 1);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_test_message ("%s", files[i]);
      g_assert_null (load (files[i], &error));
      fixture_assert_check (&error, "certificate.encoding");
    }

  memcpy (longer, g_bytes_get_data (der, NULL), length);
  g_assert_null (zm_certificate_new_from_der (longer, length + 1, &error));
  fixture_assert_check (&error, "certificate.encoding");
  g_assert_null (zm_certificate_new_from_der (longer, length - 1, &error));
  fixture_assert_check (&error, "certificate.encoding");
  g_assert_null (zm_certificate_new_from_der (longer, ZM_CERTIFICATE_MAX + 1, &error));
  fixture_assert_check (&error, "certificate.size");
}

static void
test_serial_spellings (void)
{
  static const struct {
    const char *text;
    const char *serial;
  } cases[] = {
    { "1a2b3c", "000000000000000000000000001A2B3C" },
    { "1A:2B:3C", "000000000000000000000000001A2B3C" },
    { " 00 1a 2b 3c ", "000000000000000000000000001A2B3C" },
    { "0x1A2b3C", "000000000000000000000000001A2B3C" },
    { "A2B3C", "000000000000000000000000000A2B3C" },
    { "dec:1715004", "000000000000000000000000001A2B3C" },
    { "0", "00000000000000000000000000000000" },
    { "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" },
    { "dec:340282366920938463463374607431768211456", "0100000000000000000000000000000000" },
    { "ababababababababababababababababababab", "ABABABABABABABABABABABABABABABABABABAB" },
    { "", NULL },
    { "0x", NULL },
    { "dec:", NULL },
    { "dec:1a", NULL },
    { "-1", NULL },
    { "1g", NULL },
    { "0x0x1", NULL },
    { "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *serial = zm_certificate_parse_serial (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (serial, ==, cases[i].serial);
    }
}

static void
test_long_serial (void)
{
  g_autoptr(ZmCertificate) certificate = load ("serial-long.pem", NULL);

  g_assert_cmpstr (zm_certificate_get_serial (certificate), ==,
                   "ABABABABABABABABABABABABABABABABABABAB");
}

static const char *
find_row (const json_t *rows,
          const char   *name,
          gboolean     *critical)
{
  gsize i;
  json_t *row;

  json_array_foreach ((json_t *) rows, i, row)
    {
      if (strcmp (json_string_value (json_object_get (row, "name")), name) == 0)
        {
          *critical = json_is_true (json_object_get (row, "critical"));
          return json_string_value (json_object_get (row, "value"));
        }
    }

  return NULL;
}

static void
test_describe (void)
{
  static const struct {
    const char *name;
    const char *value;
    gboolean    critical;
  } cases[] = {
    { "CN", "DEV-001", FALSE },
    { "OU", "ZMonitor", FALSE },
    { "Not after", "2055-06-30T23:59:59Z", FALSE },
    { "Key", "EC P-256", FALSE },
    { "Basic constraints", "CA:FALSE", TRUE },
    { "Key usage", "digitalSignature", TRUE },
    { "Extended key usage", "clientAuth", FALSE },
    { "SAN URI", "https://id.hospital.example/zmonitor/device/DEV%2D001", FALSE },
    { "SAN directoryName description", "Intensivpflege Zürich, Bett 7", FALSE },
  };
  g_autoptr(ZmCertificate) certificate = load ("device.pem", NULL);
  g_autofree char *text = zm_certificate_describe (certificate);
  g_autoptr(json_t) rows = json_loads (text, 0, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean critical = FALSE;

      g_assert_cmpstr (find_row (rows, cases[i].name, &critical), ==, cases[i].value);
      g_assert_cmpint (critical, ==, cases[i].critical);
    }
}

/* A changed certificate may still be one, only not genuine: all of its getters must bear it. */
static void
test_every_bit (void)
{
  g_autoptr(ZmCertificate) certificate = load ("device.pem", NULL);
  GBytes *der = zm_certificate_get_der (certificate);
  gsize length = g_bytes_get_size (der);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (der, NULL), length);
  guint readable = 0;

  for (gsize i = 0; i < 8 * length; i++)
    {
      g_autoptr(ZmCertificate) changed = NULL;
      g_autofree char *text = NULL;

      bytes[i / 8] ^= (guint8) (1u << i % 8);
      changed = zm_certificate_new_from_der (bytes, length, NULL);
      bytes[i / 8] ^= (guint8) (1u << i % 8);
      if (changed == NULL)
        continue;

      readable++;
      text = zm_certificate_describe (changed);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpstr (zm_certificate_get_sha256 (changed), !=,
                       zm_certificate_get_sha256 (certificate));
    }

  g_assert_cmpuint (readable, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/certificate/getters", test_getters);
  g_test_add_func ("/certificate/pem", test_pem);
  g_test_add_func ("/certificate/encoding", test_encoding);
  g_test_add_func ("/certificate/serial-spellings", test_serial_spellings);
  g_test_add_func ("/certificate/long-serial", test_long_serial);
  g_test_add_func ("/certificate/describe", test_describe);
  g_test_add_func ("/certificate/every-bit", test_every_bit);

  return g_test_run ();
}
