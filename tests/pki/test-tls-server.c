#include "app/base/error.h"
#include "tests/pki/fixture.h"
#include "tests/pki/handshake.h"

#define HOST "central.example.org"

static void
test_mutual (Handshake     *fixture,
             gconstpointer  data)
{
  g_auto(HandshakeServer) server = { .required = TRUE };
  g_autoptr(ZmTlsConfig) config = handshake_configure (fixture, fixture->client, fixture->ca,
                                                       fixture->crls);

  handshake_start (&server, fixture, fixture->server, fixture->crls);
  handshake_assert_answer (&server, config, HOST);
  handshake_join (&server);
  g_assert_cmpstr (server.peer, ==, "DEV-001");
  g_assert_cmpstr (server.version, ==, "TLSv1.3");
  g_assert_null (server.failure);
  g_assert_cmpuint (server.handshakes, ==, 1);
}

static void
test_client_is_optional (Handshake     *fixture,
                         gconstpointer  data)
{
  g_auto(HandshakeServer) server = { .required = FALSE };
  g_autoptr(ZmTlsConfig) config = handshake_configure (fixture, NULL, NULL, NULL);

  handshake_start (&server, fixture, fixture->server, NULL);
  handshake_assert_answer (&server, config, HOST);
  handshake_join (&server);
  g_assert_null (server.peer);
}

static void
assert_client_refused (const Handshake     *fixture,
                       const MakerIdentity *client,
                       const MakerIdentity *ca,
                       GPtrArray           *crls,
                       const char          *check,
                       const char          *alert)
{
  g_auto(HandshakeServer) server = { .required = TRUE };
  g_autoptr(ZmTlsConfig) config = handshake_configure (fixture, client, ca, NULL);

  handshake_start (&server, fixture, fixture->server, crls);
  handshake_assert_refused (&server, config, HOST, "tls.alert", alert);
  handshake_join (&server);
  g_assert_cmpstr (server.failure, ==, check);
  g_assert_null (server.peer);
  g_assert_cmpuint (server.handshakes, ==, 1);
}

static void
test_revoked (Handshake     *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) leaf = handshake_make_crls (fixture, NULL, fixture->client);
  g_autoptr(GPtrArray) ca = handshake_make_crls (fixture, fixture->ca, NULL);

  assert_client_refused (fixture, fixture->client, fixture->ca, leaf, "chain.revoked",
                         "certificate revoked");
  assert_client_refused (fixture, fixture->client, fixture->ca, ca, "chain.revoked",
                         "certificate revoked");
}

static void
test_refused (Handshake     *fixture,
              gconstpointer  data)
{
  g_autoptr(MakerIdentity) stranger_root = handshake_issue ("Root", NULL, MAKER_ROOT);
  g_autoptr(MakerIdentity) stranger = handshake_issue ("DEV-001", stranger_root, MAKER_CLIENT);
  g_autoptr(MakerIdentity) expired = NULL;

  expired = maker_issue (&(MakerRequest) { .name = "DEV-001", .issuer = fixture->ca,
                                           .until = zm_instant_now () - ZM_INSTANT_MINUTE,
                                           .extensions = MAKER_CLIENT });
  assert_client_refused (fixture, NULL, NULL, fixture->crls, "tls.no-certificate",
                         "certificate required");
  assert_client_refused (fixture, expired, fixture->ca, fixture->crls, "chain.expired",
                         "certificate expired");
  assert_client_refused (fixture, stranger, NULL, fixture->crls, "chain.incomplete", "unknown ca");
  assert_client_refused (fixture, fixture->client, NULL, fixture->crls, "chain.incomplete",
                         "unknown ca");
  assert_client_refused (fixture, fixture->server, NULL, fixture->crls, "chain.purpose",
                         "unsupported certificate");
}

/* Without a current list nobody comes in, and the client is told that it is not its fault. */
static void
test_crls_are_lacking (Handshake     *fixture,
                       gconstpointer  data)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(GPtrArray) old = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
  ZmInstant past = zm_instant_now () - ZM_INSTANT_MINUTE;

  handshake_add_crl (old, fixture->root, NULL, past);
  handshake_add_crl (old, fixture->ca, NULL, past);
  assert_client_refused (fixture, fixture->client, fixture->ca, none, "chain.crl-missing",
                         "internal error");
  assert_client_refused (fixture, fixture->client, fixture->ca, old, "chain.crl-expired",
                         "internal error");
}

/* Some send the root along; it adds nothing, and takes nothing away. */
static void
test_root_may_be_sent (Handshake     *fixture,
                       gconstpointer  data)
{
  ZmCertificate *chain[] = { fixture->client->certificate, fixture->ca->certificate,
                             fixture->root->certificate };
  g_auto(HandshakeServer) server = { .required = TRUE };
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmTlsConfig) config = zm_tls_config_new (chain, 3, fixture->client->key,
                                                     fixture->root->certificate, NULL, &error);

  g_assert_no_error (error);
  handshake_start (&server, fixture, fixture->server, fixture->crls);
  handshake_assert_answer (&server, config, HOST);
}

static void
test_identity (Handshake     *fixture,
               gconstpointer  data)
{
  ZmCertificate *chain[] = { fixture->client->certificate };
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_tls_config_new (chain, 1, fixture->server->key, fixture->root->certificate,
                                    NULL, &error));
  fixture_assert_check (&error, "tls.identity");
}

#define ADD(path, function)                                                      \
  g_test_add ("/tls-server/" path, Handshake, NULL, handshake_set_up, function, \
              handshake_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("mutual", test_mutual);
  ADD ("optional-client", test_client_is_optional);
  ADD ("revoked", test_revoked);
  ADD ("refused", test_refused);
  ADD ("crls-lacking", test_crls_are_lacking);
  ADD ("root-sent", test_root_may_be_sent);
  ADD ("identity", test_identity);

  return g_test_run ();
}
