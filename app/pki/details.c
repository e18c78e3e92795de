#include "app/pki/details.h"

#include "app/base/hex.h"
#include "app/pki/asn1.h"
#include "app/pki/fields.h"

#include <string.h>

#define GENERAL_NAME "SAN "
#define UNKNOWN_KEY  "another type"

/* The names and clauses of RFC 5280; OpenSSL spells some of them otherwise. */
static const struct {
  int         nid;
  const char *name;
  const char *standard;
} extensions[] = {
  { NID_authority_key_identifier, "authorityKeyIdentifier", "RFC 5280 §4.2.1.1" },
  { NID_subject_key_identifier, "subjectKeyIdentifier", "RFC 5280 §4.2.1.2" },
  { NID_key_usage, "keyUsage", "RFC 5280 §4.2.1.3" },
  { NID_certificate_policies, "certificatePolicies", "RFC 5280 §4.2.1.4" },
  { NID_policy_mappings, "policyMappings", "RFC 5280 §4.2.1.5" },
  { NID_subject_alt_name, "subjectAltName", "RFC 5280 §4.2.1.6" },
  { NID_issuer_alt_name, "issuerAltName", "RFC 5280 §4.2.1.7" },
  { NID_subject_directory_attributes, "subjectDirectoryAttributes", "RFC 5280 §4.2.1.8" },
  { NID_basic_constraints, "basicConstraints", "RFC 5280 §4.2.1.9" },
  { NID_name_constraints, "nameConstraints", "RFC 5280 §4.2.1.10" },
  { NID_policy_constraints, "policyConstraints", "RFC 5280 §4.2.1.11" },
  { NID_ext_key_usage, "extKeyUsage", "RFC 5280 §4.2.1.12" },
  { NID_crl_distribution_points, "cRLDistributionPoints", "RFC 5280 §4.2.1.13" },
  { NID_inhibit_any_policy, "inhibitAnyPolicy", "RFC 5280 §4.2.1.14" },
  { NID_freshest_crl, "freshestCRL", "RFC 5280 §4.2.1.15" },
  { NID_info_access, "authorityInfoAccess", "RFC 5280 §4.2.2.1" },
  { NID_sinfo_access, "subjectInfoAccess", "RFC 5280 §4.2.2.2" },
  { NID_tlsfeature, "TLSFeatures", "RFC 7633 §4" },
  { NID_ct_precert_scts, "SignedCertificateTimestampList", "RFC 6962 §3.3" },
};

static const char *const kind_names[] = {
  [ZM_DETAIL_FIELD] = "field",
  [ZM_DETAIL_EXTENSION] = "extension",
  [ZM_DETAIL_FINGERPRINT] = "fingerprint",
};

const char *
zm_details_kind_name (ZmDetailKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}

void
zm_details_free_detail (ZmDetail *detail)
{
  if (detail == NULL)
    return;

  g_free (detail->name);
  g_free (detail->value);
  g_free (detail);
}

static ZmDetail *
take (GPtrArray    *details,
      ZmDetailKind  kind,
      const char   *name,
      const char   *standard,
      char         *value)
{
  ZmDetail *detail = g_new0 (ZmDetail, 1);

  detail->kind = kind;
  detail->name = g_strdup (name);
  detail->value = value;
  detail->standard = standard;
  g_ptr_array_add (details, detail);

  return detail;
}

static char *
hex_of (const ASN1_STRING *string)
{
  return zm_hex_encode (ASN1_STRING_get0_data (string), (gsize) ASN1_STRING_length (string));
}

/* One line for each name of a SAN, one for anything else. */
static char *
join_lines (GArray *fields)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const ZmCsrField *field = &g_array_index (fields, ZmCsrField, i);

      if (i > 0)
        g_string_append_c (lines, '\n');
      if (g_str_has_prefix (field->name, GENERAL_NAME))
        g_string_append_printf (lines, "%s: ", field->name + strlen (GENERAL_NAME));
      g_string_append (lines, field->value);
    }

  return g_string_free (lines, FALSE);
}

static char *
read_extension (X509_EXTENSION *extension)
{
  g_autoptr(GArray) fields = zm_fields_new ();

  if (!zm_fields_add_extension (fields, extension))
    zm_fields_add_opaque (fields, extension);

  return join_lines (fields);
}

static void
add_extension (GPtrArray      *details,
               X509_EXTENSION *extension)
{
  ASN1_OBJECT *object = X509_EXTENSION_get_object (extension);
  int nid = OBJ_obj2nid (object);
  g_autofree char *name = zm_asn1_object_text (object);
  const char *spelled = name;
  const char *standard = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    {
      if (nid == extensions[i].nid)
        {
          spelled = extensions[i].name;
          standard = extensions[i].standard;
        }
    }

  take (details, ZM_DETAIL_EXTENSION, spelled, standard, read_extension (extension))->critical =
    X509_EXTENSION_get_critical (extension) > 0;
}

static void
add_extensions (GPtrArray              *details,
                const ZmX509Extensions *list)
{
  for (int i = 0; i < sk_X509_EXTENSION_num (list); i++)
    add_extension (details, sk_X509_EXTENSION_value (list, i));
}

static void
add_key (GPtrArray   *details,
         X509_PUBKEY *key,
         const char  *kind,
         const char  *standard)
{
  const unsigned char *bits = NULL;
  int length = 0;
  g_autofree char *hex = NULL;

  X509_PUBKEY_get0_param (NULL, &bits, &length, NULL, key);
  hex = zm_hex_encode (bits, (gsize) length);
  take (details, ZM_DETAIL_FIELD, "subjectPublicKeyInfo", standard,
        g_strdup_printf ("%s\n%s", kind, hex));
}

static void
add_algorithm (GPtrArray        *details,
               const X509_ALGOR *algorithm,
               const char       *standard)
{
  const ASN1_OBJECT *object = NULL;

  X509_ALGOR_get0 (&object, NULL, NULL, algorithm);
  take (details, ZM_DETAIL_FIELD, "signatureAlgorithm", standard, zm_asn1_object_text (object));
}

static void
add_fingerprints (GPtrArray  *details,
                  const char *sha256,
                  const char *key_sha256)
{
  take (details, ZM_DETAIL_FINGERPRINT, "SHA-256", NULL, g_strdup (sha256));
  take (details, ZM_DETAIL_FINGERPRINT, "SHA-256 (subjectPublicKeyInfo)", NULL,
        g_strdup (key_sha256));
}

/* As numbers go in RFC 5280: 0 is version 1. */
static char *
version_text (long version)
{
  return g_strdup_printf ("v%ld", version + 1);
}

GPtrArray *
zm_details_of_certificate (ZmCertificate *certificate)
{
  GPtrArray *details = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_details_free_detail);
  const ASN1_BIT_STRING *signature = NULL;
  const X509_ALGOR *algorithm = NULL;
  ZmPublicKey *key;
  X509 *x509;

  g_return_val_if_fail (certificate != NULL, details);

  x509 = zm_certificate_peek_x509 (certificate);
  key = zm_certificate_get_key (certificate);
  X509_get0_signature (&signature, &algorithm, x509);
  take (details, ZM_DETAIL_FIELD, "version", "RFC 5280 §4.1.2.1",
        version_text (X509_get_version (x509)));
  take (details, ZM_DETAIL_FIELD, "serialNumber", "RFC 5280 §4.1.2.2",
        g_strdup (zm_certificate_get_serial (certificate)));
  take (details, ZM_DETAIL_FIELD, "issuer", "RFC 5280 §4.1.2.4",
        g_strdup (zm_certificate_get_issuer (certificate)));
  take (details, ZM_DETAIL_FIELD, "notBefore", "RFC 5280 §4.1.2.5",
        zm_instant_format (zm_certificate_get_not_before (certificate)));
  take (details, ZM_DETAIL_FIELD, "notAfter", "RFC 5280 §4.1.2.5",
        zm_instant_format (zm_certificate_get_not_after (certificate)));
  take (details, ZM_DETAIL_FIELD, "subject", "RFC 5280 §4.1.2.6",
        g_strdup (zm_certificate_get_subject (certificate)));
  add_key (details, X509_get_X509_PUBKEY (x509),
           key != NULL ? zm_public_key_get_name (key) : UNKNOWN_KEY, "RFC 5280 §4.1.2.7");
  add_extensions (details, X509_get0_extensions (x509));
  add_algorithm (details, algorithm, "RFC 5280 §4.1.1.2");
  take (details, ZM_DETAIL_FIELD, "signatureValue", "RFC 5280 §4.1.1.3", hex_of (signature));
  add_fingerprints (details, zm_certificate_get_sha256 (certificate),
                    zm_certificate_get_key_hash (certificate));
  ERR_clear_error ();

  return details;
}

/* Of attributes that are no extensions only the name is told: a challengePassword is a secret. */
static void
add_attributes (GPtrArray *details,
                X509_REQ  *request)
{
  for (int i = 0; i < X509_REQ_get_attr_count (request); i++)
    {
      ASN1_OBJECT *object = X509_ATTRIBUTE_get0_object (X509_REQ_get_attr (request, i));
      int nid = OBJ_obj2nid (object);
      g_autofree char *name = zm_asn1_object_text (object);

      if (nid != NID_ext_req && nid != NID_ms_ext_req)
        take (details, ZM_DETAIL_FIELD, name, "RFC 2986 §4.1", g_strdup ("(not shown)"));
    }
}

/* Both of the attributes that ask for extensions may be there. */
static void
add_requested (GPtrArray *details,
               X509_REQ  *request)
{
  for (int i = 0; i < X509_REQ_get_attr_count (request); i++)
    {
      X509_ATTRIBUTE *attribute = X509_REQ_get_attr (request, i);
      int nid = OBJ_obj2nid (X509_ATTRIBUTE_get0_object (attribute));
      g_autoptr(ZmX509Extensions) list = NULL;
      const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type (attribute, 0);
      const unsigned char *data;

      if ((nid != NID_ext_req && nid != NID_ms_ext_req) || value == NULL ||
          ASN1_TYPE_get (value) != V_ASN1_SEQUENCE)
        continue;
      data = value->value.sequence->data;
      list = d2i_X509_EXTENSIONS (NULL, &data, value->value.sequence->length);
      add_extensions (details, list);
    }
}

GPtrArray *
zm_details_of_csr (ZmCsr *csr)
{
  GPtrArray *details = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_details_free_detail);
  const ASN1_BIT_STRING *signature = NULL;
  const X509_ALGOR *algorithm = NULL;
  g_autoptr(X509_REQ) request = NULL;
  const unsigned char *der;
  gsize length;

  g_return_val_if_fail (csr != NULL, details);

  /* It was read from these bytes before. */
  der = g_bytes_get_data (zm_csr_get_der (csr), &length);
  request = d2i_X509_REQ (NULL, &der, (long) length);
  g_return_val_if_fail (request != NULL, details);

  X509_REQ_get0_signature (request, &signature, &algorithm);
  take (details, ZM_DETAIL_FIELD, "version", "RFC 2986 §4.1",
        version_text (X509_REQ_get_version (request)));
  take (details, ZM_DETAIL_FIELD, "subject", "RFC 2986 §4.1",
        zm_asn1_name_text (X509_REQ_get_subject_name (request)));
  add_key (details, X509_REQ_get_X509_PUBKEY (request),
           zm_public_key_get_name (zm_csr_get_key (csr)), "RFC 2986 §4.1");
  add_attributes (details, request);
  add_requested (details, request);
  add_algorithm (details, algorithm, "RFC 2986 §4.2");
  take (details, ZM_DETAIL_FIELD, "signature", "RFC 2986 §4.2", hex_of (signature));
  add_fingerprints (details, zm_csr_get_sha256 (csr),
                    zm_public_key_get_hash (zm_csr_get_key (csr)));
  ERR_clear_error ();

  return details;
}

json_t *
zm_details_to_json (GPtrArray *details)
{
  json_t *rows = json_array ();

  g_return_val_if_fail (details != NULL, rows);

  for (guint i = 0; i < details->len; i++)
    {
      const ZmDetail *detail = g_ptr_array_index (details, i);
      json_t *row = json_object ();

      zm_json_set_string (row, "kind", zm_details_kind_name (detail->kind));
      zm_json_set_string (row, "name", detail->name);
      zm_json_set_string (row, "value", detail->value);
      if (detail->kind == ZM_DETAIL_EXTENSION)
        json_object_set_new (row, "critical", json_boolean (detail->critical));
      zm_json_set_string (row, "standard", detail->standard);
      json_array_append_new (rows, row);
    }

  return rows;
}
