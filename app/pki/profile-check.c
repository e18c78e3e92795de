#include "app/pki/profile.h"

#include "app/base/device-id.h"
#include "app/pki/asn1.h"
#include "app/pki/fields.h"

#include <string.h>

/* A certificate is read here anew and compared with the profile as a person would read it, in
 * words; nothing is shared with the code that composes certificates. */

#define BACK_DATED    (5 * ZM_INSTANT_MINUTE)
#define SERIAL_BITS   128
#define KEY_ID_OCTETS 20

typedef struct {
  const ZmPolicy *policy;
  ZmProfileKind   kind;
  ZmCertificate  *certificate;
  ZmCertificate  *issuer; /* itself for a root */
  X509           *x509;
  X509           *issuer_x509;
} Case;

static const struct {
  const char *basic_constraints;
  const char *usage_ec;
  const char *usage_rsa;
  const char *purpose;
  const char *second_attribute; /* beside CN: OU=ZMonitor or O=hospital */
  gboolean    has_names;
  const char *crl;
} expectations[] = {
  [ZM_PROFILE_ROOT] = {
    "CA:TRUE", "keyCertSign, cRLSign", "keyCertSign, cRLSign", NULL, "O", FALSE, NULL,
  },
  [ZM_PROFILE_INTERMEDIATE] = {
    "CA:TRUE, pathlen:0", "keyCertSign, cRLSign", "keyCertSign, cRLSign", "clientAuth", "O", FALSE,
    "root.crl",
  },
  [ZM_PROFILE_DEVICE] = {
    "CA:FALSE", "digitalSignature", "digitalSignature, keyEncipherment", "clientAuth", "OU", TRUE,
    "intermediate.crl",
  },
  [ZM_PROFILE_STATION] = {
    "CA:FALSE", "digitalSignature", "digitalSignature", "documentSigning", "O", FALSE, "root.crl",
  },
  [ZM_PROFILE_SERVER] = {
    "CA:FALSE", "digitalSignature", "digitalSignature, keyEncipherment", "serverAuth", "O", TRUE,
    "root.crl",
  },
  [ZM_PROFILE_CANARY] = {
    "CA:FALSE", "digitalSignature", "digitalSignature, keyEncipherment", "clientAuth", "OU", TRUE,
    "intermediate.crl",
  },
};

static gboolean
refuse (const char  *check,
        const char  *seen,
        const char  *expected,
        GError     **error)
{
  ERR_clear_error ();
  zm_error_set (error, ZM_ERROR_REFUSED, check, seen, expected,
                "The certificate does not follow its profile");
  return FALSE;
}

static gboolean
check_text (const char  *check,
            const char  *seen,
            const char  *expected,
            GError     **error)
{
  return g_strcmp0 (seen, expected) == 0 || refuse (check, seen, expected, error);
}

static gboolean
check_version (const Case  *item,
               GError     **error)
{
  return X509_get_version (item->x509) == X509_VERSION_3 ||
         refuse ("profile.version", NULL, "3", error);
}

/* A number below 2^64 is none of ours: one random number in 2^64 is as small. */
static gboolean
check_serial (const Case  *item,
              GError     **error)
{
  g_autoptr(BIGNUM) number = ASN1_INTEGER_to_BN (X509_get0_serialNumber (item->x509), NULL);

  return (number != NULL && !BN_is_negative (number) && BN_num_bits (number) > SERIAL_BITS / 2 &&
          BN_num_bits (number) <= SERIAL_BITS) ||
         refuse ("profile.serial", zm_certificate_get_serial (item->certificate),
                 "128 random bits", error);
}

static gboolean
check_key (const Case  *item,
           GError     **error)
{
  ZmPublicKey *key = zm_certificate_get_key (item->certificate);

  return (key != NULL && zm_public_key_get_kind (key) != ZM_KEY_ED25519) ||
         refuse ("profile.key", key != NULL ? zm_public_key_get_name (key) : "another type",
                 "EC P-256 or RSA 3072", error);
}

static gboolean
check_algorithm (const Case  *item,
                 GError     **error)
{
  int nid = X509_get_signature_nid (item->x509);

  return nid == NID_ecdsa_with_SHA256 || nid == NID_sha256WithRSAEncryption ||
         refuse ("profile.algorithm", OBJ_nid2sn (nid),
                 "ecdsa-with-SHA256 or sha256WithRSAEncryption", error);
}

static gboolean
check_issuer (const Case  *item,
              GError     **error)
{
  const X509_NAME *issuer = X509_get_subject_name (item->issuer_x509);

  return X509_NAME_cmp (X509_get_issuer_name (item->x509), issuer) == 0 ||
         refuse ("profile.issuer", zm_certificate_get_issuer (item->certificate),
                 zm_certificate_get_subject (item->issuer), error);
}

static gboolean
check_signature (const Case  *item,
                 GError     **error)
{
  EVP_PKEY *pkey = X509_get0_pubkey (item->issuer_x509);

  return (pkey != NULL && X509_verify (item->x509, pkey) == 1) ||
         refuse ("profile.signature", NULL, "a signature by the issuer's key", error);
}

static gboolean
is_attribute (const X509_NAME *name,
              int              index,
              const char      *object,
              const char      *text)
{
  const X509_NAME_ENTRY *entry = X509_NAME_get_entry (name, index);
  g_autofree char *seen_object = zm_asn1_object_text (X509_NAME_ENTRY_get_object (entry));
  g_autofree char *seen = zm_asn1_text (X509_NAME_ENTRY_get_data (entry));

  return X509_NAME_ENTRY_set (entry) == index && strcmp (seen_object, object) == 0 &&
         ASN1_STRING_type (X509_NAME_ENTRY_get_data (entry)) == V_ASN1_UTF8STRING &&
         strcmp (seen, text) == 0;
}

static gboolean
is_right_name (ZmProfileKind  kind,
               const char    *common_name)
{
  switch (kind)
    {
    case ZM_PROFILE_DEVICE:
      return zm_device_id_is_valid (common_name, -1) &&
             strcmp (common_name, ZM_PROFILE_CANARY_ID) != 0;
    case ZM_PROFILE_CANARY:
      return strcmp (common_name, ZM_PROFILE_CANARY_ID) == 0;
    default:
      return *common_name != '\0';
    }
}

static gboolean
check_subject (const Case  *item,
               GError     **error)
{
  const X509_NAME *name = X509_get_subject_name (item->x509);
  const char *common_name = zm_certificate_get_common_name (item->certificate);
  const char *second = expectations[item->kind].second_attribute;
  const char *text = strcmp (second, "OU") == 0 ? "ZMonitor" : item->policy->hospital;
  g_autofree char *expected = g_strconcat ("CN, then ", second, "=", text, NULL);

  return (common_name != NULL && X509_NAME_entry_count (name) == 2 &&
          is_right_name (item->kind, common_name) && is_attribute (name, 0, "CN", common_name) &&
          is_attribute (name, 1, second, text)) ||
         refuse ("profile.subject", zm_certificate_get_subject (item->certificate), expected,
                 error);
}

static gboolean
check_validity (const Case  *item,
                GError     **error)
{
  ZmInstant begin = zm_certificate_get_not_before (item->certificate);
  ZmInstant end = zm_certificate_get_not_after (item->certificate);
  ZmInstant longest = BACK_DATED + zm_profile_days (item->policy, item->kind) * ZM_INSTANT_DAY;
  g_autofree char *from = zm_instant_format (begin);
  g_autofree char *until = zm_instant_format (end);
  g_autofree char *seen = g_strconcat (from, " to ", until, NULL);

  return (begin < end && end - begin <= longest &&
          begin >= zm_certificate_get_not_before (item->issuer) &&
          end <= zm_certificate_get_not_after (item->issuer)) ||
         refuse ("profile.validity", seen, "the policy's days, within the issuer's validity",
                 error);
}

static int
compare_text (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* "keyUsage!" for a critical extension; in the order of the alphabet. */
static char *
list_extensions (const Case *item)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < X509_get_ext_count (item->x509); i++)
    {
      X509_EXTENSION *extension = X509_get_ext (item->x509, i);
      g_autofree char *name = zm_asn1_object_text (X509_EXTENSION_get_object (extension));
      gboolean critical = X509_EXTENSION_get_critical (extension) > 0;

      g_ptr_array_add (names, g_strconcat (name, critical ? "!" : "", NULL));
    }
  g_ptr_array_sort (names, compare_text);
  g_ptr_array_add (names, NULL);

  return g_strjoinv (" ", (char **) names->pdata);
}

static gboolean
has_name_constraints (const Case *item)
{
  return item->kind == ZM_PROFILE_INTERMEDIATE && item->policy->name_constraints;
}

static gboolean
has_crl (const Case *item)
{
  return expectations[item->kind].crl != NULL && item->policy->crl_url != NULL;
}

static gboolean
check_extensions (const Case  *item,
                  GError     **error)
{
  g_autofree char *seen = list_extensions (item);
  g_autofree char *expected =
    g_strconcat ("authorityKeyIdentifier basicConstraints!",
                 has_crl (item) ? " crlDistributionPoints" : "",
                 expectations[item->kind].purpose != NULL ? " extendedKeyUsage" : "",
                 " keyUsage!", has_name_constraints (item) ? " nameConstraints!" : "",
                 expectations[item->kind].has_names ? " subjectAltName" : "",
                 " subjectKeyIdentifier", NULL);

  return check_text ("profile.extensions", seen, expected, error);
}

/* The rows that a person reads for one extension. */
static GArray *
read_fields (const Case *item,
             int         nid)
{
  g_autoptr(GArray) fields = zm_fields_new ();
  int index = X509_get_ext_by_NID (item->x509, nid, -1);

  if (index >= 0 && !zm_fields_add_extension (fields, X509_get_ext (item->x509, index)))
    g_array_set_size (fields, 0);

  return g_steal_pointer (&fields);
}

static gboolean
check_single (const Case  *item,
              int          nid,
              const char  *check,
              const char  *expected,
              GError     **error)
{
  g_autoptr(GArray) fields = read_fields (item, nid);
  const char *seen = fields->len == 1 ? g_array_index (fields, ZmCsrField, 0).value : NULL;

  return check_text (check, seen, expected, error);
}

static gboolean
check_usages (const Case  *item,
              GError     **error)
{
  ZmKeyKind kind = zm_public_key_get_kind (zm_certificate_get_key (item->certificate));
  const char *usage = kind == ZM_KEY_RSA_3072 ? expectations[item->kind].usage_rsa
                                              : expectations[item->kind].usage_ec;

  return check_single (item, NID_basic_constraints, "profile.basic-constraints",
                       expectations[item->kind].basic_constraints, error) &&
         check_single (item, NID_key_usage, "profile.key-usage", usage, error) &&
         check_single (item, NID_ext_key_usage, "profile.extended-key-usage",
                       expectations[item->kind].purpose, error);
}

static gboolean
is_field (const GArray *fields,
          guint         index,
          const char   *name,
          const char   *value)
{
  const ZmCsrField *field = &g_array_index (fields, ZmCsrField, index);

  return strcmp (field->name, name) == 0 && (value == NULL || strcmp (field->value, value) == 0);
}

static gboolean
are_device_names (const Case   *item,
                  const GArray *fields)
{
  const char *device_id = zm_certificate_get_common_name (item->certificate);
  const char *label = zm_certificate_get_device_label (item->certificate);
  g_autofree char *uri = zm_profile_device_uri (item->policy, device_id);

  return fields->len == 3 && is_field (fields, 0, "SAN URI", uri) &&
         is_field (fields, 1, "SAN directoryName CN", device_id) &&
         is_field (fields, 2, "SAN directoryName description", NULL) &&
         label != NULL && zm_device_label_check (label, NULL);
}

/* In the SAN the order of attributes is part of the name, and its strings must be UTF8String. */
static gboolean
is_directory_utf8 (const Case *item)
{
  g_autoptr(GENERAL_NAMES) names = X509_get_ext_d2i (item->x509, NID_subject_alt_name, NULL, NULL);
  const GENERAL_NAME *directory = names != NULL && sk_GENERAL_NAME_num (names) == 2
                                    ? sk_GENERAL_NAME_value (names, 1)
                                    : NULL;

  return directory != NULL && directory->type == GEN_DIRNAME &&
         is_attribute (directory->d.directoryName, 0, "CN",
                       zm_certificate_get_common_name (item->certificate)) &&
         is_attribute (directory->d.directoryName, 1, "description",
                       zm_certificate_get_device_label (item->certificate));
}

static gboolean
are_server_names (const GArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    {
      if (!is_field (fields, i, "SAN DNS", NULL) && !is_field (fields, i, "SAN IP", NULL))
        return FALSE;
    }

  return fields->len > 0;
}

static gboolean
check_names (const Case  *item,
             GError     **error)
{
  g_autoptr(GArray) fields = NULL;

  if (!expectations[item->kind].has_names)
    return TRUE;

  fields = read_fields (item, NID_subject_alt_name);
  if (item->kind == ZM_PROFILE_SERVER)
    return are_server_names (fields) ||
           refuse ("profile.san", zm_certificate_get_uri (item->certificate),
                   "DNS names and IP addresses", error);

  return (are_device_names (item, fields) && is_directory_utf8 (item)) ||
         refuse ("profile.san", zm_certificate_get_uri (item->certificate),
                 "the device's URI, then one directoryName with CN and description", error);
}

static gboolean
check_identifiers (const Case  *item,
                   GError     **error)
{
  const ASN1_OCTET_STRING *own = X509_get0_subject_key_id (item->x509);
  const ASN1_OCTET_STRING *authority = X509_get0_authority_key_id (item->x509);
  const ASN1_OCTET_STRING *issuer = X509_get0_subject_key_id (item->issuer_x509);

  return (own != NULL && ASN1_STRING_length (own) == KEY_ID_OCTETS && authority != NULL &&
          issuer != NULL && ASN1_OCTET_STRING_cmp (authority, issuer) == 0 &&
          X509_get0_authority_issuer (item->x509) == NULL &&
          X509_get0_authority_serial (item->x509) == NULL) ||
         refuse ("profile.identifiers", NULL, "own key identifier, and the issuer's as it stands "
                                              "there", error);
}

static gboolean
is_uri (const GENERAL_NAME *name,
        const char         *text)
{
  g_autofree char *seen = name->type == GEN_URI ? zm_asn1_text (name->d.ia5) : NULL;

  return g_strcmp0 (seen, text) == 0;
}

static gboolean
check_name_constraints (const Case  *item,
                        GError     **error)
{
  g_autoptr(NAME_CONSTRAINTS) constraints = NULL;
  const GENERAL_SUBTREE *subtree;

  if (!has_name_constraints (item))
    return TRUE;

  constraints = X509_get_ext_d2i (item->x509, NID_name_constraints, NULL, NULL);
  if (constraints != NULL && constraints->excludedSubtrees == NULL &&
      sk_GENERAL_SUBTREE_num (constraints->permittedSubtrees) == 1)
    {
      subtree = sk_GENERAL_SUBTREE_value (constraints->permittedSubtrees, 0);
      if (subtree->minimum == NULL && subtree->maximum == NULL &&
          is_uri (subtree->base, item->policy->identity_host))
        return TRUE;
    }

  return refuse ("profile.name-constraints", NULL, item->policy->identity_host, error);
}

static gboolean
check_crl (const Case  *item,
           GError     **error)
{
  g_autoptr(CRL_DIST_POINTS) points = NULL;
  g_autofree char *url = NULL;
  const DIST_POINT *point;

  if (!has_crl (item))
    return TRUE;

  url = g_strconcat (item->policy->crl_url, expectations[item->kind].crl, NULL);
  points = X509_get_ext_d2i (item->x509, NID_crl_distribution_points, NULL, NULL);
  if (points != NULL && sk_DIST_POINT_num (points) == 1)
    {
      point = sk_DIST_POINT_value (points, 0);
      if (point->reasons == NULL && point->CRLissuer == NULL && point->distpoint != NULL &&
          point->distpoint->type == 0 &&
          sk_GENERAL_NAME_num (point->distpoint->name.fullname) == 1 &&
          is_uri (sk_GENERAL_NAME_value (point->distpoint->name.fullname, 0), url))
        return TRUE;
    }

  return refuse ("profile.crl", NULL, url, error);
}

gboolean
zm_profile_check (const ZmPolicy  *policy,
                  ZmProfileKind    kind,
                  ZmCertificate   *certificate,
                  ZmCertificate   *issuer,
                  GError         **error)
{
  static gboolean (*const checks[]) (const Case *item, GError **error) = {
    check_version, check_serial, check_key, check_algorithm, check_issuer, check_signature,
    check_subject, check_validity, check_extensions, check_usages, check_names, check_identifiers,
    check_name_constraints, check_crl,
  };
  Case item = { policy, kind, certificate, issuer, NULL, NULL };

  g_return_val_if_fail (policy != NULL && certificate != NULL, FALSE);
  g_return_val_if_fail (issuer != NULL || kind == ZM_PROFILE_ROOT, FALSE);

  if (issuer == NULL)
    item.issuer = certificate;
  item.x509 = zm_certificate_peek_x509 (certificate);
  item.issuer_x509 = zm_certificate_peek_x509 (item.issuer);
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (!checks[i] (&item, error))
        return FALSE;
    }

  return TRUE;
}
