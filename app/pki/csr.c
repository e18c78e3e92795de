#include "app/pki/csr.h"

#include "app/pki/asn1.h"
#include "app/pki/der.h"
#include "app/pki/fields.h"
#include "app/pki/pem.h"

#include <string.h>

#define LABEL     "CERTIFICATE REQUEST"
#define LABEL_OLD "NEW CERTIFICATE REQUEST"

struct _ZmCsr {
  gatomicrefcount  references;
  GBytes          *der;
  char            *sha256;
  ZmPublicKey     *key;
  GArray          *fields;
};

/* The body is encoded from its parts again, not from the bytes that OpenSSL kept. */
static gboolean
encodes_alike (X509_REQ   *request,
               const void *der,
               gsize       length)
{
  unsigned char *body = NULL;
  unsigned char *again = NULL;
  int again_length;
  gboolean alike;

  i2d_re_X509_REQ_tbs (request, &body);
  again_length = i2d_X509_REQ (request, &again);
  alike = again_length > 0 && (gsize) again_length == length && memcmp (again, der, length) == 0;
  OPENSSL_free (body);
  OPENSSL_free (again);

  return alike;
}

static void
set_encoding_error (const char  *seen,
                    GError     **error)
{
  ERR_clear_error ();
  zm_error_set (error, ZM_ERROR_INVALID, "csr.encoding", seen,
                "one certificate request in DER (X.690), and nothing else",
                "This is not a certificate request in DER");
}

static X509_REQ *
parse (const void  *der,
       gsize        length,
       GError     **error)
{
  const unsigned char *data = der;
  g_autoptr(X509_REQ) request = NULL;
  long version;

  if (zm_der_is_strict (der, length))
    request = d2i_X509_REQ (NULL, &data, (long) length);
  if (request == NULL || !encodes_alike (request, der, length))
    {
      set_encoding_error (zm_der_describe (der, length), error);
      return NULL;
    }

  version = X509_REQ_get_version (request);
  if (version != 0)
    {
      /* -1 stands for a number that is too large. */
      g_autofree char *seen = version < 0 ? NULL : g_strdup_printf ("%ld", version);

      ERR_clear_error ();
      zm_error_set (error, ZM_ERROR_INVALID, "csr.version", seen, "0",
                    "The request has a version that does not exist");
      return NULL;
    }

  return g_steal_pointer (&request);
}

/* RFC 5280 section 4.2 allows each extension once; which of two is meant cannot be said. */
static gboolean
check_unique (const ZmX509Extensions  *extensions,
              GHashTable              *seen,
              GError                 **error)
{
  for (int i = 0; i < sk_X509_EXTENSION_num (extensions); i++)
    {
      X509_EXTENSION *extension = sk_X509_EXTENSION_value (extensions, i);
      g_autofree char *name = zm_asn1_object_text (X509_EXTENSION_get_object (extension));

      if (g_hash_table_contains (seen, name))
        {
          zm_error_set (error, ZM_ERROR_REFUSED, "csr.extension", name, NULL,
                        "The request asks for the same extension twice");
          return FALSE;
        }
      g_hash_table_add (seen, g_steal_pointer (&name));
    }

  return TRUE;
}

static gboolean
add_extensions (GArray           *fields,
                const ASN1_TYPE  *value,
                GHashTable       *seen,
                GError          **error)
{
  g_autoptr(ZmX509Extensions) extensions = NULL;
  const unsigned char *data;

  if (ASN1_TYPE_get (value) != V_ASN1_SEQUENCE)
    {
      set_encoding_error ("extensions that cannot be read", error);
      return FALSE;
    }

  data = value->value.sequence->data;
  extensions = d2i_X509_EXTENSIONS (NULL, &data, value->value.sequence->length);
  if (extensions == NULL)
    {
      set_encoding_error ("extensions that cannot be read", error);
      return FALSE;
    }

  if (!check_unique (extensions, seen, error))
    return FALSE;
  for (int i = 0; i < sk_X509_EXTENSION_num (extensions); i++)
    {
      if (!zm_fields_add_extension (fields, sk_X509_EXTENSION_value (extensions, i)))
        {
          set_encoding_error ("extensions that cannot be read", error);
          return FALSE;
        }
    }

  return TRUE;
}

/* A challengePassword is somebody's secret, and nothing here needs an attribute's value. */
static gboolean
add_attribute (GArray          *fields,
               X509_ATTRIBUTE  *attribute,
               GHashTable      *seen,
               GError         **error)
{
  ASN1_OBJECT *object = X509_ATTRIBUTE_get0_object (attribute);
  int nid = OBJ_obj2nid (object);
  g_autofree char *name = zm_asn1_object_text (object);
  g_autofree char *title = g_strconcat ("Attribute ", name, NULL);

  if (nid != NID_ext_req && nid != NID_ms_ext_req)
    {
      zm_fields_take (fields, title, g_strdup ("(not shown)"), FALSE);
      return TRUE;
    }

  for (int i = 0; i < X509_ATTRIBUTE_count (attribute); i++)
    {
      if (!add_extensions (fields, X509_ATTRIBUTE_get0_type (attribute, i), seen, error))
        return FALSE;
    }

  return TRUE;
}

static GArray *
list_fields (X509_REQ  *request,
             GError   **error)
{
  g_autoptr(GArray) fields = zm_fields_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  zm_fields_add_name (fields, "", X509_REQ_get_subject_name (request), FALSE);
  for (int i = 0; i < X509_REQ_get_attr_count (request); i++)
    {
      if (!add_attribute (fields, X509_REQ_get_attr (request, i), seen, error))
        return NULL;
    }

  if (fields->len > ZM_CSR_FIELDS_MAX)
    {
      g_autofree char *count = g_strdup_printf ("%u", fields->len);

      zm_error_set (error, ZM_ERROR_REFUSED, "csr.fields", count, "at most 64",
                    "The request asks for more than a person can judge");
      return NULL;
    }

  return g_steal_pointer (&fields);
}

static ZmPublicKey *
read_key (X509_REQ  *request,
          GError   **error)
{
  g_autoptr(GBytes) spki = NULL;
  g_autoptr(ZmPublicKey) key = NULL;
  unsigned char *der = NULL;
  int length = i2d_X509_PUBKEY (X509_REQ_get_X509_PUBKEY (request), &der);

  spki = zm_openssl_take_bytes (der, length);
  key = zm_public_key_new_from_spki (g_bytes_get_data (spki, NULL), g_bytes_get_size (spki), error);
  if (key != NULL && zm_public_key_get_kind (key) == ZM_KEY_ED25519)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "key.type", zm_public_key_get_name (key),
                    "EC P-256 or RSA 3072", "Keys of this type are not accepted");
      return NULL;
    }

  return g_steal_pointer (&key);
}

static gboolean
check_signature (X509_REQ     *request,
                 ZmPublicKey  *key,
                 GError      **error)
{
  int expected = zm_public_key_get_kind (key) == ZM_KEY_EC_P256 ? NID_ecdsa_with_SHA256
                                                                : NID_sha256WithRSAEncryption;
  int parameter = expected == NID_ecdsa_with_SHA256 ? V_ASN1_UNDEF : V_ASN1_NULL;
  const X509_ALGOR *algor = NULL;
  const ASN1_OBJECT *object = NULL;
  g_autofree char *seen = NULL;
  int type = V_ASN1_UNDEF;

  X509_REQ_get0_signature (request, NULL, &algor);
  X509_ALGOR_get0 (&object, &type, NULL, algor);
  seen = zm_asn1_object_text (object);
  if (OBJ_obj2nid (object) == expected && type == parameter &&
      X509_REQ_verify (request, zm_public_key_peek_pkey (key)) == 1)
    return TRUE;

  ERR_clear_error ();
  zm_error_set (error, ZM_ERROR_REFUSED, "csr.signature", seen, OBJ_nid2sn (expected),
                "The request is not signed by its own key");
  return FALSE;
}

static gboolean
check_size (gsize    length,
            GError **error)
{
  g_autofree char *seen = NULL;

  if (length <= ZM_CSR_MAX)
    return TRUE;

  seen = g_strdup_printf ("%zu bytes", length);
  zm_error_set (error, ZM_ERROR_INVALID, "csr.size", seen, "at most 4096 bytes",
                "The certificate request is too large");
  return FALSE;
}

ZmCsr *
zm_csr_new_from_der (const void  *der,
                     gsize        length,
                     GError     **error)
{
  g_autoptr(X509_REQ) request = NULL;
  g_autoptr(GArray) fields = NULL;
  g_autoptr(ZmPublicKey) key = NULL;
  ZmCsr *csr;

  g_return_val_if_fail (der != NULL || length == 0, NULL);

  if (!check_size (length, error))
    return NULL;
  request = parse (der, length, error);
  if (request == NULL)
    return NULL;
  fields = list_fields (request, error);
  if (fields == NULL)
    return NULL;
  key = read_key (request, error);
  if (key == NULL || !check_signature (request, key, error))
    return NULL;

  csr = g_new0 (ZmCsr, 1);
  g_atomic_ref_count_init (&csr->references);
  csr->der = g_bytes_new (der, length);
  csr->sha256 = zm_digest_sha256_hex (der, length);
  csr->key = g_steal_pointer (&key);
  csr->fields = g_steal_pointer (&fields);

  return csr;
}

ZmCsr *
zm_csr_new_from_pem (const char  *pem,
                     gsize        length,
                     GError     **error)
{
  g_autoptr(GBytes) der = NULL;
  gsize used = 0;

  g_return_val_if_fail (pem != NULL || length == 0, NULL);

  if (length <= 2 * ZM_CSR_MAX)
    der = zm_pem_decode (pem, length, LABEL, &used);
  if (der == NULL && length <= 2 * ZM_CSR_MAX)
    der = zm_pem_decode (pem, length, LABEL_OLD, &used);
  if (der == NULL || used != length)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "csr.pem", NULL, "one certificate request",
                    "This is not the text of a certificate request");
      return NULL;
    }

  return zm_csr_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}

ZmCsr *
zm_csr_ref (ZmCsr *csr)
{
  g_return_val_if_fail (csr != NULL, NULL);

  g_atomic_ref_count_inc (&csr->references);

  return csr;
}

void
zm_csr_unref (ZmCsr *csr)
{
  if (csr == NULL || !g_atomic_ref_count_dec (&csr->references))
    return;

  g_bytes_unref (csr->der);
  g_free (csr->sha256);
  zm_public_key_unref (csr->key);
  g_array_unref (csr->fields);
  g_free (csr);
}

GBytes *
zm_csr_get_der (ZmCsr *csr)
{
  g_return_val_if_fail (csr != NULL, NULL);

  return csr->der;
}

char *
zm_csr_to_pem (ZmCsr *csr)
{
  g_return_val_if_fail (csr != NULL, NULL);

  return zm_pem_encode (LABEL, csr->der);
}

const char *
zm_csr_get_sha256 (ZmCsr *csr)
{
  g_return_val_if_fail (csr != NULL, NULL);

  return csr->sha256;
}

ZmPublicKey *
zm_csr_get_key (ZmCsr *csr)
{
  g_return_val_if_fail (csr != NULL, NULL);

  return csr->key;
}

const char *
zm_csr_get_common_name (ZmCsr *csr)
{
  const char *found = NULL;
  const ZmCsrField *fields;
  gsize count;

  g_return_val_if_fail (csr != NULL, NULL);

  fields = zm_csr_get_fields (csr, &count);
  for (gsize i = 0; i < count; i++)
    {
      if (!g_str_equal (fields[i].name, "CN"))
        continue;
      if (found != NULL)
        return NULL;
      found = fields[i].value;
    }

  return found;
}

const ZmCsrField *
zm_csr_get_fields (ZmCsr *csr,
                   gsize *count)
{
  g_return_val_if_fail (csr != NULL, NULL);

  *count = csr->fields->len;

  return (const ZmCsrField *) csr->fields->data;
}
