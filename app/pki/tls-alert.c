#include "app/pki/tls-alert.h"

#include "app/pki/openssl.h"

#define DESCRIPTION_MAX 255

/* OpenSSL 3.0 has a text for most of these, but not for those of TLS 1.3. */
static const char *const names[] = {
  [0] = "close notify",
  [10] = "unexpected message",
  [20] = "bad record mac",
  [22] = "record overflow",
  [40] = "handshake failure",
  [42] = "bad certificate",
  [43] = "unsupported certificate",
  [44] = "certificate revoked",
  [45] = "certificate expired",
  [46] = "certificate unknown",
  [47] = "illegal parameter",
  [48] = "unknown ca",
  [49] = "access denied",
  [50] = "decode error",
  [51] = "decrypt error",
  [70] = "protocol version",
  [71] = "insufficient security",
  [80] = "internal error",
  [86] = "inappropriate fallback",
  [90] = "user canceled",
  [100] = "no renegotiation",
  [109] = "missing extension",
  [110] = "unsupported extension",
  [112] = "unrecognized name",
  [113] = "bad certificate status response",
  [115] = "unknown psk identity",
  [116] = "certificate required",
  [120] = "no application protocol",
};

/* What is not named here becomes "certificate unknown". */
static const struct {
  const char *check;
  int         code;
} codes[] = {
  { "chain.incomplete", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY }, /* unknown ca */
  { "chain.signature", X509_V_ERR_CERT_SIGNATURE_FAILURE },             /* decrypt error */
  { "chain.expired", X509_V_ERR_CERT_HAS_EXPIRED },                     /* certificate expired */
  { "chain.not-yet-valid", X509_V_ERR_CERT_NOT_YET_VALID },             /* bad certificate */
  { "chain.purpose", X509_V_ERR_INVALID_PURPOSE },                      /* unsupported … */
  { "chain.revoked", X509_V_ERR_CERT_REVOKED },                         /* certificate revoked */
  { "chain.crl-missing", X509_V_ERR_UNSPECIFIED },                      /* internal error */
  { "chain.crl-expired", X509_V_ERR_UNSPECIFIED },
  { "tls.server-name", X509_V_ERR_HOSTNAME_MISMATCH },                  /* bad certificate */
};

const char *
zm_tls_alert_name (guint description)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (description <= DESCRIPTION_MAX, NULL);

  if (description < G_N_ELEMENTS (names) && names[description] != NULL)
    return names[description];

  text = g_strdup_printf ("alert %u", description);

  return g_intern_string (text);
}

int
zm_tls_alert_verify_code (const char *check)
{
  g_return_val_if_fail (check != NULL, X509_V_ERR_UNSPECIFIED);

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_str_equal (check, codes[i].check))
        return codes[i].code;
    }

  return X509_V_ERR_INVALID_EXTENSION;
}
