#include "tests/central/process.h"

#include <string.h>

/* Other people's clients and readers, since ours and the server share their code. */

#define REQUEST "GET " PROCESS_PATH " HTTP/1.1\r\nHost: localhost\r\n\r\n"

typedef enum {
  PROBE_OPENSSL,
  PROBE_CURL,
  PROBE_GNUTLS,
  N_PROBES,
} Probe;

#define CURL         "curl --silent --show-error --max-time 20 --noproxy * "
#define CURL_DEVICE  CURL "--include --cacert %s/root.pem %s 'https://localhost:%u" PROCESS_PATH "'"
#define CURL_LIST    CURL "--dump-header - --output %s %s http://127.0.0.1:%u/%s"
#define GNUTLS       "timeout 20 gnutls-cli --x509cafile %s/root.pem %s -p %u localhost"
#define OPENSSL      "timeout 20 openssl s_client -CAfile %s/root.pem -no-CApath -no-CAstore " \
                     "-verify_hostname localhost -servername localhost -ign_eof %s %s "        \
                     "-connect 127.0.0.1:%u"
#define OPENSSL_CRL  "openssl crl -inform DER -in %s -CAfile %s/intermediate.pem -noout -text"

/* The options by which each of them takes chain and key; ME is HERE and the name. */
static const char *const identity_options[] = {
  [PROBE_OPENSSL] = "-cert ME.pem -key ME.key -cert_chain HERE/intermediate.pem",
  [PROBE_CURL] = "--cert ME.pem --key ME.key",
  [PROBE_GNUTLS] = "--x509certfile ME.pem --x509keyfile ME.key",
};

static char *
identify (Process    *process,
          Probe       which,
          const char *name)
{
  GString *options = g_string_new (NULL);
  g_autofree char *path = NULL;

  if (name != NULL)
    {
      path = process_file (process, name);
      g_string_append (options, identity_options[which]);
      g_string_replace (options, "ME", path, 0);
      g_string_replace (options, "HERE", process->directory, 0);
    }

  return g_string_free (options, FALSE);
}

/* name NULL: without a certificate. extra goes to openssl only. */
static char *
probe (Process    *process,
       Probe       which,
       const char *name,
       const char *extra)
{
  const char *directory = process->directory;
  g_autofree char *identity = identify (process, which, name);

  switch (which)
    {
    case PROBE_OPENSSL:
      return process_probe (REQUEST, OPENSSL, directory, identity, extra != NULL ? extra : "",
                            process->port);
    case PROBE_CURL:
      return process_probe (NULL, CURL_DEVICE, directory, identity, process->port);
    case PROBE_GNUTLS:
    default:
      return process_probe (REQUEST, GNUTLS, directory, identity, process->port);
    }
}

static void
assert_says (const char *output,
             const char *text)
{
  if (strstr (output, text) == NULL)
    g_error ("“%s” is missing in: %s", text, output);
}

static void
assert_silent (const char *output,
               const char *text)
{
  if (strstr (output, text) != NULL)
    g_error ("“%s” stands in: %s", text, output);
}

/* Device, canary and stranger as files beside the server's, the canary revoked. */
static void
set_up (Process       *process,
        gconstpointer  data)
{
  g_autoptr(TestPki) foreign_pki = test_pki_new ();
  g_autoptr(TestIdentity) device = NULL;
  g_autoptr(TestIdentity) canary = NULL;
  g_autoptr(TestIdentity) expired = NULL;
  g_autoptr(TestIdentity) stranger = test_pki_issue (foreign_pki, ZM_PROFILE_DEVICE, "DEV-001", 0);

  process_prepare (process);
  device = test_pki_issue (process->pki, ZM_PROFILE_DEVICE, "DEV-001", 0);
  canary = test_pki_issue (process->pki, ZM_PROFILE_CANARY, ZM_PROFILE_CANARY_ID, 0);
  expired = test_pki_issue (process->pki, ZM_PROFILE_DEVICE, "DEV-001", process->pki->founded);
  test_identity_write (device, process->directory, "device");
  test_identity_write (canary, process->directory, "canary");
  test_identity_write (expired, process->directory, "expired");
  test_identity_write (stranger, process->directory, "stranger");
  test_pki_revoke (process->pki, canary);
  test_pki_write (process->pki, process->directory);
  process_start (process);
}

static void
test_good (Process       *process,
           gconstpointer  data)
{
  for (guint i = 0; i < N_PROBES; i++)
    {
      g_autofree char *output = probe (process, (Probe) i, "device", NULL);

      assert_says (output, "HTTP/1.1 200 OK");
      assert_says (output, "\"deviceId\":\"DEV-001\"");
      assert_says (output, "\"nonce\":\"" PROCESS_NONCE "\"");
    }
}

static void
test_refused (Process       *process,
              gconstpointer  data)
{
  static const struct {
    const char *name;
    const char *texts[N_PROBES];
  } cases[] = {
    { NULL, { "alert certificate required", "alert certificate required",
              "Certificate is required" } },
    { "canary", { "alert certificate revoked", "alert certificate revoked",
                  "Certificate was revoked" } },
    { "expired", { "alert certificate expired", "alert certificate expired",
                   "Certificate is expired" } },
    { "stranger", { "alert unknown ca", "alert unknown ca", "CA is unknown" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint j = 0; j < N_PROBES; j++)
        {
          g_autofree char *output = probe (process, (Probe) j, cases[i].name, NULL);

          assert_says (output, cases[i].texts[j]);
          assert_silent (output, "200 OK");
        }
    }
}

static void
test_old_versions (Process       *process,
                   gconstpointer  data)
{
  static const struct {
    const char *options;
    const char *text;
  } cases[] = {
    { "-tls1_2", "200 OK" },
    { "-tls1_3", "200 OK" },
    { "-tls1_1 -cipher ALL:@SECLEVEL=0", "alert protocol version" },
    { "-tls1 -cipher ALL:@SECLEVEL=0", "alert protocol version" },
    { "-tls1_2 -cipher AES128-SHA", "alert handshake failure" },
    { "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256", "alert handshake failure" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *output = probe (process, PROBE_OPENSSL, "device", cases[i].options);

      assert_says (output, cases[i].text);
    }
}

/* Each handshake is a fresh one. */
static void
test_no_resumption (Process       *process,
                    gconstpointer  data)
{
  g_autofree char *new = probe (process, PROBE_OPENSSL, "device", "-tls1_3");
  g_autofree char *again = probe (process, PROBE_OPENSSL, "device", "-tls1_2 -reconnect");

  assert_says (new, "Verification: OK");
  assert_silent (new, "New Session Ticket");
  assert_says (again, "New, TLSv1.2");
  assert_silent (again, "Reused");
  assert_silent (again, "session ticket:");
}

/* The headers of the answer. */
static char *
fetch (Process    *process,
       const char *options,
       const char *name)
{
  return process_probe (NULL, CURL_LIST, "/dev/null", options, process->crl_port, name);
}

static void
test_lists_over_http (Process       *process,
                      gconstpointer  data)
{
  g_autofree char *path = process_file (process, "fetched.crl");
  g_autofree char *headers = fetch (process, "--head", "intermediate.crl");
  g_autofree char *missing = fetch (process, "", "server.key");
  g_autofree char *above = fetch (process, "--path-as-is", "..%2fserver.key");
  g_autofree char *posted = fetch (process, "--request DELETE", "root.crl");
  g_autofree char *verdict = NULL;

  assert_says (headers, "HTTP/1.1 200 OK");
  assert_says (headers, "Content-Type: application/pkix-crl");
  assert_says (headers, "Last-Modified: ");
  assert_says (headers, "ETag: \"");
  assert_says (missing, "HTTP/1.1 404 ");
  assert_says (above, "HTTP/1.1 404 ");
  assert_says (posted, "HTTP/1.1 405 ");
  assert_says (posted, "Allow: GET, HEAD");

  g_free (process_probe (NULL, CURL_LIST, path, "", process->crl_port, "intermediate.crl"));
  verdict = process_probe (NULL, OPENSSL_CRL, path, process->directory);
  assert_says (verdict, "verify OK");
  assert_says (verdict, "Key Compromise");
}

static void
test_conditional_requests (Process       *process,
                           gconstpointer  data)
{
  g_autofree char *headers = fetch (process, "--head", "root.crl");
  const char *tag = strstr (headers, "ETag: ") + strlen ("ETag: \"");
  g_autofree char *etag = g_strndup (tag, strcspn (tag, "\""));
  const char *date = strstr (headers, "Last-Modified: ") + strlen ("Last-Modified: ");
  g_autofree char *modified = g_strndup (date, strcspn (date, "\r"));
  g_autofree char *by_tag = g_strdup_printf ("--header 'If-None-Match: W/\"x\", \"%s\"'", etag);
  g_autofree char *by_date = g_strdup_printf ("--header 'If-Modified-Since: %s'", modified);
  g_autofree char *same_tag = fetch (process, by_tag, "root.crl");
  g_autofree char *same_date = fetch (process, by_date, "root.crl");
  g_autofree char *other_tag = fetch (process, "--header 'If-None-Match: \"x\"'", "root.crl");
  g_autofree char *earlier = fetch (process, "--header 'If-Modified-Since: Thu, 01 Jan 1970 "
                                             "00:00:00 GMT'", "root.crl");

  assert_says (same_tag, "HTTP/1.1 304 ");
  assert_says (same_date, "HTTP/1.1 304 ");
  assert_says (other_tag, "HTTP/1.1 200 ");
  assert_says (earlier, "HTTP/1.1 200 ");
}

#define ADD(path, function) \
  g_test_add ("/central/probes/" path, Process, NULL, set_up, function, process_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("good", test_good);
  ADD ("refused", test_refused);
  ADD ("old-versions", test_old_versions);
  ADD ("no-resumption", test_no_resumption);
  ADD ("lists-over-http", test_lists_over_http);
  ADD ("conditional", test_conditional_requests);

  return g_test_run ();
}
