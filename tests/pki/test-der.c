#include "app/pki/der.h"
#include "app/pki/pem.h"

#include <string.h>

/* length 0: the data is a C string. */
typedef struct {
  const char *data;
  gsize       length;
} Case;

static gsize
case_length (const Case *item)
{
  return item->length > 0 ? item->length : strlen (item->data);
}

static void
test_strict (void)
{
  static const Case accepted[] = {
    { "\x05\x00", 2 },
    { "\x01\x01\xff", 0 },
    { "\x02\x01\x00", 3 },
    { "\x02\x02\x00\x80", 4 },
    { "\x02\x02\xff\x7f", 4 },
    { "\x03\x01\x00", 3 },
    { "\x03\x02\x05\xa0", 4 },
    { "\x06\x03\x55\x04\x03", 0 },
    { "\x30\x00", 2 },
    { "\x31\x06\x02\x01\x01\x02\x01\x02", 0 },
    { "\x31\x07\x04\x01\x01\x04\x02\x01\x00", 9 },
    { "\xa0\x03\x02\x01\x02", 0 },
    { "\x80\x02\xff\xff", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_test_message ("case %zu", i);
      g_assert_true (zm_der_is_strict (accepted[i].data, case_length (&accepted[i])));
    }
}

static void
test_refused (void)
{
  static const Case refused[] = {
    { "\x05", 1 },                           /* no length */
    { "\x05\x00\x00", 3 },                   /* something after it */
    { "\x04\x03\x01\x02", 4 },               /* cut */
    { "\x30\x80\x00\x00", 4 },               /* indefinite length */
    { "\x04\x81\x01\x01", 4 },               /* long form of a short length */
    { "\x04\x82\x00\x80", 4 },               /* zero in front of a length */
    { "\x04\x85\x01\x01\x01\x01\x01", 7 },   /* length of five octets */
    { "\x1f\x81\x01\x00", 4 },               /* long identifier */
    { "\x01\x01\x01", 3 },                   /* BOOLEAN that is neither 00 nor FF */
    { "\x01\x02\xff\xff", 4 },
    { "\x02\x00", 2 },                       /* INTEGER of nothing */
    { "\x02\x02\x00\x7f", 4 },               /* INTEGER with a needless zero */
    { "\x02\x02\xff\x80", 4 },
    { "\x03\x00", 2 },                       /* BIT STRING without its first octet */
    { "\x03\x01\x01", 3 },                   /* spare bits of nothing */
    { "\x03\x02\x08\x00", 4 },               /* eight spare bits */
    { "\x03\x02\x05\xb0", 4 },               /* spare bits that are set */
    { "\x05\x01\x00", 3 },                   /* NULL of something */
    { "\x06\x00", 2 },                       /* OBJECT IDENTIFIER of nothing */
    { "\x06\x02\x55\x84", 4 },               /* that does not end */
    { "\x06\x03\x55\x80\x01", 5 },           /* with a needless 80 */
    { "\x24\x03\x04\x01\x01", 5 },           /* OCTET STRING in pieces */
    { "\x10\x00", 2 },                       /* primitive SEQUENCE */
    { "\x31\x06\x02\x01\x02\x02\x01\x01", 0 }, /* SET out of order */
    { "\x31\x07\x04\x02\x01\x00\x04\x01\x01", 9 },
    { "\x00\x00", 2 },                       /* end-of-contents */
    { "\xa0\x03\x02\x02\x02", 5 },           /* a part beyond its whole */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_test_message ("case %zu", i);
      g_assert_false (zm_der_is_strict (refused[i].data, case_length (&refused[i])));
    }
  g_assert_false (zm_der_is_strict (NULL, 0));
}

/* Each level costs stack; a hostile file may have thousands. */
static void
test_depth (void)
{
  guint8 nested[2 * 30];

  for (gsize i = 0; i < 30; i++)
    {
      nested[2 * i] = 0x30;
      nested[2 * i + 1] = (guint8) (sizeof nested - 2 * i - 2);
    }

  g_assert_true (zm_der_is_strict (nested + sizeof nested - 20, 20));
  g_assert_false (zm_der_is_strict (nested, sizeof nested));
}

static void
test_value (void)
{
  static const gsize sizes[] = { 0, 125, 126, 253, 254, 70000 };
  static const struct {
    guint8 octets[4];
    gsize  length;
  } heads[] = {
    { { 0x30, 0x02 }, 2 },
    { { 0x30, 0x7f }, 2 },
    { { 0x30, 0x81, 0x80 }, 3 },
    { { 0x30, 0x81, 0xff }, 3 },
    { { 0x30, 0x82, 0x01, 0x00 }, 4 },
    { { 0x30, 0x83, 0x01, 0x11 }, 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *fill = g_strnfill (sizes[i], 'x');
      g_autoptr(GBytes) null = g_bytes_new_static ("\x05\x00", 2);
      g_autoptr(GBytes) rest = g_bytes_new (fill, sizes[i]);
      GBytes *const parts[] = { null, rest };
      g_autoptr(GBytes) value = zm_der_value (ZM_DER_SEQUENCE, parts, 2);
      const guint8 *data = g_bytes_get_data (value, NULL);

      g_assert_cmpmem (data, heads[i].length, heads[i].octets, heads[i].length);
    }
}

static void
test_pem (void)
{
  g_autofree char *fill = g_strnfill (100, 'x');
  g_autoptr(GBytes) bytes = g_bytes_new (fill, 100);
  g_autofree char *pem = zm_pem_encode ("CERTIFICATE", bytes);
  g_autofree char *spaced = g_strconcat ("\r\n ", pem, "\n\n", NULL);
  gsize used = 0;
  g_autoptr(GBytes) back = zm_pem_decode (spaced, strlen (spaced), "CERTIFICATE", &used);

  g_assert_true (g_str_has_prefix (pem, "-----BEGIN CERTIFICATE-----\neHh4"));
  g_assert_cmpuint (strcspn (pem + 28, "\n"), ==, 64);
  g_assert_true (g_bytes_equal (bytes, back));
  g_assert_cmpuint (used, ==, strlen (spaced));
}

static void
test_pem_refused (void)
{
  static const Case refused[] = {
    { "", 0 },
    { "\0", 1 },
    { "-----BEGIN CERTIFICATE-----", 0 },
    { "-----BEGIN CERTIFICATE-----\neHh4\n", 0 },
    { "-----BEGIN X509 CRL-----\neHh4\n-----END X509 CRL-----\n", 0 },
    { "-----BEGIN CERTIFICATE-----\neHh4\n-----END X509 CRL-----\n", 0 },
    { "Subject: x\n-----BEGIN CERTIFICATE-----\neHh4\n-----END CERTIFICATE-----\n", 0 },
    { "-----BEGIN CERTIFICATE-----\nProc-Type: 4\n\neHh4\n-----END CERTIFICATE-----\n", 0 },
    { "-----BEGIN CERTIFICATE-----\neHh\n-----END CERTIFICATE-----\n", 0 },
    { "-----BEGIN CERTIFICATE-----\neHh4\0" "eHh4\n-----END CERTIFICATE-----\n", 64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      gsize used = 0;

      g_test_message ("case %zu", i);
      g_assert_null (zm_pem_decode (refused[i].data, case_length (&refused[i]), "CERTIFICATE",
                                    &used));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/der/strict", test_strict);
  g_test_add_func ("/der/refused", test_refused);
  g_test_add_func ("/der/depth", test_depth);
  g_test_add_func ("/der/value", test_value);
  g_test_add_func ("/pem/round-trip", test_pem);
  g_test_add_func ("/pem/refused", test_pem_refused);

  return g_test_run ();
}
