#include "app/base/base32.h"
#include "app/base/base64.h"
#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/base/instant.h"
#include "app/base/text.h"

#include <string.h>

static void
test_hex (void)
{
  guint8 data[3] = { 0 };
  g_autofree char *text = NULL;

  g_assert_true (zm_hex_decode ("00a1ff", data, 3));
  text = zm_hex_encode (data, 3);
  g_assert_cmpstr (text, ==, "00a1ff");
  g_assert_false (zm_hex_decode ("00A1FF", data, 3));
  g_assert_false (zm_hex_decode ("00a1f", data, 3));
  g_assert_false (zm_hex_decode ("00a1ff00", data, 3));
}

/* RFC 4648 section 10, without its padding. */
static void
test_base32 (void)
{
  static const struct {
    const char *plain;
    const char *encoded;
  } vectors[] = {
    { "", "" },
    { "f", "MY" },
    { "fo", "MZXQ" },
    { "foo", "MZXW6" },
    { "foob", "MZXW6YQ" },
    { "fooba", "MZXW6YTB" },
    { "foobar", "MZXW6YTBOI" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      gsize length = strlen (vectors[i].plain);
      g_autofree char *text = zm_base32_encode ((const guint8 *) vectors[i].plain, length);
      guint8 data[8] = { 0 };

      g_assert_cmpstr (text, ==, vectors[i].encoded);
      g_assert_true (zm_base32_decode (text, strlen (text), data, length));
      g_assert_cmpmem (data, length, vectors[i].plain, length);
    }
}

static void
test_base32_spare_bits (void)
{
  guint8 data[1];

  g_assert_false (zm_base32_decode ("MZ", 2, data, 1));
  g_assert_false (zm_base32_decode ("my", 2, data, 1));
  g_assert_false (zm_base32_decode ("M1", 2, data, 1));
}

static void
test_base64_is_strict (void)
{
  static const char *const refused[] = { "Zh==", "Zg=", "Zg", "Zg==\n", " Zg==", "Z g=", "Zg==Zg==",
                                         "=", "Zg-=" };
  g_autoptr(GBytes) good = zm_base64_decode ("Zm8=");
  g_autoptr(GBytes) url = zm_base64url_decode ("-_8");

  g_assert_cmpmem (g_bytes_get_data (good, NULL), g_bytes_get_size (good), "fo", 2);
  g_assert_cmpmem (g_bytes_get_data (url, NULL), g_bytes_get_size (url), "\xfb\xff", 2);
  g_assert_null (zm_base64url_decode ("-_8="));
  g_assert_null (zm_base64url_decode ("+/8"));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_null (zm_base64_decode (refused[i]));
}

static void
test_instant (void)
{
  static const char *const refused[] = {
    "2025-12-01T10:00:00", "2025-12-01T10:00:00+00:00", "2025-12-01t10:00:00Z",
    "2025-13-01T10:00:00Z", "2025-02-29T10:00:00Z", "1969-12-31T23:59:59Z", "",
    "2025-12-01T10:00:60Z",
  };
  ZmInstant instant = 0;
  g_autofree char *seconds = NULL;
  g_autofree char *micros = NULL;

  g_assert_true (zm_instant_parse_micros ("2025-12-01T10:00:00.000042Z", &instant));
  seconds = zm_instant_format (instant);
  micros = zm_instant_format_micros (instant);
  g_assert_cmpstr (seconds, ==, "2025-12-01T10:00:00Z");
  g_assert_cmpstr (micros, ==, "2025-12-01T10:00:00.000042Z");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (zm_instant_parse (refused[i], &instant));
}

static void
test_device_label (void)
{
  g_autofree char *longest = g_strnfill (ZM_DEVICE_LABEL_MAX, 'a');
  g_autofree char *longer = g_strnfill (ZM_DEVICE_LABEL_MAX + 1, 'a');
  const char *const refused[] = { "", "a\nb", "a\xe2\x80\xae" "b", "\xff", longer };

  g_assert_true (zm_device_label_check ("Intensivpflege Zürich, Bett 7", NULL));
  g_assert_true (zm_device_label_check (longest, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (zm_device_label_check (refused[i], &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "device.label");
    }
}

static void
test_text_escape (void)
{
  static const struct {
    const char *data;
    gssize      length;
    const char *expected;
  } cases[] = {
    { "Intensivpflege Zürich", -1, "Intensivpflege Zürich" },
    { "DEV-001\0x", 9, "DEV-001\\u{0000}x" },
    { "a\nb", -1, "a\\u{000A}b" },
    { "a\xe2\x80\xae" "b", -1, "a\\u{202E}b" },
    { "a\xff" "b\xc3", -1, "a\\x{FF}b\\x{C3}" },
    { "Zü", 2, "Z\\x{C3}" },
    { NULL, 0, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = zm_text_escape (cases[i].data, cases[i].length);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_text_escape_words (void)
{
  const struct {
    const char *words, *expected;
  } cases[] = {
    { "sk-1 (derived)", "sk-1 (derived)" },
    { "\u200f" "sk-1 (مشتق)", "\u200f" "sk-1 (مشتق)" },
    { "\u200f\u200f", "\u200f\\u{200F}" },
    { "a\u200f", "a\\u{200F}" },
    { "\u200f\u202e", "\u200f\\u{202E}" },
    { "\u202e", "\\u{202E}" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = zm_text_escape_words (cases[i].words);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_text_copy_bytes (void)
{
  g_autoptr(GBytes) some = g_bytes_new_static ("abc", 2);
  g_autoptr(GBytes) none = g_bytes_new (NULL, 0);
  g_autofree char *some_text = zm_text_copy_bytes (some);
  g_autofree char *none_text = zm_text_copy_bytes (none);

  g_assert_cmpstr (some_text, ==, "ab");
  g_assert_cmpstr (none_text, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hex/round-trip", test_hex);
  g_test_add_func ("/base32/vectors", test_base32);
  g_test_add_func ("/base32/spare-bits", test_base32_spare_bits);
  g_test_add_func ("/base64/strict", test_base64_is_strict);
  g_test_add_func ("/instant/round-trip", test_instant);
  g_test_add_func ("/device-label/rules", test_device_label);
  g_test_add_func ("/text/escape", test_text_escape);
  g_test_add_func ("/text/escape-words", test_text_escape_words);
  g_test_add_func ("/text/copy-bytes", test_text_copy_bytes);

  return g_test_run ();
}
