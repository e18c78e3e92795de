#include "app/device/server-test.h"

#include "app/base/error.h"
#include "app/base/json.h"
#include "app/device/http-answer.h"
#include "app/protocol/payload.h"

#include <string.h>

#define WHOAMI      "/zmonitor/v1/whoami"
#define TIMEOUT     20000 /* ms */
#define NAME_TIME   5000  /* ms: for a connection that is to fail */
#define WRONG_NAME  "wrong-name.invalid" /* RFC 6761 section 6.4 */
#define RECEIPT_MAX 16384 /* bytes; what a message on the tether takes */
#define VERSION_MAX 16    /* bytes */
#define SERIAL_MAX  128   /* bytes, in any spelling */

void
zm_server_test_clear (ZmServerTest *test)
{
  g_clear_pointer (&test->serial, g_free);
  g_clear_pointer (&test->tls_version, g_free);
  g_clear_pointer (&test->receipt, g_free);
  g_clear_pointer (&test->cipher, g_free);
  g_clear_pointer (&test->server, g_free);
  g_clear_pointer (&test->crl_update, g_free);
  g_clear_pointer (&test->wrong_name, g_free);
}

static gboolean
refuse (const char  *check,
        const char  *seen,
        const char  *expected,
        const char  *message,
        GError     **error)
{
  zm_error_set (error, ZM_ERROR_REFUSED, check, seen, expected, "%s", message);
  return FALSE;
}

static gboolean
take_optional (const json_t  *object,
               const char    *member,
               gsize          max,
               char         **text,
               GError       **error)
{
  const char *value;

  if (!zm_json_get_optional (object, member, max, &value, "mtls.body", error))
    return FALSE;

  *text = g_strdup (value);
  return TRUE;
}

static gboolean
judge_body (const json_t  *object,
            const char    *nonce,
            const char    *serial,
            ZmServerTest  *test,
            GError       **error)
{
  const char *echoed = zm_json_get_string (object, "nonce", 64, "mtls.body", error);
  const char *seen;

  if (echoed == NULL)
    return FALSE;
  seen = zm_json_get_string (object, "serial", SERIAL_MAX, "mtls.body", error);
  if (seen == NULL ||
      !take_optional (object, "tlsVersion", VERSION_MAX, &test->tls_version, error) ||
      !take_optional (object, "receipt", RECEIPT_MAX, &test->receipt, error))
    return FALSE;

  test->serial = zm_certificate_parse_serial (seen);
  if (strcmp (echoed, nonce) != 0)
    return refuse ("mtls.nonce", echoed, nonce, "The server answered another question", error);
  if (g_strcmp0 (test->serial, serial) != 0)
    return refuse ("mtls.serial", seen, serial, "The server saw another certificate", error);

  return TRUE;
}

gboolean
zm_server_test_judge (GBytes        *answer,
                      const char    *nonce,
                      const char    *serial,
                      ZmServerTest  *test,
                      GError       **error)
{
  g_autoptr(ZmHttpAnswer) http = zm_http_answer_parse (answer, error);
  g_autoptr(json_t) object = NULL;
  g_autofree char *status = NULL;

  if (http == NULL)
    return FALSE;

  test->status = http->status;
  status = g_strdup_printf ("%u", http->status);
  if (http->status < 200 || http->status > 299)
    return refuse ("mtls.status", status, "200 to 299", "The server refused the device", error);

  object = zm_json_parse_object (g_bytes_get_data (http->body, NULL),
                                 g_bytes_get_size (http->body), "mtls.body", error);
  return object != NULL && judge_body (object, nonce, serial, test, error);
}

/* HTTP/1.1 without keeping the connection: its end is the end of the answer. */
static GBytes *
compose_request (const char *host,
                 guint16     port,
                 const char *path,
                 const char *nonce,
                 const char *session)
{
  g_autofree char *escaped = session != NULL ? g_uri_escape_string (session, NULL, FALSE) : NULL;
  gsize length = strlen (path);
  gboolean bracketed = strchr (host, ':') != NULL;
  char *text;

  while (length > 0 && path[length - 1] == '/')
    length--;
  text = g_strdup_printf ("GET %.*s" WHOAMI "?nonce=%s%s%s HTTP/1.1\r\n"
                                            "Host: %s%s%s:%u\r\n"
                                            "Accept: application/json\r\n"
                                            "Connection: close\r\n\r\n",
                          (int) length, path, nonce, escaped != NULL ? "&session=" : "",
                          escaped != NULL ? escaped : "", bracketed ? "[" : "", host,
                          bracketed ? "]" : "", port);

  return g_bytes_new_take (text, strlen (text));
}

static char *
find_crl_update (const ZmDeviceIdentity *identity)
{
  ZmInstant oldest = 0;

  for (guint i = 0; i < identity->crls->len; i++)
    {
      ZmInstant update = zm_crl_get_this_update (identity->crls->pdata[i]);

      if (oldest == 0 || update < oldest)
        oldest = update;
    }

  return oldest != 0 ? zm_instant_format (oldest) : NULL;
}

static void
note_facts (ZmServerTest           *test,
            const ZmTlsFacts       *facts,
            const ZmDeviceIdentity *identity)
{
  if (facts->server == NULL)
    return;

  if (test->tls_version == NULL)
    test->tls_version = g_strdup (facts->version);
  test->cipher = g_strdup (facts->cipher);
  test->server = g_strdup (zm_certificate_get_sha256 (facts->server));
  test->crl_update = find_crl_update (identity);
}

static GBytes *
exchange (const ZmDeviceIdentity  *identity,
          const ZmReach           *reach,
          ZmReachRequest          *request,
          const char             **via,
          GError                 **error)
{
  g_autoptr(ZmTlsConfig) config = zm_tls_config_new ((ZmCertificate *const *) identity->chain->pdata,
                                                     identity->chain->len, identity->key,
                                                     identity->root, identity->crls, error);

  if (config == NULL)
    return NULL;

  request->config = config;
  request->max = ZM_HTTP_ANSWER_MAX;
  return zm_reach_exchange (reach, request, via, error);
}

static GBytes *
ask (const ZmDeviceIdentity  *identity,
     const char              *nonce,
     const char              *session,
     const ZmReach           *reach,
     ZmTlsFacts              *facts,
     const char             **via,
     GError                 **error)
{
  g_autoptr(GBytes) request = NULL;
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  guint16 port;

  if (!zm_payload_parse_url (identity->server_url, &host, &port, &path))
    {
      refuse ("identity.configuration", identity->server_url, "https://host[:port][/path]",
              "The server's address cannot be used", error);
      return NULL;
    }

  request = compose_request (host, port, path, nonce, session);
  return exchange (identity, reach,
                   &(ZmReachRequest) { .host = host, .port = port, .request = request,
                                       .timeout = TIMEOUT, .facts = facts },
                   via, error);
}

gboolean
zm_server_test_run (const ZmDeviceIdentity  *identity,
                    const char              *nonce,
                    const char              *session,
                    const ZmReach           *reach,
                    ZmServerTest            *test,
                    GError                 **error)
{
  g_auto(ZmTlsFacts) facts = { 0 };
  g_autoptr(GBytes) answer = NULL;
  gboolean good;

  g_return_val_if_fail (identity != NULL && nonce != NULL && test != NULL, FALSE);

  answer = ask (identity, nonce, session, reach, &facts, &test->via, error);
  good = answer != NULL &&
         zm_server_test_judge (answer, nonce, zm_device_identity_get_serial (identity), test,
                               error);
  note_facts (test, &facts, identity);

  return good;
}

void
zm_server_test_try_wrong_name (const ZmDeviceIdentity *identity,
                               const ZmReach          *reach,
                               ZmServerTest           *test)
{
  g_autoptr(GBytes) request = NULL;
  g_autoptr(GBytes) answer = NULL;
  g_autoptr(GError) failure = NULL;
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  const char *via = NULL;
  guint16 port;

  g_return_if_fail (identity != NULL && reach != NULL && test != NULL);

  if (!zm_payload_parse_url (identity->server_url, &host, &port, &path))
    return;

  request = g_bytes_new_static ("GET / HTTP/1.0\r\n\r\n", 18);
  answer = exchange (identity, reach,
                     &(ZmReachRequest) { .host = host, .name = WRONG_NAME, .port = port,
                                         .request = request, .timeout = NAME_TIME },
                     &via, &failure);
  g_free (test->wrong_name);
  test->wrong_name = g_strdup (answer != NULL ? "accepted" : zm_error_get_check (failure));
}
