#include "app/pki/csr.h"

#include "app/base/device-id.h"
#include "app/pki/asn1.h"
#include "app/pki/extensions.h"

#define TEXT_MAX 64 /* characters, ub-common-name and ub-organization-name of RFC 5280 */

static ZmCsr *
sign (ZmKey             *key,
      X509_NAME         *subject,
      ZmX509Extensions  *extensions,
      GError           **error)
{
  g_autoptr(X509_REQ) request = X509_REQ_new ();
  g_autoptr(GBytes) bytes = NULL;
  unsigned char *der = NULL;
  int length;

  if (X509_REQ_set_version (request, 0) != 1 ||
      X509_REQ_set_subject_name (request, subject) != 1 ||
      X509_REQ_set_pubkey (request, zm_key_peek_pkey (key)) != 1 ||
      (sk_X509_EXTENSION_num (extensions) > 0 &&
       X509_REQ_add_extensions (request, extensions) != 1) ||
      X509_REQ_sign (request, zm_key_peek_pkey (key), EVP_sha256 ()) <= 0)
    {
      zm_openssl_take_error (error, ZM_ERROR_INTERNAL, "csr.create",
                             "The certificate request could not be made");
      return NULL;
    }

  length = i2d_X509_REQ (request, &der);
  bytes = zm_openssl_take_bytes (der, length);

  return zm_csr_new_from_der (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

ZmCsr *
zm_csr_create_device (ZmKey       *key,
                      const char  *device_id,
                      const char  *device_label,
                      GError     **error)
{
  g_autoptr(X509_NAME) subject = X509_NAME_new ();
  g_autoptr(ZmX509Extensions) extensions = sk_X509_EXTENSION_new_null ();
  ZmKeyKind kind;

  g_return_val_if_fail (key != NULL, NULL);

  if (!zm_device_id_check (device_id, error) || !zm_device_label_check (device_label, error))
    return NULL;

  kind = zm_public_key_get_kind (zm_key_get_public (key));
  zm_asn1_name_append (subject, NID_commonName, device_id);
  zm_asn1_name_append (subject, NID_organizationalUnitName, "ZMonitor");
  zm_extensions_add_device_names (extensions, NULL, device_id, device_label);
  zm_extensions_add_key_usage (extensions, zm_extensions_identity_usage (kind));
  zm_extensions_add_purpose (extensions, ZM_PURPOSE_OID_CLIENT);

  return sign (key, subject, extensions, error);
}

ZmCsr *
zm_csr_create (ZmKey              *key,
               const char         *common_name,
               const char         *organization,
               const char *const  *dns_names,
               GError            **error)
{
  g_autoptr(X509_NAME) subject = X509_NAME_new ();
  g_autoptr(ZmX509Extensions) extensions = sk_X509_EXTENSION_new_null ();

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (common_name != NULL && *common_name != '\0', NULL);
  g_return_val_if_fail (organization != NULL && *organization != '\0', NULL);

  if (!zm_device_text_check (common_name, TEXT_MAX, "csr.subject", error) ||
      !zm_device_text_check (organization, TEXT_MAX, "csr.subject", error))
    return NULL;

  zm_asn1_name_append (subject, NID_commonName, common_name);
  zm_asn1_name_append (subject, NID_organizationName, organization);
  if (dns_names != NULL &&
      !zm_extensions_add_server_names (extensions, dns_names, "csr.dns-name", error))
    return NULL;

  return sign (key, subject, extensions, error);
}
