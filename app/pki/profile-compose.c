#include "app/pki/profile.h"

#include "app/base/device-id.h"
#include "app/pki/asn1.h"
#include "app/pki/extensions.h"
#include "app/pki/random.h"

#include <string.h>

#define SERIAL_OCTETS   16
#define KEY_ID_OCTETS   20
#define NAME_LENGTH_MAX 64 /* characters, ub-common-name and ub-organization-name of RFC 5280 */
#define DAYS_MAX        36525
#define BACK_DATED      (5 * ZM_INSTANT_MINUTE) /* for devices whose clock is a little late */
#define NO_CA           (-2)
#define NO_PATH_LENGTH  (-1)

/* What the kinds of certificates have in common, as a table. */
static const struct {
  int         path_length; /* NO_CA, NO_PATH_LENGTH or the number */
  guint       usages;      /* 0: zm_extensions_identity_usage() */
  const char *purpose;
  const char *crl;
} profiles[] = {
  [ZM_PROFILE_ROOT] = {
    NO_PATH_LENGTH, ZM_USAGE_KEY_CERT_SIGN | ZM_USAGE_CRL_SIGN, NULL, NULL,
  },
  [ZM_PROFILE_INTERMEDIATE] = {
    0, ZM_USAGE_KEY_CERT_SIGN | ZM_USAGE_CRL_SIGN, ZM_PURPOSE_OID_CLIENT, "root.crl",
  },
  [ZM_PROFILE_DEVICE] = { NO_CA, 0, ZM_PURPOSE_OID_CLIENT, "intermediate.crl" },
  [ZM_PROFILE_STATION] = {
    NO_CA, ZM_USAGE_DIGITAL_SIGNATURE, ZM_PURPOSE_OID_SIGN, "root.crl",
  },
  [ZM_PROFILE_SERVER] = { NO_CA, 0, ZM_PURPOSE_OID_SERVER, "root.crl" },
  [ZM_PROFILE_CANARY] = { NO_CA, 0, ZM_PURPOSE_OID_CLIENT, "intermediate.crl" },
};

static gboolean
is_device (ZmProfileKind kind)
{
  return kind == ZM_PROFILE_DEVICE || kind == ZM_PROFILE_CANARY;
}

/* GLib takes spaces and letters beyond ASCII in a URI; RFC 3986 does not. */
static gboolean
is_crl_url (const char *url)
{
  if (!g_str_has_prefix (url, "http://") && !g_str_has_prefix (url, "https://"))
    return FALSE;

  for (const char *c = url; *c != '\0'; c++)
    {
      if (*c < 0x21 || *c > 0x7e)
        return FALSE;
    }

  return g_str_has_suffix (url, "/") && g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL);
}

static gboolean
check_policy (const ZmPolicy  *policy,
              ZmProfileKind    kind,
              GError         **error)
{
  guint days = zm_profile_days (policy, kind);
  g_autofree char *lifetime = g_strdup_printf ("%u days", days);

  if (!zm_device_text_check (policy->hospital, NAME_LENGTH_MAX, "profile.policy", error))
    return FALSE;
  if (*policy->hospital != '\0' && zm_extensions_is_dns_name (policy->identity_host) &&
      (policy->crl_url == NULL || is_crl_url (policy->crl_url)) && days > 0 && days <= DAYS_MAX)
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "profile.policy",
                days > 0 && days <= DAYS_MAX ? policy->identity_host : lifetime,
                "a hospital's name, a host name, an http URL that ends in '/', 1 to 36525 days",
                "The certificate policy cannot be kept");
  return FALSE;
}

static gboolean
check_device (const ZmProfileSubject  *subject,
              GError                 **error)
{
  gboolean canary = strcmp (subject->common_name, ZM_PROFILE_CANARY_ID) == 0;

  if (!zm_device_id_check (subject->common_name, error) ||
      !zm_device_label_check (subject->device_label, error))
    return FALSE;
  if (canary == (subject->kind == ZM_PROFILE_CANARY))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "profile.subject", subject->common_name, NULL,
                "The name “canary” belongs to the certificate that servers must refuse");
  return FALSE;
}

static gboolean
check_subject (const ZmProfileSubject  *subject,
               GError                 **error)
{
  if (zm_public_key_get_kind (subject->key) == ZM_KEY_ED25519)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "profile.key",
                    zm_public_key_get_name (subject->key), "EC P-256 or RSA 3072",
                    "A certificate is not issued for a key of this type");
      return FALSE;
    }
  if (is_device (subject->kind))
    return check_device (subject, error);
  if (*subject->common_name == '\0')
    {
      zm_error_set (error, ZM_ERROR_INVALID, "profile.subject", "", "1 to 64 characters",
                    "The name of the certificate is empty");
      return FALSE;
    }

  return zm_device_text_check (subject->common_name, NAME_LENGTH_MAX, "profile.subject", error);
}

static gboolean
set_issuer_error (const char  *seen,
                  GError     **error)
{
  zm_error_set (error, ZM_ERROR_REFUSED, "profile.issuer", seen, "the certificate of a CA's key",
                "This certificate and key cannot issue it");
  return FALSE;
}

static gboolean
check_issuer (const ZmProfileSubject  *subject,
              ZmCertificate           *issuer,
              ZmPublicKey             *issuer_key,
              GError                 **error)
{
  if (zm_public_key_get_kind (issuer_key) == ZM_KEY_ED25519)
    return set_issuer_error (zm_public_key_get_name (issuer_key), error);
  if ((issuer == NULL) != (subject->kind == ZM_PROFILE_ROOT))
    return set_issuer_error (issuer == NULL ? "nothing" : zm_certificate_get_subject (issuer),
                             error);
  if (issuer == NULL)
    return zm_public_key_equal (issuer_key, subject->key) ||
           set_issuer_error ("another key", error);

  if (g_strcmp0 (zm_certificate_get_key_hash (issuer), zm_public_key_get_hash (issuer_key)) != 0)
    return set_issuer_error ("another key", error);
  if (!zm_certificate_is_ca (issuer) ||
      X509_get0_subject_key_id (zm_certificate_peek_x509 (issuer)) == NULL)
    return set_issuer_error (zm_certificate_get_subject (issuer), error);

  return TRUE;
}

static gboolean
check_now (ZmInstant       now,
           ZmCertificate  *issuer,
           GError        **error)
{
  g_autofree char *seen = NULL;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;
  g_autofree char *expected = NULL;

  if (issuer == NULL || (now >= zm_certificate_get_not_before (issuer) &&
                         now < zm_certificate_get_not_after (issuer)))
    return TRUE;

  seen = zm_instant_format (now);
  from = zm_instant_format (zm_certificate_get_not_before (issuer));
  until = zm_instant_format (zm_certificate_get_not_after (issuer));
  expected = g_strconcat (from, " to ", until, NULL);
  zm_error_set (error, ZM_ERROR_REFUSED, "profile.validity", seen, expected,
                "The issuing certificate is not valid now");
  return FALSE;
}

/* 128 random bits; in DER a zero octet goes before them if the first one is set. */
static void
set_serial (X509 *x509)
{
  g_autoptr(BIGNUM) number = NULL;
  guint8 octets[SERIAL_OCTETS];

  zm_random_bytes (octets, sizeof octets);
  number = BN_bin2bn (octets, sizeof octets, NULL);
  if (BN_to_ASN1_INTEGER (number, X509_get_serialNumber (x509)) == NULL)
    zm_openssl_abort ("a serial number");
}

static void
set_validity (X509                   *x509,
              const ZmPolicy         *policy,
              const ZmProfileSubject *subject,
              ZmCertificate          *issuer)
{
  ZmInstant begin = subject->now - BACK_DATED;
  ZmInstant end = zm_profile_not_after (policy, subject->kind, subject->now,
                                        issuer != NULL ? zm_certificate_get_not_after (issuer) : 0);
  g_autoptr(ASN1_TIME) not_before = NULL;
  g_autoptr(ASN1_TIME) not_after = NULL;

  if (issuer != NULL)
    begin = MAX (begin, zm_certificate_get_not_before (issuer));
  not_before = zm_asn1_time_new (begin);
  not_after = zm_asn1_time_new (end);
  X509_set1_notBefore (x509, not_before);
  X509_set1_notAfter (x509, not_after);
}

static void
set_names (X509                   *x509,
           const ZmPolicy         *policy,
           const ZmProfileSubject *subject,
           ZmCertificate          *issuer)
{
  g_autoptr(X509_NAME) name = X509_NAME_new ();

  zm_asn1_name_append (name, NID_commonName, subject->common_name);
  if (is_device (subject->kind))
    zm_asn1_name_append (name, NID_organizationalUnitName, "ZMonitor");
  else
    zm_asn1_name_append (name, NID_organizationName, policy->hospital);

  X509_set_subject_name (x509, name);
  X509_set_issuer_name (x509, issuer != NULL
                                ? X509_get_subject_name (zm_certificate_peek_x509 (issuer))
                                : name);
}

static void
add_basic_constraints (ZmX509Extensions *extensions,
                       int               path_length)
{
  g_autoptr(BASIC_CONSTRAINTS) constraints = BASIC_CONSTRAINTS_new ();

  constraints->ca = path_length != NO_CA ? 0xff : 0;
  if (path_length >= 0)
    {
      constraints->pathlen = ASN1_INTEGER_new ();
      ASN1_INTEGER_set (constraints->pathlen, path_length);
    }
  zm_extensions_add (extensions, NID_basic_constraints, TRUE, constraints);
}

static void
add_name_constraints (ZmX509Extensions *extensions,
                      const char       *host)
{
  g_autoptr(NAME_CONSTRAINTS) constraints = NAME_CONSTRAINTS_new ();
  GENERAL_SUBTREE *subtree = GENERAL_SUBTREE_new ();

  GENERAL_NAME_free (subtree->base);
  subtree->base = zm_extensions_new_uri (host);
  constraints->permittedSubtrees = sk_GENERAL_SUBTREE_new_null ();
  sk_GENERAL_SUBTREE_push (constraints->permittedSubtrees, subtree);
  zm_extensions_add (extensions, NID_name_constraints, TRUE, constraints);
}

static gboolean
add_names (ZmX509Extensions        *extensions,
           const ZmPolicy          *policy,
           const ZmProfileSubject  *subject,
           GError                 **error)
{
  if (is_device (subject->kind))
    {
      g_autofree char *uri = zm_profile_device_uri (policy, subject->common_name);

      zm_extensions_add_device_names (extensions, uri, subject->common_name,
                                      subject->device_label);
    }

  return subject->kind != ZM_PROFILE_SERVER ||
         zm_extensions_add_server_names (extensions, subject->dns_names, "profile.dns-name", error);
}

/* RFC 7093 section 2, method 1: the leftmost 160 bits of SHA-256 of the key's BIT STRING. */
static ASN1_OCTET_STRING *
new_key_id (X509 *x509)
{
  ASN1_OCTET_STRING *id = ASN1_OCTET_STRING_new ();
  const ASN1_BIT_STRING *bits = X509_get0_pubkey_bitstr (x509);
  guint8 digest[ZM_SHA256_LENGTH];

  zm_digest_sha256 (bits->data, (gsize) bits->length, digest);
  if (ASN1_OCTET_STRING_set (id, digest, KEY_ID_OCTETS) != 1)
    zm_openssl_abort ("a key identifier");

  return id;
}

static void
add_identifiers (ZmX509Extensions *extensions,
                 X509             *x509,
                 ZmCertificate    *issuer)
{
  g_autoptr(ASN1_OCTET_STRING) id = new_key_id (x509);
  g_autoptr(AUTHORITY_KEYID) authority = AUTHORITY_KEYID_new ();
  const ASN1_OCTET_STRING *issuer_id = id;

  if (issuer != NULL)
    issuer_id = X509_get0_subject_key_id (zm_certificate_peek_x509 (issuer));
  authority->keyid = ASN1_OCTET_STRING_dup (issuer_id);
  zm_extensions_add (extensions, NID_subject_key_identifier, FALSE, id);
  zm_extensions_add (extensions, NID_authority_key_identifier, FALSE, authority);
}

static void
add_crl (ZmX509Extensions *extensions,
         const char       *base,
         const char       *name)
{
  g_autoptr(CRL_DIST_POINTS) points = CRL_DIST_POINTS_new ();
  g_autofree char *url = g_strconcat (base, name, NULL);
  DIST_POINT *point = DIST_POINT_new ();

  point->distpoint = DIST_POINT_NAME_new ();
  point->distpoint->type = 0; /* fullName */
  point->distpoint->name.fullname = GENERAL_NAMES_new ();
  sk_GENERAL_NAME_push (point->distpoint->name.fullname, zm_extensions_new_uri (url));
  sk_DIST_POINT_push (points, point);
  zm_extensions_add (extensions, NID_crl_distribution_points, FALSE, points);
}

static gboolean
set_extensions (X509                    *x509,
                const ZmPolicy          *policy,
                const ZmProfileSubject  *subject,
                ZmCertificate           *issuer,
                GError                 **error)
{
  g_autoptr(ZmX509Extensions) extensions = sk_X509_EXTENSION_new_null ();
  ZmProfileKind kind = subject->kind;
  guint usages = profiles[kind].usages;

  if (usages == 0)
    usages = zm_extensions_identity_usage (zm_public_key_get_kind (subject->key));

  add_basic_constraints (extensions, profiles[kind].path_length);
  zm_extensions_add_key_usage (extensions, usages);
  if (profiles[kind].purpose != NULL)
    zm_extensions_add_purpose (extensions, profiles[kind].purpose);
  if (kind == ZM_PROFILE_INTERMEDIATE && policy->name_constraints)
    add_name_constraints (extensions, policy->identity_host);
  if (!add_names (extensions, policy, subject, error))
    return FALSE;
  add_identifiers (extensions, x509, issuer);
  if (policy->crl_url != NULL && profiles[kind].crl != NULL)
    add_crl (extensions, policy->crl_url, profiles[kind].crl);

  for (int i = 0; i < sk_X509_EXTENSION_num (extensions); i++)
    X509_add_ext (x509, sk_X509_EXTENSION_value (extensions, i), -1);

  return TRUE;
}

GBytes *
zm_profile_compose (const ZmPolicy          *policy,
                    const ZmProfileSubject  *subject,
                    ZmCertificate           *issuer,
                    ZmPublicKey             *issuer_key,
                    GError                 **error)
{
  g_autoptr(X509) x509 = X509_new ();
  unsigned char *der = NULL;
  int length;

  g_return_val_if_fail (policy != NULL && subject != NULL, NULL);
  g_return_val_if_fail (policy->hospital != NULL && policy->identity_host != NULL, NULL);
  g_return_val_if_fail (subject->common_name != NULL && subject->key != NULL, NULL);
  g_return_val_if_fail (!is_device (subject->kind) || subject->device_label != NULL, NULL);
  g_return_val_if_fail (issuer_key != NULL, NULL);

  if (!check_policy (policy, subject->kind, error) || !check_subject (subject, error) ||
      !check_issuer (subject, issuer, issuer_key, error) ||
      !check_now (subject->now, issuer, error))
    return NULL;

  X509_set_version (x509, X509_VERSION_3);
  set_serial (x509);
  /* OpenSSL sets the algorithm in the body only when it signs, which here happens later and
   * elsewhere. The body is this function's own, so writing to it does no harm. */
  zm_asn1_set_algorithm ((X509_ALGOR *) X509_get0_tbs_sigalg (x509),
                         zm_public_key_get_kind (issuer_key));
  set_names (x509, policy, subject, issuer);
  set_validity (x509, policy, subject, issuer);
  if (X509_set_pubkey (x509, zm_public_key_peek_pkey (subject->key)) != 1)
    zm_openssl_abort ("a public key");
  if (!set_extensions (x509, policy, subject, issuer, error))
    return NULL;

  length = i2d_re_X509_tbs (x509, &der);

  return zm_openssl_take_bytes (der, length);
}
