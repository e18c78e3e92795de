#include "app/pki/tls-config.h"

#include "app/pki/openssl.h"
#include "app/pki/tls-config-private.h"
#include "app/pki/tls-peer.h"

/* What TLS 1.2 may use: forward secrecy and AEAD. TLS 1.3 has nothing else. */
#define CIPHERS "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!PSK"
#define GROUPS  "P-256:X25519:P-384"

#define SECURITY_LEVEL     2           /* 112 bits */
#define PEER_CHAIN_MAX     (64 * 1024) /* bytes of certificates that a peer may send */
#define SESSION_ID_CONTEXT "zmonitor"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SSL_CTX, SSL_CTX_free)

struct _ZmTlsConfig {
  gatomicrefcount  references;
  SSL_CTX         *context;
  ZmCertificate   *root;
  GPtrArray       *crls;
};

/* What the system's or the environment's OpenSSL configuration says is overruled here. */
static SSL_CTX *
make_context (void)
{
  SSL_CTX *context = SSL_CTX_new (TLS_method ());

  if (context == NULL ||
      SSL_CTX_set_min_proto_version (context, TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_max_proto_version (context, 0) != 1 ||
      SSL_CTX_set_cipher_list (context, CIPHERS) != 1 ||
      SSL_CTX_set1_groups_list (context, GROUPS) != 1 ||
      SSL_CTX_set_num_tickets (context, 0) != 1 ||
      SSL_CTX_set_session_id_context (context, (const unsigned char *) SESSION_ID_CONTEXT,
                                      sizeof SESSION_ID_CONTEXT - 1) != 1)
    zm_openssl_abort ("a TLS context");

  SSL_CTX_set_security_level (context, SECURITY_LEVEL);
  SSL_CTX_clear_options (context, SSL_OP_LEGACY_SERVER_CONNECT |
                         SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF |
                         SSL_OP_NO_TLSv1_2 | SSL_OP_NO_TLSv1_3);
  SSL_CTX_set_options (context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                       SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode (context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                    SSL_MODE_NO_AUTO_CHAIN | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode (context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_max_cert_list (context, PEER_CHAIN_MAX);
  SSL_CTX_set_cert_verify_callback (context, zm_tls_peer_verify_cb, NULL);
  SSL_CTX_set_info_callback (context, zm_tls_peer_info_cb);

  return context;
}

static gboolean
set_identity (SSL_CTX               *context,
              ZmCertificate *const  *chain,
              gsize                  count,
              ZmKey                 *key,
              GError               **error)
{
  g_autoptr(ZmX509Refs) others = sk_X509_new_null ();

  for (gsize i = 1; i < count; i++)
    sk_X509_push (others, zm_certificate_peek_x509 (chain[i]));
  if (SSL_CTX_use_cert_and_key (context, zm_certificate_peek_x509 (chain[0]),
                                zm_key_peek_pkey (key), others, 1) == 1 &&
      SSL_CTX_check_private_key (context) == 1)
    return TRUE;

  zm_openssl_take_error (error, ZM_ERROR_INVALID, "tls.identity",
                         "The certificate and the key are of no use in TLS");
  return FALSE;
}

ZmTlsConfig *
zm_tls_config_new (ZmCertificate *const  *own_chain,
                   gsize                  own_count,
                   ZmKey                 *key,
                   ZmCertificate         *root,
                   GPtrArray             *crls,
                   GError               **error)
{
  g_autoptr(SSL_CTX) context = NULL;
  ZmTlsConfig *self;

  g_return_val_if_fail ((own_chain == NULL) == (key == NULL), NULL);
  g_return_val_if_fail ((own_chain == NULL) == (own_count == 0), NULL);
  g_return_val_if_fail (root != NULL, NULL);

  context = make_context ();
  if (key != NULL && !set_identity (context, own_chain, own_count, key, error))
    return NULL;

  self = g_new0 (ZmTlsConfig, 1);
  g_atomic_ref_count_init (&self->references);
  self->context = g_steal_pointer (&context);
  self->root = zm_certificate_ref (root);
  if (crls != NULL)
    {
      /* The caller's array may change later. */
      self->crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
      for (guint i = 0; i < crls->len; i++)
        g_ptr_array_add (self->crls, zm_crl_ref (crls->pdata[i]));
    }

  return self;
}

ZmTlsConfig *
zm_tls_config_ref (ZmTlsConfig *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);

  return self;
}

void
zm_tls_config_unref (ZmTlsConfig *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  SSL_CTX_free (self->context);
  zm_certificate_unref (self->root);
  g_clear_pointer (&self->crls, g_ptr_array_unref);
  g_free (self);
}

SSL_CTX *
zm_tls_config_peek_context (ZmTlsConfig *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->context;
}

ZmCertificate *
zm_tls_config_peek_root (ZmTlsConfig *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

GPtrArray *
zm_tls_config_peek_crls (ZmTlsConfig *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->crls;
}
