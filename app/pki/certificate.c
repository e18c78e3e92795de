#include "app/pki/certificate.h"

#include "app/base/device-id.h"
#include "app/base/json.h"
#include "app/pki/asn1.h"
#include "app/pki/der.h"
#include "app/pki/fields.h"

#include <string.h>

struct _ZmCertificate {
  gatomicrefcount  references;
  X509            *x509;
  GBytes          *der;
  char            *sha256;
  char            *serial;
  char            *subject;
  char            *issuer;
  char            *common_name;
  ZmInstant        not_before;
  ZmInstant        not_after;
  gboolean         ca;
  ZmPublicKey     *key;
  char            *key_hash;
  char            *uri;
  char            *device_id;
  char            *device_label;
};

/* The text of the only attribute of that kind, or NULL. */
static char *
single_attribute (const X509_NAME *name,
                  int              nid)
{
  int index = X509_NAME_get_index_by_NID (name, nid, -1);

  if (index < 0 || X509_NAME_get_index_by_NID (name, nid, index) >= 0)
    return NULL;

  return zm_asn1_text (X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, index)));
}

static const GENERAL_NAME *
single_general_name (const GENERAL_NAMES *names,
                     int                  type)
{
  const GENERAL_NAME *found = NULL;

  for (int i = 0; i < sk_GENERAL_NAME_num (names); i++)
    {
      const GENERAL_NAME *name = sk_GENERAL_NAME_value (names, i);

      if (name->type != type)
        continue;
      if (found != NULL)
        return NULL;
      found = name;
    }

  return found;
}

static char *
uri_text (const ASN1_IA5STRING *string)
{
  const unsigned char *data = ASN1_STRING_get0_data (string);

  for (int i = 0; i < ASN1_STRING_length (string); i++)
    {
      if (data[i] < 0x21 || data[i] > 0x7e)
        return NULL;
    }

  return g_strndup ((const char *) data, (gsize) ASN1_STRING_length (string));
}

static char *
device_id_of_uri (const char *uri)
{
  const char *slash = strrchr (uri, '/');
  g_autofree char *segment = slash != NULL ? g_uri_unescape_string (slash + 1, "/") : NULL;

  if (segment == NULL || !zm_device_id_is_valid (segment, -1))
    return NULL;

  return g_steal_pointer (&segment);
}

static void
read_alternative_names (ZmCertificate *certificate)
{
  g_autoptr(GENERAL_NAMES) names = X509_get_ext_d2i (certificate->x509, NID_subject_alt_name,
                                                     NULL, NULL);
  const GENERAL_NAME *uri;
  const GENERAL_NAME *directory;

  if (names == NULL)
    return;

  uri = single_general_name (names, GEN_URI);
  directory = single_general_name (names, GEN_DIRNAME);
  if (uri != NULL)
    certificate->uri = uri_text (uri->d.uniformResourceIdentifier);
  if (certificate->uri != NULL)
    certificate->device_id = device_id_of_uri (certificate->uri);
  if (directory != NULL)
    certificate->device_label = single_attribute (directory->d.directoryName, NID_description);
}

static gboolean
read_is_ca (X509 *x509)
{
  g_autoptr(BASIC_CONSTRAINTS) constraints = X509_get_ext_d2i (x509, NID_basic_constraints, NULL,
                                                               NULL);

  return constraints != NULL && constraints->ca;
}

static void
read_key (ZmCertificate *certificate)
{
  g_autoptr(GBytes) spki = NULL;
  unsigned char *der = NULL;
  int length = i2d_X509_PUBKEY (X509_get_X509_PUBKEY (certificate->x509), &der);

  spki = zm_openssl_take_bytes (der, length);
  certificate->key_hash = zm_digest_sha256_hex (g_bytes_get_data (spki, NULL),
                                                g_bytes_get_size (spki));
  certificate->key = zm_public_key_new_from_spki (g_bytes_get_data (spki, NULL),
                                                  g_bytes_get_size (spki), NULL);
}

static void
read_names (ZmCertificate *certificate)
{
  const X509_NAME *subject = X509_get_subject_name (certificate->x509);

  certificate->subject = zm_asn1_name_text (subject);
  certificate->issuer = zm_asn1_name_text (X509_get_issuer_name (certificate->x509));
  certificate->common_name = single_attribute (subject, NID_commonName);
}

static gboolean
read_numbers (ZmCertificate *certificate)
{
  certificate->serial = zm_asn1_serial_text (X509_get0_serialNumber (certificate->x509));

  return certificate->serial != NULL &&
         zm_asn1_time_read (X509_get0_notBefore (certificate->x509), &certificate->not_before) &&
         zm_asn1_time_read (X509_get0_notAfter (certificate->x509), &certificate->not_after);
}

/* The body is encoded from its parts again, not from the bytes that OpenSSL kept. */
static gboolean
encodes_alike (X509       *x509,
               const void *der,
               gsize       length)
{
  unsigned char *body = NULL;
  unsigned char *again = NULL;
  int again_length;
  gboolean alike;

  i2d_re_X509_tbs (x509, &body);
  again_length = i2d_X509 (x509, &again);
  alike = again_length > 0 && (gsize) again_length == length && memcmp (again, der, length) == 0;
  OPENSSL_free (body);
  OPENSSL_free (again);

  return alike;
}

static X509 *
parse (const void *der,
       gsize       length)
{
  const unsigned char *data = der;
  g_autoptr(X509) x509 = NULL;

  if (!zm_der_is_strict (der, length))
    return NULL;
  x509 = d2i_X509 (NULL, &data, (long) length);
  if (x509 == NULL || !encodes_alike (x509, der, length))
    return NULL;

  return g_steal_pointer (&x509);
}

ZmCertificate *
zm_certificate_new_from_der (const void  *der,
                             gsize        length,
                             GError     **error)
{
  g_autoptr(ZmCertificate) certificate = NULL;

  g_return_val_if_fail (der != NULL || length == 0, NULL);

  if (length > ZM_CERTIFICATE_MAX)
    {
      g_autofree char *seen = g_strdup_printf ("%zu bytes", length);

      zm_error_set (error, ZM_ERROR_INVALID, "certificate.size", seen, "at most 16384 bytes",
                    "The certificate is too large");
      return NULL;
    }

  certificate = g_new0 (ZmCertificate, 1);
  g_atomic_ref_count_init (&certificate->references);
  certificate->x509 = parse (der, length);
  if (certificate->x509 == NULL || !read_numbers (certificate))
    {
      ERR_clear_error ();
      zm_error_set (error, ZM_ERROR_INVALID, "certificate.encoding", zm_der_describe (der, length),
                    "one certificate in DER (X.690), and nothing else",
                    "This is not a certificate in DER");
      return NULL;
    }

  certificate->der = g_bytes_new (der, length);
  certificate->sha256 = zm_digest_sha256_hex (der, length);
  certificate->ca = read_is_ca (certificate->x509);
  read_names (certificate);
  read_key (certificate);
  read_alternative_names (certificate);
  ERR_clear_error ();

  return g_steal_pointer (&certificate);
}

ZmCertificate *
zm_certificate_new_take_x509 (X509    *x509,
                              GError **error)
{
  g_autoptr(X509) owned = x509;
  g_autoptr(GBytes) bytes = NULL;
  unsigned char *der = NULL;
  int length = i2d_X509 (owned, &der);

  bytes = zm_openssl_take_bytes (der, length);

  return zm_certificate_new_from_der (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                      error);
}

ZmCertificate *
zm_certificate_ref (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  g_atomic_ref_count_inc (&certificate->references);

  return certificate;
}

void
zm_certificate_unref (ZmCertificate *certificate)
{
  if (certificate == NULL || !g_atomic_ref_count_dec (&certificate->references))
    return;

  X509_free (certificate->x509);
  g_clear_pointer (&certificate->der, g_bytes_unref);
  g_free (certificate->sha256);
  g_free (certificate->serial);
  g_free (certificate->subject);
  g_free (certificate->issuer);
  g_free (certificate->common_name);
  zm_public_key_unref (certificate->key);
  g_free (certificate->key_hash);
  g_free (certificate->uri);
  g_free (certificate->device_id);
  g_free (certificate->device_label);
  g_free (certificate);
}

GBytes *
zm_certificate_get_der (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->der;
}

const char *
zm_certificate_get_sha256 (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->sha256;
}

const char *
zm_certificate_get_serial (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->serial;
}

const char *
zm_certificate_get_subject (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->subject;
}

const char *
zm_certificate_get_issuer (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->issuer;
}

const char *
zm_certificate_get_common_name (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->common_name;
}

ZmInstant
zm_certificate_get_not_before (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, 0);

  return certificate->not_before;
}

ZmInstant
zm_certificate_get_not_after (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, 0);

  return certificate->not_after;
}

gboolean
zm_certificate_is_ca (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, FALSE);

  return certificate->ca;
}

gboolean
zm_certificate_has_tbs (ZmCertificate *certificate,
                        GBytes        *tbs)
{
  unsigned char *body = NULL;
  int length;
  gboolean same;

  g_return_val_if_fail (certificate != NULL && tbs != NULL, FALSE);

  length = i2d_re_X509_tbs (certificate->x509, &body);
  same = length > 0 && (gsize) length == g_bytes_get_size (tbs) &&
         memcmp (body, g_bytes_get_data (tbs, NULL), (gsize) length) == 0;
  OPENSSL_free (body);

  return same;
}

ZmPublicKey *
zm_certificate_get_key (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->key;
}

const char *
zm_certificate_get_key_hash (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->key_hash;
}

const char *
zm_certificate_get_uri (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->uri;
}

const char *
zm_certificate_get_device_id (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->device_id;
}

const char *
zm_certificate_get_device_label (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->device_label;
}

static void
add_instant (GArray     *fields,
             const char *name,
             ZmInstant   instant)
{
  zm_fields_take (fields, name, zm_instant_format (instant), FALSE);
}

static void
add_extensions (GArray *fields,
                X509   *x509)
{
  for (int i = 0; i < X509_get_ext_count (x509); i++)
    {
      X509_EXTENSION *extension = X509_get_ext (x509, i);

      if (!zm_fields_add_extension (fields, extension))
        zm_fields_add_opaque (fields, extension);
    }
}

static GArray *
list_fields (ZmCertificate *certificate)
{
  GArray *fields = zm_fields_new ();
  const char *key = certificate->key != NULL ? zm_public_key_get_name (certificate->key)
                                             : "another type";

  zm_fields_add_name (fields, "", X509_get_subject_name (certificate->x509), FALSE);
  zm_fields_take (fields, "Issuer", g_strdup (certificate->issuer), FALSE);
  zm_fields_take (fields, "Serial number", g_strdup (certificate->serial), FALSE);
  add_instant (fields, "Not before", certificate->not_before);
  add_instant (fields, "Not after", certificate->not_after);
  zm_fields_take (fields, "Key", g_strdup (key), FALSE);
  zm_fields_take (fields, "Key SHA-256", g_strdup (certificate->key_hash), FALSE);
  zm_fields_take (fields, "Certificate SHA-256", g_strdup (certificate->sha256), FALSE);
  add_extensions (fields, certificate->x509);

  return fields;
}

char *
zm_certificate_describe (ZmCertificate *certificate)
{
  g_autoptr(GArray) fields = NULL;
  g_autoptr(json_t) rows = json_array ();
  char *dumped;
  char *text;

  g_return_val_if_fail (certificate != NULL, NULL);

  fields = list_fields (certificate);
  for (guint i = 0; i < fields->len; i++)
    {
      const ZmCsrField *field = &g_array_index (fields, ZmCsrField, i);
      json_t *row = json_object ();

      zm_json_set_string (row, "name", field->name);
      zm_json_set_string (row, "value", field->value);
      json_object_set_new (row, "critical", json_boolean (field->critical));
      json_array_append_new (rows, row);
    }

  dumped = json_dumps (rows, JSON_COMPACT);
  text = g_strdup (dumped);
  free (dumped);

  return text;
}

X509 *
zm_certificate_peek_x509 (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return certificate->x509;
}
