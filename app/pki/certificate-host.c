#include "app/pki/certificate.h"

#include "app/pki/openssl.h"

gboolean
zm_certificate_matches_host (ZmCertificate *certificate,
                             const char    *host)
{
  X509 *x509;

  g_return_val_if_fail (certificate != NULL, FALSE);
  g_return_val_if_fail (host != NULL, FALSE);

  /* OpenSSL would take a leading full stop as "any host below". */
  if (*host == '\0' || *host == '.')
    return FALSE;

  x509 = zm_certificate_peek_x509 (certificate);
  if (g_hostname_is_ip_address (host))
    return X509_check_ip_asc (x509, host, 0) == 1;

  return X509_check_host (x509, host, 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT |
                          X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) == 1;
}
