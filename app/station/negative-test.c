#include "app/station/negative-test.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/hex.h"
#include "app/base/json.h"
#include "app/pki/random.h"
#include "app/pki/tls-client.h"
#include "app/station/authority.h"
#include "app/station/central-address.h"

#include <string.h>

#define TIMEOUT     5000 /* ms: for a connection that is to fail */
#define ANSWER_MAX  4096 /* bytes: the status line is enough */
#define FILE_MAX    65536
#define CHAIN_MAX   4 /* the canary and up to three CAs */
#define STATUS_LINE "HTTP/1."

static const char *const kinds[ZM_NEGATIVES] = { "no-certificate", "canary", "wrong-name" };

/* The alerts of RFC 8446 section 6.2 that say it. A TLS 1.2 server without a certificate from its
 * client says "handshake failure" (RFC 5246 section 7.4.6), some "bad certificate". */
static const char *const alerts[ZM_NEGATIVES][4] = {
  [ZM_NEGATIVE_NO_CERTIFICATE] = { "certificate required", "handshake failure", "bad certificate" },
  [ZM_NEGATIVE_CANARY] = { "certificate revoked" },
};

/* nginx judges the client after the handshake, and answers 400, or 495 and 496 of its own. */
static const guint statuses[] = { 400, 401, 403, 495, 496 };

const char *
zm_negative_test_kind (ZmNegative negative)
{
  g_return_val_if_fail ((gsize) negative < G_N_ELEMENTS (kinds), NULL);

  return kinds[negative];
}

static ZmTestOutcome
judge_status (guint   status,
              char  **seen)
{
  *seen = g_strdup_printf ("HTTP %u", status);
  if (status >= 200 && status <= 299)
    return ZM_TEST_FAILURE;

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (status == statuses[i])
        return ZM_TEST_SUCCESS;
    }

  return ZM_TEST_UNKNOWN;
}

ZmTestOutcome
zm_negative_test_judge (ZmNegative     negative,
                        guint          status,
                        const GError  *refusal,
                        char         **seen)
{
  const char *alert;

  g_return_val_if_fail ((gsize) negative < G_N_ELEMENTS (kinds), ZM_TEST_UNKNOWN);
  g_return_val_if_fail (seen != NULL, ZM_TEST_UNKNOWN);

  if (refusal == NULL)
    return judge_status (status, seen);

  if (!g_str_equal (zm_error_get_check (refusal), "tls.alert"))
    {
      *seen = g_strdup (zm_error_get_check (refusal));
      return ZM_TEST_UNKNOWN;
    }

  alert = zm_error_get_seen (refusal);
  *seen = g_strdup (alert);
  return alert != NULL && g_strv_contains (alerts[negative], alert) ? ZM_TEST_SUCCESS
                                                                    : ZM_TEST_UNKNOWN;
}

ZmTestOutcome
zm_negative_test_judge_name (const char *reported)
{
  if (g_strcmp0 (reported, "tls.server-name") == 0)
    return ZM_TEST_SUCCESS;

  return g_strcmp0 (reported, "accepted") == 0 ? ZM_TEST_FAILURE : ZM_TEST_UNKNOWN;
}

static guint
read_status (GBytes *answer)
{
  gsize length;
  const char *data = g_bytes_get_data (answer, &length);
  gsize start = strlen (STATUS_LINE) + strlen ("1 ");
  guint status = 0;

  if (length < start + 3 || !g_str_has_prefix (data, STATUS_LINE))
    return 0;
  for (gsize i = start; i < start + 3; i++)
    {
      if (!g_ascii_isdigit (data[i]))
        return 0;
      status = 10 * status + (guint) (data[i] - '0');
    }

  return status;
}

static GPtrArray *
read_canary (ZmStation  *station,
             ZmKey     **key,
             GError    **error)
{
  const char *directory = zm_station_get_directory (station);
  g_autofree char *key_path = g_build_filename (directory, "canary", "canary.key", NULL);
  g_autofree char *path = g_build_filename (directory, "canary", "canary.pem", NULL);
  g_autoptr(GBytes) pem = zm_file_read (path, FILE_MAX, error);
  g_autoptr(ZmSecret) secret = NULL;

  if (pem == NULL)
    return NULL;
  secret = zm_file_read_secret (key_path, FILE_MAX, error);
  if (secret == NULL)
    return NULL;
  *key = zm_key_new_from_pem ((const char *) zm_secret_peek (secret), zm_secret_length (secret),
                              NULL, error);

  return *key != NULL ? zm_certificate_list_from_pem (g_bytes_get_data (pem, NULL),
                                                      g_bytes_get_size (pem), CHAIN_MAX, error)
                      : NULL;
}

static ZmTlsConfig *
make_config (ZmStation   *station,
             ZmNegative   negative,
             GError     **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  g_autoptr(GPtrArray) crls = NULL;
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(ZmKey) key = NULL;

  if (authority == NULL)
    return NULL;
  crls = zm_authority_load_crls (station, error);
  if (crls == NULL)
    return NULL;
  if (negative == ZM_NEGATIVE_NO_CERTIFICATE)
    return zm_tls_config_new (NULL, 0, NULL, authority->root, crls, error);

  chain = read_canary (station, &key, error);
  return chain != NULL ? zm_tls_config_new ((ZmCertificate *const *) chain->pdata, chain->len, key,
                                            authority->root, crls, error)
                       : NULL;
}

static GBytes *
compose_request (const char *host)
{
  guint8 nonce[16];
  g_autofree char *hex = NULL;
  char *text;

  zm_random_bytes (nonce, sizeof nonce);
  hex = zm_hex_encode (nonce, sizeof nonce);
  text = g_strdup_printf ("GET /zmonitor/v1/whoami?nonce=%s HTTP/1.1\r\nHost: %s\r\n"
                          "Connection: close\r\n\r\n", hex, host);

  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
ask_server (ZmStation     *station,
            ZmNegative     negative,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *host = NULL;
  guint16 port;
  g_autoptr(GSocketConnectable) address = zm_central_address_find (station, &host, &port, error);
  g_autoptr(ZmTlsConfig) config = NULL;
  g_autoptr(GBytes) request = NULL;

  if (address == NULL)
    return NULL;
  config = make_config (station, negative, error);
  if (config == NULL)
    return NULL;

  request = compose_request (host);
  return zm_tls_client_exchange (config, address, host, request, ANSWER_MAX, TIMEOUT, cancellable,
                                 NULL, error);
}

static ZmTestRecord *
try_one (ZmStation    *station,
         ZmNegative    negative,
         GCancellable *cancellable,
         gboolean     *reached)
{
  ZmTestRecord *record = g_new0 (ZmTestRecord, 1);
  g_autoptr(GError) failure = NULL;
  g_autoptr(GBytes) answer = NULL;
  g_autofree char *seen = NULL;
  g_autoptr(json_t) detail = json_object ();
  char *text;

  if (*reached)
    answer = ask_server (station, negative, cancellable, &failure);
  else
    zm_error_set (&failure, ZM_ERROR_UNAVAILABLE, "tls.connect", NULL, NULL,
                  "The server could not be reached before");
  *reached = !zm_error_matches (failure, ZM_ERROR_UNAVAILABLE);
  record->at = zm_instant_now ();
  record->kind = g_strdup (kinds[negative]);
  record->proved_by = ZM_PROVED_BY_STATION;
  record->outcome = zm_negative_test_judge (negative, answer != NULL ? read_status (answer) : 0,
                                            failure, &seen);
  zm_json_set_string (detail, "seen", seen);
  text = json_dumps (detail, JSON_COMPACT);
  record->detail = g_strdup (text);
  free (text);

  return record;
}

GPtrArray *
zm_negative_test_run (ZmStation    *station,
                      GCancellable *cancellable)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_test_record_free);
  gboolean reached = TRUE;

  g_return_val_if_fail (ZM_IS_STATION (station), records);

  for (ZmNegative negative = ZM_NEGATIVE_NO_CERTIFICATE; negative <= ZM_NEGATIVE_CANARY; negative++)
    g_ptr_array_add (records, try_one (station, negative, cancellable, &reached));

  return records;
}
