#include "app/pki/tls-peer.h"

#include "app/pki/tls-alert.h"
#include "app/pki/tls-config-private.h"

/* How an alert comes to the callback. */
#define ALERT_LEVEL(value)       ((value) >> 8)
#define ALERT_DESCRIPTION(value) ((value) & 0xff)

static gboolean
add_certificate (GPtrArray  *chain,
                 X509       *x509,
                 GError    **error)
{
  ZmCertificate *certificate;

  if (X509_up_ref (x509) != 1)
    zm_openssl_abort ("a peer's certificate");
  certificate = zm_certificate_new_take_x509 (x509, error);
  if (certificate == NULL)
    return FALSE;

  g_ptr_array_add (chain, certificate);
  return TRUE;
}

/* In the order that the peer sent them; OpenSSL repeats the leaf at the head of the others. */
static GPtrArray *
read_chain (X509_STORE_CTX  *context,
            GError         **error)
{
  g_autoptr(GPtrArray) chain = NULL;
  STACK_OF (X509) *sent = X509_STORE_CTX_get0_untrusted (context);
  X509 *leaf = X509_STORE_CTX_get0_cert (context);

  chain = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  if (!add_certificate (chain, leaf, error))
    return NULL;
  for (int i = 0; i < sk_X509_num (sent); i++)
    {
      X509 *x509 = sk_X509_value (sent, i);

      if (i == 0 && X509_cmp (x509, leaf) == 0)
        continue;
      if (!add_certificate (chain, x509, error))
        return NULL;
    }

  return g_steal_pointer (&chain);
}

/* A peer may send the root along (RFC 8446 section 4.4.2); it adds nothing. */
static void
drop_root (GPtrArray     *chain,
           ZmCertificate *root)
{
  ZmCertificate *last = chain->pdata[chain->len - 1];

  if (chain->len > 1 &&
      X509_cmp (zm_certificate_peek_x509 (last), zm_certificate_peek_x509 (root)) == 0)
    g_ptr_array_remove_index (chain, chain->len - 1);
}

static gboolean
check_host (ZmCertificate  *certificate,
            const char     *host,
            GError        **error)
{
  if (zm_certificate_matches_host (certificate, host))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "tls.server-name",
                zm_certificate_get_subject (certificate), host,
                "The server's certificate is for another host");
  return FALSE;
}

static ZmCertificate *
verify (ZmTlsConfig     *config,
        X509_STORE_CTX  *context,
        const char      *host,
        GError         **error)
{
  ZmCertificate *root = zm_tls_config_peek_root (config);
  g_autoptr(GPtrArray) chain = read_chain (context, error);
  ZmPurpose purpose = host != NULL ? ZM_PURPOSE_SERVER : ZM_PURPOSE_CLIENT;

  if (chain == NULL)
    return NULL;
  drop_root (chain, root);
  if (!zm_chain_verify ((ZmCertificate *const *) chain->pdata, chain->len, root,
                        zm_tls_config_peek_crls (config), purpose, zm_instant_now (), error) ||
      (host != NULL && !check_host (chain->pdata[0], host, error)))
    return NULL;

  return zm_certificate_ref (chain->pdata[0]);
}

void
zm_tls_peer_clear (ZmTlsPeer *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->certificate, zm_certificate_unref);
  g_clear_error (&self->refusal);
}

int
zm_tls_peer_verify_cb (X509_STORE_CTX *context,
                       void           *user_data)
{
  SSL *ssl = X509_STORE_CTX_get_ex_data (context, SSL_get_ex_data_X509_STORE_CTX_idx ());
  ZmTlsPeer *self = SSL_get_app_data (ssl);

  zm_tls_peer_clear (self);
  self->certificate = verify (self->config, context, self->host, &self->refusal);
  X509_STORE_CTX_set_error (context,
                            self->refusal == NULL
                              ? X509_V_OK
                              : zm_tls_alert_verify_code (zm_error_get_check (self->refusal)));

  return self->certificate != NULL;
}

/* In TLS 1.3 the level of an alert means nothing (RFC 8446 section 6). */
void
zm_tls_peer_info_cb (const SSL *ssl,
                     int        where,
                     int        value)
{
  ZmTlsPeer *self = SSL_get_app_data (ssl);
  int description = ALERT_DESCRIPTION (value);

  if (where != SSL_CB_READ_ALERT || description == SSL_AD_CLOSE_NOTIFY ||
      description == SSL_AD_USER_CANCELLED)
    return;
  if (ALERT_LEVEL (value) == SSL3_AL_FATAL || SSL_version (ssl) >= TLS1_3_VERSION)
    self->alert = zm_tls_alert_name ((guint) description);
}
