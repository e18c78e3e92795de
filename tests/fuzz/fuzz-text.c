#include "app/base/base32.h"
#include "app/base/base64.h"
#include "app/base/device-id.h"
#include "app/base/hex.h"
#include "app/base/instant.h"
#include "app/base/text.h"
#include "app/pki/certificate.h"
#include "app/protocol/payload.h"
#include "tests/fuzz/fuzz.h"

/* Small words: encodings, names, times, serial numbers, addresses. */

#define DECODED 10 /* bytes of a fixed length */

static void
try_names (const char *text)
{
  g_autofree char *shown = zm_text_escape (text, -1);
  g_autoptr(GError) error = NULL;
  gboolean accepted;

  fuzz_assert_shown (shown);
  accepted = zm_device_id_check (text, &error);
  g_assert_true (accepted == zm_device_id_is_valid (text, -1));
  fuzz_check (accepted, &error);
  accepted = zm_device_label_check (text, &error);
  fuzz_check (accepted, &error);
  if (accepted)
    fuzz_assert_shown (text);
  fuzz_check (zm_device_text_check (text, 20, "test.text", &error), &error);
}

static void
try_base64 (const char *text)
{
  g_autoptr(GBytes) plain = zm_base64_decode (text);
  g_autoptr(GBytes) url = zm_base64url_decode (text);
  g_autofree char *again = NULL;
  g_autofree char *url_again = NULL;

  if (plain != NULL)
    {
      again = zm_base64_encode (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
      g_assert_cmpstr (again, ==, text);
    }
  if (url != NULL)
    {
      url_again = zm_base64url_encode (g_bytes_get_data (url, NULL), g_bytes_get_size (url));
      g_assert_cmpstr (url_again, ==, text);
    }
}

static void
try_fixed (const char *text)
{
  static const guint8 untouched[DECODED] = { 0 };
  guint8 data[DECODED] = { 0 };
  g_autofree char *hex = NULL;
  g_autofree char *base32 = NULL;

  if (!zm_hex_decode (text, data, sizeof data))
    g_assert_cmpmem (data, sizeof data, untouched, sizeof untouched);
  else
    {
      hex = zm_hex_encode (data, sizeof data);
      g_assert_cmpstr (hex, ==, text);
    }

  memset (data, 0, sizeof data);
  if (!zm_base32_decode (text, strlen (text), data, sizeof data))
    g_assert_cmpmem (data, sizeof data, untouched, sizeof untouched);
  else
    {
      base32 = zm_base32_encode (data, sizeof data);
      g_assert_cmpstr (base32, ==, text);
    }
}

static void
try_times (const char *text)
{
  ZmInstant instant = -1;
  g_autofree char *seconds = NULL;
  g_autofree char *micros = NULL;

  if (zm_instant_parse (text, &instant))
    {
      seconds = zm_instant_format (instant);
      g_assert_cmpstr (seconds, ==, text);
    }
  if (zm_instant_parse_micros (text, &instant))
    {
      micros = zm_instant_format_micros (instant);
      g_assert_cmpstr (micros, ==, text);
    }
}

static void
try_serial (const char *text)
{
  g_autofree char *serial = zm_certificate_parse_serial (text);
  g_autofree char *again = NULL;

  if (serial == NULL)
    return;

  g_assert_cmpuint (strlen (serial), >=, ZM_SERIAL_DIGITS);
  again = zm_certificate_parse_serial (serial);
  g_assert_cmpstr (again, ==, serial);
}

static void
try_url (const char *text)
{
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  guint16 port = 0;

  if (!zm_payload_parse_url (text, &host, &port, &path))
    {
      g_assert_true (host == NULL && path == NULL && port == 0);
      return;
    }

  g_assert_true (host != NULL && host[0] != '\0' && port != 0);
  g_assert_null (strpbrk (host, "@/?# \t\r\n"));
  g_assert_true (path == NULL || path[0] == '\0' || path[0] == '/');
  g_assert_true (path == NULL || strpbrk (path, "?# \t\r\n") == NULL);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_autofree char *bytes = g_memdup2 (data, size);
  g_autofree char *shown = zm_text_escape (bytes != NULL ? bytes : "", (gssize) size);

  fuzz_assert_shown (shown);
  try_names (text);
  try_base64 (text);
  try_fixed (text);
  try_times (text);
  try_serial (text);
  try_url (text);
}
