#include "app/pki/tls-session.h"

#include "app/pki/openssl.h"
#include "app/pki/tls-bio.h"
#include "app/pki/tls-config-private.h"
#include "app/pki/tls-peer.h"

#include <openssl/sslerr.h>

#define AGREEMENT "a handshake of TLS 1.2 or 1.3 that both sides agree on"

struct _ZmTlsSession {
  gatomicrefcount   references;
  SSL              *ssl;
  BIO              *bio; /* borrowed from ssl */
  GSocket          *socket;
  ZmTlsConfig      *config;
  char             *host;
  ZmTlsPeer         peer;
  GIOCondition      wanted_read;
  GIOCondition      wanted_write;
  gboolean          ended; /* the handshake has, well or badly */
  GError           *failure;
  ZmTlsSessionFunc  notify;
  gpointer          notify_data;
};

static ZmTlsSession *
session_new (ZmTlsConfig *config,
             GSocket     *socket,
             const char  *host)
{
  ZmTlsSession *self = g_new0 (ZmTlsSession, 1);

  g_atomic_ref_count_init (&self->references);
  self->config = zm_tls_config_ref (config);
  self->socket = g_object_ref (socket);
  self->host = g_strdup (host);
  self->peer.config = config;
  self->peer.host = self->host;
  self->wanted_read = G_IO_IN;
  self->wanted_write = G_IO_OUT;

  self->ssl = SSL_new (zm_tls_config_peek_context (config));
  if (self->ssl == NULL)
    zm_openssl_abort ("TLS");
  self->bio = zm_tls_bio_new (socket);
  SSL_set_bio (self->ssl, self->bio, self->bio);
  SSL_set_app_data (self->ssl, &self->peer);
  /* A peer that sends records without data (tickets, key updates) must not keep one call busy, past
   * every time-out: after each of them the caller is asked. */
  SSL_clear_mode (self->ssl, SSL_MODE_AUTO_RETRY);

  return self;
}

ZmTlsSession *
zm_tls_session_new_client (ZmTlsConfig *config,
                           GSocket     *socket,
                           const char  *host)
{
  ZmTlsSession *self;

  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);
  g_return_val_if_fail (host != NULL, NULL);

  self = session_new (config, socket, host);
  SSL_set_connect_state (self->ssl);
  SSL_set_verify (self->ssl, SSL_VERIFY_PEER, NULL);
  /* RFC 6066 section 3: no literal addresses in the server name. */
  if (!g_hostname_is_ip_address (host) && SSL_set_tlsext_host_name (self->ssl, host) != 1)
    ERR_clear_error ();

  return self;
}

ZmTlsSession *
zm_tls_session_new_server (ZmTlsConfig *config,
                           GSocket     *socket,
                           gboolean     required)
{
  ZmTlsSession *self;

  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  self = session_new (config, socket, NULL);
  SSL_set_accept_state (self->ssl);
  SSL_set_verify (self->ssl,
                  SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), NULL);

  return self;
}

ZmTlsSession *
zm_tls_session_ref (ZmTlsSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);

  return self;
}

void
zm_tls_session_unref (ZmTlsSession *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  SSL_free (self->ssl);
  g_object_unref (self->socket);
  zm_tls_config_unref (self->config);
  g_free (self->host);
  zm_tls_peer_clear (&self->peer);
  g_clear_error (&self->failure);
  g_free (self);
}

void
zm_tls_session_set_notify (ZmTlsSession     *self,
                           ZmTlsSessionFunc  notify,
                           gpointer          user_data)
{
  g_return_if_fail (self != NULL);

  self->notify = notify;
  self->notify_data = user_data;
}

static void
end_handshake (ZmTlsSession *self,
               const GError *failure)
{
  if (self->ended)
    return;

  self->ended = TRUE;
  if (failure != NULL)
    self->failure = g_error_copy (failure);
  if (self->notify != NULL)
    self->notify (self->notify_data);
}

/* The first cause that applies is the one that tells most. */
static GError *
take_failure (ZmTlsSession *self)
{
  int reason = ERR_GET_REASON (ERR_peek_error ());
  const char *text = NULL;
  GError *error = NULL;

  if (self->peer.refusal != NULL)
    error = g_error_copy (self->peer.refusal);
  else if (self->peer.alert != NULL)
    zm_error_set (&error, ZM_ERROR_REFUSED, "tls.alert", self->peer.alert, AGREEMENT,
                  "The other side refused the connection");
  else if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE)
    zm_error_set (&error, ZM_ERROR_REFUSED, "tls.no-certificate", "nothing",
                  "a client certificate", "The client sent no certificate");
  else if (zm_tls_bio_has_ended (self->bio, &text))
    zm_error_set (&error, ZM_ERROR_UNAVAILABLE, "tls.closed", text, AGREEMENT,
                  "The other side closed the connection");
  else
    zm_error_set (&error, ZM_ERROR_REFUSED, self->ended ? "tls.protocol" : "tls.handshake",
                  ERR_reason_error_string (ERR_peek_error ()), AGREEMENT,
                  "The two sides do not agree on TLS");
  ERR_clear_error ();

  return error;
}

/* What OpenSSL's result means for the caller. */
static gssize
finish (ZmTlsSession  *self,
        int            result,
        gsize          transferred,
        GIOCondition  *wanted,
        GError       **error)
{
  g_autoptr(GError) failure = NULL;
  int kind = SSL_get_error (self->ssl, result);

  if (SSL_is_init_finished (self->ssl))
    end_handshake (self, NULL);

  switch (kind)
    {
    case SSL_ERROR_NONE:
      return (gssize) transferred;
    case SSL_ERROR_ZERO_RETURN:
      return 0;
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      *wanted = kind == SSL_ERROR_WANT_READ ? G_IO_IN : G_IO_OUT;
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "TLS waits for the network");
      return -1;
    default:
      failure = take_failure (self);
      end_handshake (self, failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return -1;
    }
}

gssize
zm_tls_session_read (ZmTlsSession  *self,
                     void          *data,
                     gsize          length,
                     GError       **error)
{
  gsize got = 0;
  int result;

  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (data != NULL && length > 0, -1);

  self->wanted_read = G_IO_IN;
  ERR_clear_error ();
  result = SSL_read_ex (self->ssl, data, length, &got);

  return finish (self, result, got, &self->wanted_read, error);
}

gssize
zm_tls_session_write (ZmTlsSession  *self,
                      const void    *data,
                      gsize          length,
                      GError       **error)
{
  gsize sent = 0;
  int result;

  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (data != NULL && length > 0, -1);

  self->wanted_write = G_IO_OUT;
  ERR_clear_error ();
  result = SSL_write_ex (self->ssl, data, length, &sent);

  return finish (self, result, sent, &self->wanted_write, error);
}

void
zm_tls_session_close (ZmTlsSession *self)
{
  g_return_if_fail (self != NULL);

  if (!zm_tls_session_is_established (self))
    return;

  ERR_clear_error ();
  SSL_shutdown (self->ssl);
  ERR_clear_error ();
}

GSocket *
zm_tls_session_get_socket (ZmTlsSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->socket;
}

GIOCondition
zm_tls_session_get_wanted (ZmTlsSession *self,
                           GIOCondition  direction)
{
  g_return_val_if_fail (self != NULL, direction);

  return direction == G_IO_IN ? self->wanted_read : self->wanted_write;
}

gboolean
zm_tls_session_has_pending (ZmTlsSession *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return SSL_pending (self->ssl) > 0;
}

gboolean
zm_tls_session_is_established (ZmTlsSession *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->ended && self->failure == NULL;
}

ZmCertificate *
zm_tls_session_get_peer (ZmTlsSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return zm_tls_session_is_established (self) ? self->peer.certificate : NULL;
}

const char *
zm_tls_session_get_version (ZmTlsSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return SSL_get_version (self->ssl);
}

const char *
zm_tls_session_get_cipher (ZmTlsSession *self)
{
  const SSL_CIPHER *cipher;

  g_return_val_if_fail (self != NULL, NULL);

  cipher = SSL_get_current_cipher (self->ssl);
  return cipher != NULL ? SSL_CIPHER_standard_name (cipher) : NULL;
}

const GError *
zm_tls_session_get_failure (ZmTlsSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->failure;
}
