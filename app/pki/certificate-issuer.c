#include "app/pki/certificate.h"

#include "app/base/error.h"
#include "app/pki/openssl.h"

gboolean
zm_certificate_verify (ZmCertificate  *certificate,
                       ZmCertificate  *issuer,
                       GError        **error)
{
  X509 *x509;
  X509 *above;

  g_return_val_if_fail (certificate != NULL, FALSE);
  g_return_val_if_fail (issuer != NULL, FALSE);

  x509 = zm_certificate_peek_x509 (certificate);
  above = zm_certificate_peek_x509 (issuer);
  if (X509_check_issued (above, x509) != X509_V_OK)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "certificate.issuer",
                    zm_certificate_get_issuer (certificate), zm_certificate_get_subject (issuer),
                    "The certificate comes from another issuer");
      return FALSE;
    }
  if (X509_verify (x509, X509_get0_pubkey (above)) != 1)
    {
      zm_openssl_take_error (error, ZM_ERROR_REFUSED, "certificate.signature",
                             "The signature of the certificate is wrong");
      return FALSE;
    }

  return TRUE;
}
