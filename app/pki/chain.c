#include "app/pki/chain.h"

#include "app/pki/crl-private.h"

#define AUTH_LEVEL 2 /* 112 bits of security in every key and signature */

/* documentSigning has no number in OpenSSL 3.0. */
#define OID_ANY_USAGE        "2.5.29.37.0"
#define OID_SERVER_AUTH      "1.3.6.1.5.5.7.3.1"
#define OID_CLIENT_AUTH      "1.3.6.1.5.5.7.3.2"
#define OID_DOCUMENT_SIGNING "1.3.6.1.5.5.7.3.36"

static const struct {
  const char *usage;   /* NULL: a CA */
  const char *name;
  int         openssl; /* OpenSSL's own purpose, which also looks at key usage and CA bits */
} purposes[] = {
  [ZM_PURPOSE_CLIENT] = { OID_CLIENT_AUTH, "clientAuth", X509_PURPOSE_SSL_CLIENT },
  [ZM_PURPOSE_SERVER] = { OID_SERVER_AUTH, "serverAuth", X509_PURPOSE_SSL_SERVER },
  [ZM_PURPOSE_SIGN] = { OID_DOCUMENT_SIGNING, "documentSigning", X509_PURPOSE_ANY },
  [ZM_PURPOSE_CA] = { NULL, "a CA", X509_PURPOSE_ANY },
};

static const char *
check_name (int code)
{
  switch (code)
    {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
      return "chain.incomplete";
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
    case X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY:
    case X509_V_ERR_SIGNATURE_ALGORITHM_MISMATCH:
    case X509_V_ERR_SIGNATURE_ALGORITHM_INCONSISTENCY:
      return "chain.signature";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "chain.not-yet-valid";
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "chain.expired";
    case X509_V_ERR_INVALID_PURPOSE:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_CERT_REJECTED:
      return "chain.purpose";
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_INVALID_NON_CA:
      return "chain.constraint";
    case X509_V_ERR_CERT_REVOKED:
      return "chain.revoked";
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
      return "chain.crl-missing";
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
      return "chain.crl-expired";
    default:
      return "chain.invalid";
    }
}

/* What should have been there, for a person. */
static const char *
expected_of (const char *check)
{
  static const struct {
    const char *check;
    const char *expected;
  } rows[] = {
    { "chain.incomplete", "a chain of certificates up to the trusted root" },
    { "chain.revoked", "a certificate that is not revoked" },
    { "chain.crl-missing", "a revocation list of each CA in the chain" },
    { "chain.crl-expired", "revocation lists that are valid today" },
    { "chain.purpose", "a certificate that was issued for this purpose" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (g_str_equal (rows[i].check, check))
        return rows[i].expected;
    }

  return "a certificate as RFC 5280 says";
}

static void
refuse (ZmCertificate  *certificate,
        const char     *check,
        const char     *seen,
        const char     *expected,
        GError        **error)
{
  zm_error_set (error, ZM_ERROR_REFUSED, check, seen, expected,
                "The certificate “%s” is refused", zm_certificate_get_subject (certificate));
}

static void
refuse_time (ZmCertificate  *certificate,
             const char     *check,
             gboolean        has_ended,
             ZmInstant       now,
             GError        **error)
{
  g_autofree char *limit = zm_instant_format (has_ended ? zm_certificate_get_not_after (certificate) :
                                              zm_certificate_get_not_before (certificate));
  g_autofree char *seen = has_ended ? g_strdup_printf ("ended %s", limit) :
                          g_strdup_printf ("begins %s", limit);
  g_autofree char *now_text = zm_instant_format (now);
  g_autofree char *expected = g_strdup_printf ("valid at %s", now_text);

  refuse (certificate, check, seen, expected, error);
}

/* The certificate that OpenSSL was looking at; it may be one of ours in another place. */
static ZmCertificate *
certificate_at (ZmCertificate *const *chain,
                gsize                 count,
                ZmCertificate        *root,
                X509_STORE_CTX       *context)
{
  X509 *current = X509_STORE_CTX_get_current_cert (context);

  if (current != NULL && X509_cmp (current, zm_certificate_peek_x509 (root)) == 0)
    return root;
  for (gsize i = 0; current != NULL && i < count; i++)
    {
      if (X509_cmp (current, zm_certificate_peek_x509 (chain[i])) == 0)
        return chain[i];
    }

  return chain[0];
}

static void
refuse_verdict (ZmCertificate *const  *chain,
                gsize                  count,
                ZmCertificate         *root,
                X509_STORE_CTX        *context,
                ZmInstant              now,
                GError               **error)
{
  int code = X509_STORE_CTX_get_error (context);
  ZmCertificate *at = certificate_at (chain, count, root, context);

  ERR_clear_error ();
  switch (code)
    {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      refuse_time (at, check_name (code), TRUE, now, error);
      return;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      refuse_time (at, check_name (code), FALSE, now, error);
      return;
    default:
      refuse (at, check_name (code), X509_verify_cert_error_string (code),
              expected_of (check_name (code)), error);
      return;
    }
}

static X509_STORE *
make_store (ZmCertificate *root,
            GPtrArray     *crls)
{
  X509_STORE *store = X509_STORE_new ();

  if (store == NULL || X509_STORE_add_cert (store, zm_certificate_peek_x509 (root)) != 1)
    zm_openssl_abort ("a certificate store");
  for (guint i = 0; crls != NULL && i < crls->len; i++)
    {
      if (X509_STORE_add_crl (store, zm_crl_peek_x509 (crls->pdata[i])) != 1)
        zm_openssl_abort ("a certificate store");
    }

  return store;
}

static void
set_rules (X509_STORE_CTX *context,
           gboolean        with_crls,
           ZmPurpose       purpose,
           ZmInstant       now)
{
  X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param (context);
  unsigned long flags = X509_V_FLAG_X509_STRICT;

  if (with_crls)
    flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
  if (X509_VERIFY_PARAM_set_flags (rules, flags) != 1 ||
      X509_VERIFY_PARAM_set_purpose (rules, purposes[purpose].openssl) != 1)
    zm_openssl_abort ("the rules for a chain");
  X509_VERIFY_PARAM_set_time (rules, (time_t) (now / ZM_INSTANT_SECOND));
  X509_VERIFY_PARAM_set_depth (rules, ZM_CHAIN_MAX);
  X509_VERIFY_PARAM_set_auth_level (rules, AUTH_LEVEL);
}

/* OpenSSL takes what lies before it as a heap, not as a chain. */
static gboolean
check_order (ZmCertificate *const  *chain,
             gsize                  count,
             ZmCertificate         *root,
             X509_STORE_CTX        *context,
             GError               **error)
{
  STACK_OF (X509) *built = X509_STORE_CTX_get0_chain (context);
  gboolean same = sk_X509_num (built) == (int) count + 1;

  for (gsize i = 0; same && i <= count; i++)
    {
      ZmCertificate *expected = i < count ? chain[i] : root;

      same = X509_cmp (sk_X509_value (built, (int) i), zm_certificate_peek_x509 (expected)) == 0;
    }
  if (!same)
    refuse (chain[0], "chain.order", NULL, "the leaf, then each CA in order, without the root",
            error);

  return same;
}

static gboolean
allows_usage (X509       *x509,
              const char *usage,
              gboolean    is_leaf)
{
  g_autoptr(EXTENDED_KEY_USAGE) usages = X509_get_ext_d2i (x509, NID_ext_key_usage, NULL, NULL);

  if (usages == NULL)
    return !is_leaf;

  for (int i = 0; i < sk_ASN1_OBJECT_num (usages); i++)
    {
      char oid[64];

      if (OBJ_obj2txt (oid, sizeof oid, sk_ASN1_OBJECT_value (usages, i), 1) <= 0)
        continue;
      if (g_str_equal (oid, usage) || (!is_leaf && g_str_equal (oid, OID_ANY_USAGE)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
serves_purpose (X509      *x509,
                ZmPurpose  purpose,
                gboolean   is_leaf)
{
  if (purpose == ZM_PURPOSE_CA)
    return !is_leaf || (X509_check_ca (x509) == 1 &&
                        (X509_get_key_usage (x509) & KU_KEY_CERT_SIGN) != 0);
  if (is_leaf && purpose == ZM_PURPOSE_SIGN &&
      (X509_get_key_usage (x509) & KU_DIGITAL_SIGNATURE) == 0)
    return FALSE;

  return allows_usage (x509, purposes[purpose].usage, is_leaf);
}

static gboolean
check_purpose (ZmCertificate *const  *chain,
               gsize                  count,
               ZmPurpose              purpose,
               GError               **error)
{
  for (gsize i = 0; i < count; i++)
    {
      if (!serves_purpose (zm_certificate_peek_x509 (chain[i]), purpose, i == 0))
        {
          refuse (chain[i], "chain.purpose", NULL, purposes[purpose].name, error);
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
zm_chain_verify (ZmCertificate *const  *chain,
                 gsize                  count,
                 ZmCertificate         *root,
                 GPtrArray             *crls,
                 ZmPurpose              purpose,
                 ZmInstant              now,
                 GError               **error)
{
  g_autoptr(ZmX509Refs) others = sk_X509_new_null ();
  g_autoptr(X509_STORE) store = NULL;
  g_autoptr(X509_STORE_CTX) context = NULL;

  g_return_val_if_fail (chain != NULL && count > 0, FALSE);
  g_return_val_if_fail (root != NULL, FALSE);
  g_return_val_if_fail ((gsize) purpose < G_N_ELEMENTS (purposes), FALSE);

  if (count > ZM_CHAIN_MAX)
    {
      refuse (chain[0], "chain.order", NULL, "at most three CAs below the root", error);
      return FALSE;
    }

  store = make_store (root, crls);
  for (gsize i = 1; i < count; i++)
    sk_X509_push (others, zm_certificate_peek_x509 (chain[i]));
  context = X509_STORE_CTX_new ();
  if (context == NULL ||
      X509_STORE_CTX_init (context, store, zm_certificate_peek_x509 (chain[0]), others) != 1)
    zm_openssl_abort ("a chain");
  set_rules (context, crls != NULL, purpose, now);

  if (X509_verify_cert (context) != 1)
    {
      refuse_verdict (chain, count, root, context, now, error);
      return FALSE;
    }

  return check_order (chain, count, root, context, error) &&
         check_purpose (chain, count, purpose, error);
}
