#include "tests/pki/forge.h"

#include <openssl/conf.h>
#include <openssl/ec.h>

static void
add_subject (X509_REQ          *request,
             const char *const *subject)
{
  static const char *const usual[] = { "CN", "DEV-001", "OU", "ZMonitor", NULL };
  X509_NAME *name = X509_REQ_get_subject_name (request);
  const char *const *pair = subject != NULL ? subject : usual;

  for (; *pair != NULL; pair += 2)
    g_assert_cmpint (X509_NAME_add_entry_by_txt (name, pair[0], MBSTRING_UTF8,
                                                 (const unsigned char *) pair[1], -1, -1, 0),
                     ==, 1);
}

static void
add_extensions (X509_REQ   *request,
                const char *config,
                int         attribute)
{
  g_autoptr(BIO) bio = BIO_new_mem_buf (config, -1);
  ZmX509Extensions *extensions = NULL;
  CONF *conf = NCONF_new (NULL);
  X509V3_CTX context;
  long line = 0;

  g_assert_cmpint (NCONF_load_bio (conf, bio, &line), ==, 1);
  X509V3_set_ctx (&context, NULL, NULL, request, NULL, 0);
  X509V3_set_nconf (&context, conf);
  if (X509V3_EXT_add_nconf_sk (conf, &context, "ext", &extensions) != 1)
    ERR_print_errors_fp (stderr);
  g_assert_nonnull (extensions);
  g_assert_cmpint (X509_REQ_add_extensions_nid (request, extensions, attribute), ==, 1);
  zm_x509_extensions_free (extensions);
  NCONF_free (conf);
}

GBytes *
forge_csr (const Forge *forge)
{
  g_autoptr(X509_REQ) request = X509_REQ_new ();
  g_autoptr(EVP_PKEY) pkey = forge->pkey;
  unsigned char *der = NULL;
  int length;

  if (pkey == NULL)
    pkey = EVP_EC_gen ("P-256");
  else
    EVP_PKEY_up_ref (pkey);

  X509_REQ_set_version (request, forge->version);
  X509_REQ_set_pubkey (request, pkey);
  add_subject (request, forge->subject);
  if (forge->config != NULL)
    add_extensions (request, forge->config, NID_ext_req);
  if (forge->again != NULL)
    add_extensions (request, forge->again, NID_ms_ext_req);
  if (forge->challenge != NULL)
    X509_REQ_add1_attr_by_NID (request, NID_pkcs9_challengePassword, MBSTRING_UTF8,
                               (const unsigned char *) forge->challenge, -1);

  if (EVP_PKEY_is_a (pkey, "ED25519"))
    X509_REQ_sign (request, pkey, NULL);
  else
    X509_REQ_sign (request, forge->signer != NULL ? forge->signer : pkey,
                   forge->md != NULL ? forge->md : EVP_sha256 ());
  length = i2d_X509_REQ (request, &der);
  g_assert_cmpint (length, >, 0);

  return zm_openssl_take_bytes (der, length);
}
