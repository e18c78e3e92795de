#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/jcs.h"
#include "app/pki/chain.h"
#include "app/pki/jws.h"
#include "tests/central/process.h"

#include <string.h>
#include <sys/stat.h>

#define SESSION "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"

static TestIdentity *
issue_device (Process *process)
{
  return test_pki_issue (process->pki, ZM_PROFILE_DEVICE, "DEV-001", 0);
}

static const char *
member (const json_t *object,
        const char   *name)
{
  return json_string_value (json_object_get (object, name));
}

static void
test_good_device (Process       *process,
                  gconstpointer  data)
{
  g_autoptr(TestIdentity) device = issue_device (process);
  g_autofree char *request = process_get (PROCESS_PATH);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = process_call (process, device, request, &error);
  g_autoptr(json_t) body = NULL;
  ZmInstant time;

  g_assert_no_error (error);
  g_assert_cmpuint (process_parse (answer, &body), ==, 200);
  g_assert_cmpstr (member (body, "nonce"), ==, PROCESS_NONCE);
  g_assert_cmpstr (member (body, "serial"), ==,
                   zm_certificate_get_serial (test_identity_leaf (device)));
  g_assert_cmpstr (member (body, "deviceId"), ==, "DEV-001");
  g_assert_cmpstr (member (body, "subject"), ==,
                   zm_certificate_get_subject (test_identity_leaf (device)));
  g_assert_cmpstr (member (body, "tlsVersion"), ==, "TLSv1.3");
  g_assert_true (g_str_has_prefix (member (body, "cipher"), "TLS_"));
  g_assert_true (zm_instant_parse (member (body, "time"), &time));
  g_assert_cmpint (ABS (time - zm_instant_now ()), <, ZM_INSTANT_MINUTE);
}

/* What the station does with a receipt, in full. */
static void
assert_receipt (Process      *process,
                const char   *receipt,
                const json_t *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) payload = NULL;
  g_autoptr(GBytes) canonical = zm_jcs_encode (expected, &error);
  g_autoptr(GPtrArray) crls = test_pki_crls (process->pki);
  g_autoptr(ZmCertificate) signer = NULL;
  ZmCertificate *chain[1];

  g_assert_no_error (error);
  signer = zm_jws_verify (receipt, "zmonitor-receipt", &payload, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload),
                   g_bytes_get_data (canonical, NULL), g_bytes_get_size (canonical));
  chain[0] = signer;
  g_assert_true (zm_chain_verify (chain, 1, process->pki->root, crls, ZM_PURPOSE_SERVER,
                                  zm_instant_now (), &error));
  g_assert_no_error (error);
  g_assert_true (zm_certificate_matches_host (signer, "localhost"));
}

static void
test_receipt (Process       *process,
              gconstpointer  data)
{
  static const char *const paths[] = { PROCESS_PATH, PROCESS_PATH "&session=" SESSION };
  g_autoptr(TestIdentity) device = issue_device (process);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *request = process_get (paths[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) answer = process_call (process, device, request, &error);
      g_autoptr(json_t) expected = json_object ();
      g_autoptr(json_t) body = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (process_parse (answer, &body), ==, 200);
      zm_json_set_string (expected, "nonce", PROCESS_NONCE);
      zm_json_set_string (expected, "serial",
                          zm_certificate_get_serial (test_identity_leaf (device)));
      zm_json_set_string (expected, "session", i == 1 ? SESSION : NULL);
      zm_json_set_string (expected, "time", member (body, "time"));
      zm_json_set_string (expected, "deviceId", "DEV-001");
      zm_json_set_string (expected, "tlsVersion", "TLSv1.3");
      zm_json_set_string (expected, "cipher", member (body, "cipher"));
      assert_receipt (process, member (body, "receipt"), expected);
    }
}

static void
assert_error (Process      *process,
              TestIdentity *device,
              const char   *request,
              guint         status,
              const char   *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = process_call (process, device, request, &error);
  g_autoptr(json_t) body = NULL;
  json_t *inner;

  g_assert_no_error (error);
  g_assert_cmpuint (process_parse (answer, &body), ==, status);
  inner = json_object_get (body, "error");
  g_assert_cmpstr (member (inner, "check"), ==, check);
  g_assert_nonnull (member (inner, "message"));
}

static void
test_bad_paths (Process       *process,
                gconstpointer  data)
{
  static const struct {
    const char *path;
    guint       status;
    const char *check;
  } cases[] = {
    { "/", 404, "http.path" },
    { "/zmonitor/v1/whoami/", 404, "http.path" },
    { "/zmonitor/v1/whoami", 400, "whoami.nonce" },
    { "/zmonitor/v1/whoami?", 400, "whoami.nonce" },
    { "/zmonitor/v1/whoami?nonce=", 400, "whoami.nonce" },
    { "/zmonitor/v1/whoami?nonce=0011", 400, "whoami.nonce" },
    { PROCESS_PATH "0", 400, "whoami.nonce" },
    { PROCESS_PATH "&nonce=" PROCESS_NONCE, 400, "whoami.nonce" },
    { PROCESS_PATH "&session=1", 400, "whoami.session" },
    { PROCESS_PATH "&session=" SESSION "&session=" SESSION, 400, "whoami.session" },
    { PROCESS_PATH "&other=1", 400, "whoami.query" },
  };
  g_autoptr(TestIdentity) device = issue_device (process);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = process_get (cases[i].path);

      assert_error (process, device, request, cases[i].status, cases[i].check);
    }
}

#define REQUEST_TAIL PROCESS_PATH " HTTP/1.1\r\nHost: localhost\r\n"

static void
test_bad_requests (Process       *process,
                   gconstpointer  data)
{
  g_autoptr(TestIdentity) device = issue_device (process);
  g_autofree char *filler = g_strnfill (9000, 'a');
  g_autofree char *large = g_strdup_printf ("GET " REQUEST_TAIL "X-Filler: %s\r\n\r\n", filler);

  assert_error (process, device, "DELETE " REQUEST_TAIL "\r\n", 405, "http.method");
  assert_error (process, device, "OPTIONS " REQUEST_TAIL "\r\n", 405, "http.method");
  assert_error (process, device, "POST " REQUEST_TAIL "Content-Length: 2\r\n\r\n{}", 413,
                "http.body");
  assert_error (process, device, "POST " REQUEST_TAIL "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                413, "http.body");
  assert_error (process, device, large, 431, "http.headers");
}

static void
test_refused_devices (Process       *process,
                      gconstpointer  data)
{
  g_autoptr(TestPki) foreign_pki = test_pki_new ();
  g_autoptr(TestIdentity) foreign = test_pki_issue (foreign_pki, ZM_PROFILE_DEVICE, "DEV-001", 0);
  g_autoptr(TestIdentity) expired = test_pki_issue (process->pki, ZM_PROFILE_DEVICE, "DEV-001",
                                                    process->pki->founded);
  g_autoptr(TestIdentity) server = test_pki_issue (process->pki, ZM_PROFILE_SERVER, "localhost", 0);
  g_autoptr(TestIdentity) station = test_pki_issue (process->pki, ZM_PROFILE_STATION, "desk-1", 0);

  process_assert_refused (process, NULL, "certificate required");
  process_assert_refused (process, foreign, "unknown ca");
  process_assert_refused (process, expired, "certificate expired");
  process_assert_refused (process, server, "unsupported certificate");
  process_assert_refused (process, station, "unsupported certificate");
  json_decref (process_await (process, "connection.refused", "tls.no-certificate"));
  json_decref (process_await (process, "connection.refused", "chain.incomplete"));
  json_decref (process_await (process, "connection.refused", "chain.expired"));
  json_decref (process_await (process, "connection.refused", "chain.purpose"));
}

/* Lists that are replaced on disk hold without a restart: the canary, then a device. */
static void
test_revocation (Process       *process,
                 gconstpointer  data)
{
  g_autoptr(TestIdentity) device = issue_device (process);
  g_autoptr(TestIdentity) canary = test_pki_issue (process->pki, ZM_PROFILE_CANARY,
                                                   ZM_PROFILE_CANARY_ID, 0);
  g_autoptr(TestIdentity) other = test_pki_issue (process->pki, ZM_PROFILE_DEVICE, "DEV-002", 0);

  process_assert_accepted (process, device);
  test_pki_revoke (process->pki, device);
  test_pki_revoke (process->pki, canary);
  test_pki_write (process->pki, process->directory);
  for (guint tries = 0; tries < 100; tries++)
    {
      g_autofree char *request = process_get (PROCESS_PATH);
      g_autoptr(GBytes) answer = process_call (process, device, request, NULL);

      if (answer == NULL)
        break;
      g_usleep (50 * 1000);
    }

  process_assert_refused (process, device, "certificate revoked");
  process_assert_refused (process, canary, "certificate revoked");
  process_assert_accepted (process, other);
  json_decref (process_await (process, "connection.refused", "chain.revoked"));
}

/* A file that cannot be used changes nothing, and is told. */
static void
test_bad_list_is_not_taken (Process       *process,
                            gconstpointer  data)
{
  g_autoptr(TestIdentity) device = issue_device (process);
  g_autoptr(TestPki) foreign = test_pki_new ();
  g_autoptr(GPtrArray) crls = test_pki_crls (foreign);
  g_autofree char *path = process_file (process, "intermediate.crl");
  GBytes *forged;
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_file_write (path, "junk", 4, 0644, &error));
  g_assert_no_error (error);
  json_decref (process_await (process, "crl.refused", "crl.encoding"));
  process_assert_accepted (process, device);

  /* The list of a CA of the same name. */
  forged = zm_crl_get_der (crls->pdata[1]);
  g_assert_true (zm_file_write (path, g_bytes_get_data (forged, NULL), g_bytes_get_size (forged),
                                0644, &error));
  json_decref (process_await (process, "crl.refused", "crl.issuer"));
  process_assert_accepted (process, device);
}

/* Nobody comes in on old lists, and the log says why. */
static void
test_fails_closed (Process       *process,
                   gconstpointer  data)
{
  g_autoptr(TestIdentity) device = NULL;

  process_prepare (process);
  process->pki->crl_until = process->pki->now - ZM_INSTANT_MINUTE;
  test_pki_write (process->pki, process->directory);
  process_start (process);
  process->pki->crl_until = process->pki->now + ZM_INSTANT_DAY;

  device = issue_device (process);
  json_decref (process_await (process, "crl.expired", NULL));
  process_assert_refused (process, device, "internal error");
  json_decref (process_await (process, "connection.refused", "chain.crl-expired"));
}

static void
assert_start_fails (Process      *process,
                    GStrvBuilder *arguments,
                    int           status,
                    const char   *check)
{
  g_autofree char *log = NULL;
  g_autofree char *expected = g_strdup_printf ("\"check\":\"%s\"", check);

  g_assert_cmpint (process_run (process, arguments, &log), ==, status);
  g_assert_nonnull (strstr (log, expected));
  g_assert_null (strstr (log, "PRIVATE KEY"));
}

static void
assert_files_refused (Process    *process,
                      const char *check)
{
  g_autoptr(GStrvBuilder) arguments = process_arguments (process);

  assert_start_fails (process, arguments, 1, check);
}

static void
test_start (Process       *process,
            gconstpointer  data)
{
  g_autoptr(GStrvBuilder) none = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) unknown = NULL;
  g_autoptr(GStrvBuilder) address = NULL;
  g_autoptr(TestIdentity) device = NULL;
  g_autofree char *key = NULL;
  g_autofree char *program = g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "app", "central",
                                               "zmonitor-central", NULL);

  process_prepare (process);
  g_strv_builder_add (none, program);
  assert_start_fails (process, none, 2, "central.options");
  unknown = process_arguments (process);
  g_strv_builder_add (unknown, "--trust-everybody");
  assert_start_fails (process, unknown, 2, "central.options");
  address = process_arguments (process);
  g_strv_builder_add_many (address, "--listen", "127.0.0.1:99999", NULL);
  assert_start_fails (process, address, 2, "central.options");

  key = process_file (process, "server.key");
  g_assert_cmpint (chmod (key, 0640), ==, 0);
  assert_files_refused (process, "file.mode");
  g_assert_cmpint (chmod (key, 0600), ==, 0);

  device = issue_device (process);
  test_identity_write (device, process->directory, "server");
  assert_files_refused (process, "chain.purpose");
}

static void
test_start_with_strangers (Process       *process,
                           gconstpointer  data)
{
  g_autoptr(TestPki) foreign = test_pki_new ();
  g_autoptr(TestIdentity) server = NULL;
  g_autoptr(TestIdentity) own = NULL;
  g_autofree char *pem = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  process_prepare (process);
  server = test_pki_issue (foreign, ZM_PROFILE_SERVER, "localhost", 0);
  test_identity_write (server, process->directory, "server");
  assert_files_refused (process, "chain.incomplete");

  /* Our certificate with their key. */
  own = test_pki_issue (process->pki, ZM_PROFILE_SERVER, "localhost", 0);
  pem = zm_certificate_to_pem (test_identity_leaf (own));
  path = process_file (process, "server.pem");
  g_assert_true (zm_file_write (path, pem, strlen (pem), 0644, &error));
  assert_files_refused (process, "central.key");

  test_identity_write (own, process->directory, "server");
  test_pki_write (foreign, process->directory);
  pem = (g_free (pem), zm_certificate_to_pem (process->pki->root));
  path = (g_free (path), process_file (process, "root.pem"));
  g_assert_true (zm_file_write (path, pem, strlen (pem), 0644, &error));
  assert_files_refused (process, "chain.incomplete");

  pem = (g_free (pem), zm_certificate_to_pem (process->pki->intermediate));
  path = (g_free (path), process_file (process, "intermediate.pem"));
  g_assert_true (zm_file_write (path, pem, strlen (pem), 0644, &error));
  assert_files_refused (process, "crl.issuer");
}

static void
test_confinement (Process       *process,
                  gconstpointer  data)
{
  const char *pid = g_subprocess_get_identifier (process->process);
  g_autofree char *status_path = g_strdup_printf ("/proc/%s/status", pid);
  g_autofree char *limits_path = g_strdup_printf ("/proc/%s/limits", pid);
  g_autofree char *status = NULL;
  g_autofree char *limits = NULL;

  g_assert_true (g_file_get_contents (status_path, &status, NULL, NULL));
  g_assert_nonnull (strstr (status, "NoNewPrivs:\t1\n"));
  g_assert_true (g_file_get_contents (limits_path, &limits, NULL, NULL));
  g_assert_true (g_regex_match_simple ("Max core file size +[01] +[01] ", limits, 0, 0));
}

#define ADD(path, set_up, function) \
  g_test_add ("/central/" path, Process, NULL, set_up, function, process_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("good-device", process_set_up, test_good_device);
  ADD ("receipt", process_set_up, test_receipt);
  ADD ("bad-paths", process_set_up, test_bad_paths);
  ADD ("bad-requests", process_set_up, test_bad_requests);
  ADD ("refused-devices", process_set_up, test_refused_devices);
  ADD ("revocation", process_set_up, test_revocation);
  ADD ("bad-list", process_set_up, test_bad_list_is_not_taken);
  ADD ("fails-closed", NULL, test_fails_closed);
  ADD ("start", NULL, test_start);
  ADD ("start-with-strangers", NULL, test_start_with_strangers);
  ADD ("confinement", process_set_up, test_confinement);

  return g_test_run ();
}
