#include "app/station/receipt.h"

#include "app/base/error.h"
#include "app/base/json.h"
#include "app/pki/chain.h"
#include "app/pki/jws.h"

/* The server's clock may differ; a receipt of another day is a receipt of another test. */
#define AGE_MAX ZM_INSTANT_DAY
#define TLS_MAX 64 /* bytes: the name of a version or a cipher suite */

static gboolean
compare (json_t      *claims,
         const char  *member,
         const char  *expected,
         const char  *check,
         GError     **error)
{
  const char *seen = zm_json_get_string (claims, member, 256, "receipt.form", error);

  if (seen == NULL)
    return FALSE;
  if (g_str_equal (seen, expected))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, check, seen, expected,
                "The server’s receipt is for another test");
  return FALSE;
}

void
zm_receipt_clear (ZmReceipt *receipt)
{
  g_free (receipt->tls_version);
  g_free (receipt->cipher);
  zm_certificate_unref (receipt->server);
  *receipt = (ZmReceipt) { 0 };
}

static gboolean
take_optional (json_t      *claims,
               const char  *member,
               char       **text,
               GError     **error)
{
  const char *value = NULL;

  if (!zm_json_get_optional (claims, member, TLS_MAX, &value, "receipt.form", error))
    return FALSE;

  g_free (*text);
  *text = g_strdup (value);
  return TRUE;
}

static gboolean
check_time (json_t     *claims,
            ZmInstant   now,
            ZmInstant  *server_time,
            GError    **error)
{
  const char *text = zm_json_get_string (claims, "time", 64, "receipt.form", error);
  ZmInstant time;

  if (text == NULL)
    return FALSE;
  if (zm_instant_parse (text, &time) && ABS (time - now) <= AGE_MAX)
    {
      *server_time = time;
      return TRUE;
    }

  zm_error_set (error, ZM_ERROR_REFUSED, "receipt.time", text, "a time of today",
                "The server’s receipt has another time");
  return FALSE;
}

static gboolean
check_server (ZmCertificate               *server,
              const ZmReceiptExpectation  *expectation,
              GError                     **error)
{
  if (!zm_chain_verify (&server, 1, expectation->root, expectation->crls, ZM_PURPOSE_SERVER,
                        expectation->now, error))
    return FALSE;
  if (zm_certificate_matches_host (server, expectation->host))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "receipt.server",
                zm_certificate_get_subject (server), expectation->host,
                "The receipt was signed by another server");
  return FALSE;
}

gboolean
zm_receipt_check (const char                  *jws,
                  const ZmReceiptExpectation  *expectation,
                  ZmReceipt                   *receipt,
                  GError                     **error)
{
  g_autoptr(GBytes) payload = NULL;
  g_autoptr(ZmCertificate) server = zm_jws_verify (jws, "zmonitor-receipt", &payload, error);
  g_autoptr(json_t) claims = NULL;

  if (server == NULL || !check_server (server, expectation, error))
    return FALSE;

  claims = zm_json_parse_object (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload),
                                 "receipt.form", error);
  if (claims == NULL ||
      !compare (claims, "nonce", expectation->nonce, "receipt.nonce", error) ||
      !compare (claims, "serial", expectation->serial, "receipt.serial", error) ||
      !compare (claims, "session", expectation->session_id, "receipt.session", error) ||
      !check_time (claims, expectation->now, &receipt->time, error) ||
      !take_optional (claims, "tlsVersion", &receipt->tls_version, error) ||
      !take_optional (claims, "cipher", &receipt->cipher, error))
    return FALSE;

  receipt->server = g_steal_pointer (&server);
  return TRUE;
}
