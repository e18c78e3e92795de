#include "tests/pki/handshake.h"

#include "app/base/error.h"

#include <string.h>

MakerIdentity *
handshake_issue (const char          *name,
                 const MakerIdentity *issuer,
                 const char          *extensions)
{
  return maker_issue (&(MakerRequest) { .name = name, .issuer = issuer,
                                        .extensions = extensions });
}

void
handshake_add_crl (GPtrArray           *crls,
                   const MakerIdentity *issuer,
                   const MakerIdentity *revoked,
                   ZmInstant            until)
{
  ZmInstant from = zm_instant_now () - ZM_INSTANT_HOUR;
  ZmCrlEntry entry = { .at = from, .reason = ZM_REASON_SUPERSEDED };
  g_autoptr(GError) error = NULL;
  ZmCrl *crl;

  if (revoked != NULL)
    entry.serial = (char *) zm_certificate_get_serial (revoked->certificate);
  crl = zm_crl_create (issuer->certificate, issuer->key, 1, from, until, &entry,
                       revoked != NULL ? 1 : 0, &error);
  g_assert_no_error (error);
  g_ptr_array_add (crls, crl);
}

GPtrArray *
handshake_make_crls (const Handshake     *fixture,
                     const MakerIdentity *by_root,
                     const MakerIdentity *by_ca)
{
  GPtrArray *crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
  ZmInstant until = zm_instant_now () + ZM_INSTANT_HOUR;

  handshake_add_crl (crls, fixture->root, by_root, until);
  handshake_add_crl (crls, fixture->ca, by_ca, until);

  return crls;
}

void
handshake_set_up (Handshake     *fixture,
                  gconstpointer  data)
{
  fixture->root = handshake_issue ("Root", NULL, MAKER_ROOT);
  fixture->ca = handshake_issue ("CA", fixture->root, MAKER_CA);
  fixture->client = handshake_issue ("DEV-001", fixture->ca, MAKER_CLIENT);
  fixture->server = handshake_issue ("central.example.net", fixture->root,
                                     MAKER_SERVER HANDSHAKE_NAMES);
  fixture->crls = handshake_make_crls (fixture, NULL, NULL);
}

void
handshake_tear_down (Handshake     *fixture,
                     gconstpointer  data)
{
  maker_free (fixture->root);
  maker_free (fixture->ca);
  maker_free (fixture->client);
  maker_free (fixture->server);
  g_ptr_array_unref (fixture->crls);
}

ZmTlsConfig *
handshake_configure (const Handshake     *fixture,
                     const MakerIdentity *identity,
                     const MakerIdentity *ca,
                     GPtrArray           *crls)
{
  ZmCertificate *chain[] = { identity != NULL ? identity->certificate : NULL,
                             ca != NULL ? ca->certificate : NULL };
  g_autoptr(GError) error = NULL;
  ZmTlsConfig *config;

  config = zm_tls_config_new (identity != NULL ? chain : NULL,
                              identity == NULL ? 0 : ca == NULL ? 1 : 2,
                              identity != NULL ? identity->key : NULL,
                              fixture->root->certificate, crls, &error);
  g_assert_no_error (error);

  return config;
}

static void
count_cb (HandshakeServer *server)
{
  server->handshakes++;
}

/* Until the client has closed, so that no alert is lost. */
static void
drain (GSocketConnection *base)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (base));
  guint8 buffer[1024];

  while (g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL) > 0)
    ;
}

static void
converse (HandshakeServer   *server,
          GIOStream         *stream,
          GSocketConnection *base)
{
  ZmTlsServer *tls = ZM_TLS_SERVER (stream);
  g_autofree char *answer = g_strnfill (server->answer_length, 'x');
  const GError *failure;
  guint8 buffer[1024];
  gssize got = g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, sizeof buffer,
                                    NULL, NULL);

  failure = zm_tls_server_get_failure (tls);
  if (failure != NULL)
    {
      server->failure = g_strdup (zm_error_get_check (failure));
      server->alert = g_strdup (zm_error_get_seen (failure));
    }
  if (zm_tls_server_get_peer (tls) != NULL)
    server->peer = g_strdup (zm_certificate_get_common_name (zm_tls_server_get_peer (tls)));
  server->version = g_strdup (zm_tls_server_get_version (tls));

  if (got > 0 && server->answer_length > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), answer,
                               server->answer_length, NULL, NULL, NULL);
  else if (got > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), HANDSHAKE_ANSWER,
                               strlen (HANDSHAKE_ANSWER),
                               NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
  if (failure != NULL)
    drain (base);
}

static gpointer
serve (gpointer user_data)
{
  HandshakeServer *server = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) base = NULL;
  g_autoptr(GIOStream) stream = NULL;

  base = g_socket_listener_accept (server->listener, NULL, NULL, &error);
  g_assert_no_error (error);
  stream = zm_tls_server_accept (server->config, base, server->required);
  g_signal_connect_swapped (stream, "handshake", G_CALLBACK (count_cb), server);
  converse (server, stream, base);

  return NULL;
}

guint16
handshake_listen (GSocketListener *listener)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;
  g_autoptr(GError) error = NULL;

  g_socket_listener_add_address (listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                 &effective, &error);
  g_assert_no_error (error);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
}

void
handshake_start (HandshakeServer     *server,
                 const Handshake     *fixture,
                 const MakerIdentity *identity,
                 GPtrArray           *crls)
{
  server->listener = g_socket_listener_new ();
  server->port = handshake_listen (server->listener);
  server->config = handshake_configure (fixture, identity, NULL, crls);
  server->thread = g_thread_new ("server", serve, server);
}

void
handshake_join (HandshakeServer *server)
{
  if (server->thread != NULL)
    g_thread_join (g_steal_pointer (&server->thread));
}

void
handshake_clear (HandshakeServer *server)
{
  handshake_join (server);
  g_object_unref (server->listener);
  zm_tls_config_unref (server->config);
  g_free (server->peer);
  g_free (server->version);
  g_free (server->failure);
  g_free (server->alert);
}

GBytes *
handshake_call (guint16       port,
                ZmTlsConfig  *config,
                const char   *host,
                gsize         max,
                guint         timeout_ms,
                GError      **error)
{
  g_autoptr(GBytes) request = g_bytes_new_static (HANDSHAKE_REQUEST, strlen (HANDSHAKE_REQUEST));
  g_autoptr(GSocketConnectable) address = g_network_address_new ("127.0.0.1", port);

  return zm_tls_client_exchange (config, address, host, request, max, timeout_ms, NULL, NULL,
                                 error);
}

void
handshake_assert_answer (const HandshakeServer *server,
                         ZmTlsConfig           *config,
                         const char            *host)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = handshake_call (server->port, config, host, HANDSHAKE_ANSWER_MAX,
                                             HANDSHAKE_TIMEOUT_MS, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), HANDSHAKE_ANSWER,
                   strlen (HANDSHAKE_ANSWER));
}

void
handshake_assert_refused (const HandshakeServer *server,
                          ZmTlsConfig           *config,
                          const char            *host,
                          const char            *check,
                          const char            *seen)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = handshake_call (server->port, config, host, HANDSHAKE_ANSWER_MAX,
                                             HANDSHAKE_TIMEOUT_MS, &error);

  g_assert_null (answer);
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_true (zm_error_matches (error, ZM_ERROR_REFUSED));
  if (seen != NULL)
    g_assert_cmpstr (zm_error_get_seen (error), ==, seen);
}
