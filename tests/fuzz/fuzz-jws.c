#include "app/base/base64.h"
#include "app/pki/jws.h"
#include "app/station/receipt.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

/* A JWS of anybody, and the receipt that it may be. The input is the text; then, its last part made
 * anew, the same header and payload signed by our server; then a payload that our server signs. */

static void
try_receipt (const char *jws)
{
  const World *world = world_get ();
  const ZmReceiptExpectation expectation = {
    .host = WORLD_HOST, .nonce = WORLD_NONCE, .serial = zm_certificate_get_serial (world->device),
    .session_id = WORLD_SESSION, .root = world->root, .crls = world->crls, .now = world->now,
  };
  g_autoptr(GError) error = NULL;
  g_auto(ZmReceipt) receipt = { 0 };
  gboolean accepted = zm_receipt_check (jws, &expectation, &receipt, &error);

  fuzz_check (accepted, &error);
  g_assert_true (accepted == (receipt.server != NULL));
}

static void
try_text (const char *jws)
{
  g_autoptr(GBytes) detached = g_bytes_new_static ("abc", 3);
  g_autoptr(GBytes) payload = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCertificate) signer = zm_jws_verify (jws, "zmonitor-receipt", &payload, &error);
  g_autoptr(ZmCertificate) other = NULL;

  fuzz_check (signer != NULL, &error);
  g_assert_true ((signer != NULL) == (payload != NULL));
  other = zm_jws_verify_detached (jws, NULL, detached, &error);
  fuzz_check (other != NULL, &error);
  g_assert_true (signer == NULL || other == NULL);
  try_receipt (jws);
}

/* ECDSA in DER to the 64 bytes of RFC 7518 section 3.4. */
static void
put_number (const guint8 *der,
            gsize         length,
            guint8        number[32])
{
  gsize skipped = length > 32 ? length - 32 : 0;
  gsize kept = length - skipped;

  memcpy (number + 32 - kept, der + skipped, kept);
}

static char *
sign (const char *text,
      gsize       length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) der = zm_key_sign (world_get ()->server_key, text, length, &error);
  const guint8 *data = g_bytes_get_data (der, NULL);
  guint8 raw[64] = { 0 };

  put_number (data + 4, data[3], raw);
  put_number (data + 6 + data[3], data[5 + data[3]], raw + 32);

  return zm_base64url_encode (raw, sizeof raw);
}

static void
try_signed (const char *text)
{
  const char *end = strrchr (text, '.');
  g_autofree char *signature = NULL;
  g_autofree char *jws = NULL;

  if (end == NULL)
    return;
  signature = sign (text, (gsize) (end - text));
  jws = g_strdup_printf ("%.*s.%s", (int) (end - text), text, signature);
  try_text (jws);
}

static void
try_payload (const guint8 *data,
             gsize         size)
{
  const World *world = world_get ();
  g_autoptr(GBytes) payload = fuzz_bytes (data, size);
  g_autoptr(GError) error = NULL;
  g_autofree char *jws = zm_jws_sign (world->server_key, world->server, "zmonitor-receipt",
                                      payload, FALSE, &error);
  g_autoptr(GBytes) seen = NULL;
  g_autoptr(ZmCertificate) signer = NULL;

  fuzz_check (jws != NULL, &error);
  if (jws == NULL)
    return;

  signer = zm_jws_verify (jws, "zmonitor-receipt", &seen, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (seen, payload));
  try_receipt (jws);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *text = fuzz_text (data, size);

  try_text (text);
  try_signed (text);
  try_payload (data, size);
}
