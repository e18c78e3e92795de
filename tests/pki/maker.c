#include "tests/pki/maker.h"

#include "app/pki/openssl.h"

#include <string.h>

static void
add_extension (X509       *x509,
               X509       *issuer,
               const char *line)
{
  const char *value = strchr (line, '=') + 1;
  g_autofree char *name = g_strndup (line, (gsize) (value - line) - 1);
  g_autoptr(X509_EXTENSION) extension = NULL;
  X509V3_CTX context;

  X509V3_set_ctx (&context, issuer, x509, NULL, NULL, 0);
  extension = X509V3_EXT_conf (NULL, &context, name, value);
  if (extension == NULL)
    ERR_print_errors_fp (stderr);
  g_assert_nonnull (extension);
  g_assert_cmpint (X509_add_ext (x509, extension, -1), ==, 1);
}

static void
add_extensions (X509       *x509,
                X509       *issuer,
                const char *extensions)
{
  g_auto(GStrv) lines = g_strsplit (extensions, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      if (**line != '\0')
        add_extension (x509, issuer, *line);
    }
}

static void
set_fields (X509               *x509,
            const MakerRequest *request,
            ZmKey              *key)
{
  ZmInstant now = zm_instant_now ();
  ZmInstant from = request->from != 0 ? request->from : now - ZM_INSTANT_HOUR;
  ZmInstant until = request->until != 0 ? request->until : now + ZM_INSTANT_HOUR;
  X509_NAME *name = X509_get_subject_name (x509);
  g_autoptr(BIGNUM) serial = BN_new ();

  g_assert_cmpint (BN_rand (serial, 126, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY), ==, 1);
  BN_to_ASN1_INTEGER (serial, X509_get_serialNumber (x509));
  X509_set_version (x509, X509_VERSION_3);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8, (const unsigned char *) request->name, -1,
                              -1, 0);
  ASN1_TIME_set (X509_getm_notBefore (x509), (time_t) (from / ZM_INSTANT_SECOND));
  ASN1_TIME_set (X509_getm_notAfter (x509), (time_t) (until / ZM_INSTANT_SECOND));
  X509_set_pubkey (x509, zm_key_peek_pkey (key));
}

MakerIdentity *
maker_issue (const MakerRequest *request)
{
  const MakerIdentity *issuer = request->issuer;
  MakerIdentity *identity = g_new0 (MakerIdentity, 1);
  g_autoptr(GError) error = NULL;
  X509 *x509 = X509_new ();
  X509 *signer = issuer != NULL ? zm_certificate_peek_x509 (issuer->certificate) : x509;

  identity->key = request->key != NULL ? zm_key_ref (request->key)
                                       : zm_key_generate (ZM_KEY_EC_P256, &error);
  g_assert_no_error (error);
  set_fields (x509, request, identity->key);
  X509_set_issuer_name (x509, X509_get_subject_name (signer));
  add_extensions (x509, signer, request->extensions);
  g_assert_cmpint (X509_sign (x509, zm_key_peek_pkey ((issuer != NULL ? issuer : identity)->key),
                              EVP_sha256 ()), >, 0);
  identity->certificate = zm_certificate_new_take_x509 (x509, &error);
  g_assert_no_error (error);

  return identity;
}

void
maker_free (MakerIdentity *identity)
{
  zm_certificate_unref (identity->certificate);
  zm_key_unref (identity->key);
  g_free (identity);
}
