#include "app/base/error.h"
#include "tests/pki/fixture.h"
#include "tests/pki/handshake.h"

#include <string.h>
#include <sys/socket.h>

static void
assert_server_refused (const Handshake     *fixture,
                       const MakerIdentity *identity,
                       GPtrArray           *crls,
                       const char          *host,
                       const char          *check,
                       const char          *alert)
{
  g_auto(HandshakeServer) server = { .required = TRUE };
  g_autoptr(ZmTlsConfig) config = handshake_configure (fixture, fixture->client, fixture->ca, crls);

  handshake_start (&server, fixture, identity, fixture->crls);
  handshake_assert_refused (&server, config, host, check, NULL);
  handshake_join (&server);
  g_assert_cmpstr (server.failure, ==, "tls.alert");
  g_assert_cmpstr (server.alert, ==, alert);
}

static void
test_chain (Handshake     *fixture,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) revoked = handshake_make_crls (fixture, fixture->server, NULL);
  g_autoptr(MakerIdentity) stranger_root = handshake_issue ("Root", NULL, MAKER_ROOT);
  g_autoptr(MakerIdentity) stranger = handshake_issue ("Server", stranger_root,
                                                       MAKER_SERVER HANDSHAKE_NAMES);
  g_autoptr(MakerIdentity) device = handshake_issue ("Server", fixture->root,
                                                     MAKER_CLIENT HANDSHAKE_NAMES);
  const char *host = "central.example.org";

  assert_server_refused (fixture, fixture->server, revoked, host, "chain.revoked",
                         "certificate revoked");
  assert_server_refused (fixture, stranger, fixture->crls, host, "chain.incomplete", "unknown ca");
  assert_server_refused (fixture, stranger_root, fixture->crls, host, "chain.incomplete",
                         "unknown ca");
  assert_server_refused (fixture, device, fixture->crls, host, "chain.purpose",
                         "unsupported certificate");
}

static void
test_server_name (Handshake     *fixture,
                  gconstpointer  data)
{
  static const char *const wrong[] = {
    "central.example.com", "example.org", "a.central.example.org", "127.0.0.2", "::1",
    "a.b.wild.example.org", "wild.example.org", ".example.org", "",
    /* The common name is no name of a host (RFC 9525 section 2). */
    "central.example.net",
  };
  static const char *const right[] = { "central.example.org", "CENTRAL.example.org", "127.0.0.1",
                                       "a.wild.example.org" };
  g_autoptr(ZmTlsConfig) config = handshake_configure (fixture, fixture->client, fixture->ca,
                                                       fixture->crls);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_server_refused (fixture, fixture->server, fixture->crls, wrong[i],
                           "tls.server-name", "bad certificate");
  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_auto(HandshakeServer) server = { .required = TRUE };

      handshake_start (&server, fixture, fixture->server, fixture->crls);
      handshake_assert_answer (&server, config, right[i]);
    }
}

static gsize
answer_length (const Handshake *fixture,
               gsize            length,
               gsize            max)
{
  g_auto(HandshakeServer) server = { .required = TRUE, .answer_length = length };
  g_autoptr(ZmTlsConfig) config = handshake_configure (fixture, fixture->client, fixture->ca, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = NULL;

  handshake_start (&server, fixture, fixture->server, fixture->crls);
  answer = handshake_call (server.port, config, "127.0.0.1", max, HANDSHAKE_TIMEOUT_MS, &error);
  g_assert_no_error (error);

  return g_bytes_get_size (answer);
}

static void
test_answer (Handshake     *fixture,
             gconstpointer  data)
{
  gsize large = 3 * 1024 * 1024;

  g_assert_cmpuint (answer_length (fixture, large, HANDSHAKE_ANSWER_MAX), ==, large);
  g_assert_cmpuint (answer_length (fixture, 100000, 1000), ==, 1000);
}

static void
assert_unavailable (guint16      port,
                    ZmTlsConfig *config,
                    guint        timeout_ms,
                    const char  *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (handshake_call (port, config, "127.0.0.1", HANDSHAKE_ANSWER_MAX, timeout_ms,
                                 &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_UNAVAILABLE));
  fixture_assert_check (&error, check);
}

/* The kernel accepts into the backlog, and then nobody answers. */
static void
test_timeout (Handshake     *fixture,
              gconstpointer  data)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autoptr(ZmTlsConfig) config = handshake_configure (fixture, NULL, NULL, NULL);
  guint16 port = handshake_listen (listener);
  gint64 start = g_get_monotonic_time ();

  assert_unavailable (port, config, 300, "tls.timeout");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 290 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  assert_unavailable (port, config, 0, "tls.timeout");
}

static void
test_nobody_listens (Handshake     *fixture,
                     gconstpointer  data)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autoptr(ZmTlsConfig) config = handshake_configure (fixture, NULL, NULL, NULL);
  guint16 port = handshake_listen (listener);

  g_socket_listener_close (listener);
  assert_unavailable (port, config, HANDSHAKE_TIMEOUT_MS, "tls.connect");
}

static gpointer
cancel_soon (gpointer user_data)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (user_data);

  return NULL;
}

static void
test_cancelled (Handshake     *fixture,
                gconstpointer  data)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autoptr(ZmTlsConfig) config = handshake_configure (fixture, NULL, NULL, NULL);
  g_autoptr(GSocketConnectable) address = g_network_address_new ("127.0.0.1",
                                                                 handshake_listen (listener));
  g_autoptr(GBytes) request = g_bytes_new_static (HANDSHAKE_REQUEST, strlen (HANDSHAKE_REQUEST));
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

  /* The second time it is cancelled from the start. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_tls_client_exchange (config, address, "127.0.0.1", request,
                                             HANDSHAKE_ANSWER_MAX, HANDSHAKE_TIMEOUT_MS,
                                             cancellable, NULL, &error));
      fixture_assert_check (&error, "tls.cancelled");
    }
  g_thread_join (thread);
}

/* A server that says these bytes, whatever it hears, and closes. */
static void
assert_peer_refused (const Handshake *fixture,
                     const void      *bytes,
                     gsize            length,
                     const char      *check,
                     const char      *seen)
{
  g_autoptr(ZmTlsConfig) config = handshake_configure (fixture, NULL, NULL, NULL);
  g_autoptr(GBytes) request = g_bytes_new_static (HANDSHAKE_REQUEST, strlen (HANDSHAKE_REQUEST));
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GError) error = NULL;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  socket = g_socket_new_from_fd (ends[0], &error);
  g_assert_no_error (error);
  g_assert_cmpint (send (ends[1], bytes, length, 0), ==, (gssize) length);
  g_assert_cmpint (shutdown (ends[1], SHUT_WR), ==, 0);

  g_assert_null (zm_tls_client_exchange_on (config, socket, "127.0.0.1", request,
                                            HANDSHAKE_ANSWER_MAX, HANDSHAKE_TIMEOUT_MS, NULL,
                                            NULL, &error));
  if (seen != NULL)
    g_assert_cmpstr (zm_error_get_seen (error), ==, seen);
  fixture_assert_check (&error, check);
  close (ends[1]);
}

static void
test_not_tls (Handshake     *fixture,
              gconstpointer  data)
{
  static const char http[] = "HTTP/1.1 400 Bad Request\r\n\r\n";

  assert_peer_refused (fixture, http, sizeof http - 1, "tls.handshake", NULL);
  assert_peer_refused (fixture, http, 3, "tls.closed", NULL);
  assert_peer_refused (fixture, http, 0, "tls.closed", NULL);
}

/* A fatal alert in answer to the first message (RFC 8446 section 6). */
static void
test_first_alert (Handshake     *fixture,
                  gconstpointer  data)
{
  static const guint8 alert[] = { 21, 3, 3, 0, 2, 2, 70 };
  static const guint8 unknown[] = { 21, 3, 3, 0, 2, 2, 99 };

  assert_peer_refused (fixture, alert, sizeof alert, "tls.alert", "protocol version");
  assert_peer_refused (fixture, unknown, sizeof unknown, "tls.alert", "alert 99");
}

#define ADD(path, function)                                                      \
  g_test_add ("/tls-client/" path, Handshake, NULL, handshake_set_up, function, \
              handshake_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("chain", test_chain);
  ADD ("server-name", test_server_name);
  ADD ("answer", test_answer);
  ADD ("timeout", test_timeout);
  ADD ("nobody-listens", test_nobody_listens);
  ADD ("cancelled", test_cancelled);
  ADD ("not-tls", test_not_tls);
  ADD ("first-alert", test_first_alert);

  return g_test_run ();
}
