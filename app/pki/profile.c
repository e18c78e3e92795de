#include "app/pki/profile.h"

#include "app/pki/asn1.h"
#include "app/pki/der.h"

static const char *const kind_names[] = {
  [ZM_PROFILE_ROOT] = "root",
  [ZM_PROFILE_INTERMEDIATE] = "intermediate",
  [ZM_PROFILE_DEVICE] = "device",
  [ZM_PROFILE_STATION] = "station",
  [ZM_PROFILE_SERVER] = "server",
  [ZM_PROFILE_CANARY] = "canary",
};

const char *
zm_profile_name (ZmProfileKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}

/* A deviceId has only characters that a URI takes as they are. */
char *
zm_profile_device_uri (const ZmPolicy *policy,
                       const char     *device_id)
{
  g_return_val_if_fail (policy != NULL, NULL);
  g_return_val_if_fail (device_id != NULL, NULL);

  return g_strdup_printf ("https://%s/zmonitor/device/%s", policy->identity_host, device_id);
}

guint
zm_profile_days (const ZmPolicy *policy,
                 ZmProfileKind   kind)
{
  g_return_val_if_fail (policy != NULL, 0);

  switch (kind)
    {
    case ZM_PROFILE_ROOT:
      return policy->root_days;
    case ZM_PROFILE_INTERMEDIATE:
      return policy->intermediate_days;
    case ZM_PROFILE_DEVICE:
    case ZM_PROFILE_CANARY:
      return policy->device_days;
    case ZM_PROFILE_STATION:
      return policy->station_days;
    case ZM_PROFILE_SERVER:
      return policy->server_days;
    default:
      g_return_val_if_reached (0);
    }
}

ZmInstant
zm_profile_not_after (const ZmPolicy *policy,
                      ZmProfileKind   kind,
                      ZmInstant       now,
                      ZmInstant       issuer_not_after)
{
  ZmInstant whole = now - now % ZM_INSTANT_SECOND;
  ZmInstant not_after = whole + zm_profile_days (policy, kind) * ZM_INSTANT_DAY;

  return issuer_not_after > 0 ? MIN (not_after, issuer_not_after) : not_after;
}

static GBytes *
encode_algorithm (ZmKeyKind kind)
{
  g_autoptr(X509_ALGOR) algor = X509_ALGOR_new ();
  unsigned char *der = NULL;
  int length;

  zm_asn1_set_algorithm (algor, kind);
  length = i2d_X509_ALGOR (algor, &der);

  return zm_openssl_take_bytes (der, length);
}

static GBytes *
encode_signature (GBytes *signature)
{
  g_autoptr(GBytes) spare_bits = g_bytes_new_static ("\0", 1);
  GBytes *const parts[] = { spare_bits, signature };

  return zm_der_value (ZM_DER_BIT_STRING, parts, G_N_ELEMENTS (parts));
}

/* The body goes into the certificate as it came, not through OpenSSL's structures: what was made
 * durable before the signature is what was signed. */
ZmCertificate *
zm_profile_sign (GBytes  *tbs,
                 ZmKey   *issuer_key,
                 GError **error)
{
  g_autoptr(GBytes) signature = NULL;
  g_autoptr(GBytes) algorithm = NULL;
  g_autoptr(GBytes) bits = NULL;
  g_autoptr(GBytes) der = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  g_return_val_if_fail (tbs != NULL, NULL);
  g_return_val_if_fail (issuer_key != NULL, NULL);
  g_return_val_if_fail (zm_public_key_get_kind (zm_key_get_public (issuer_key)) != ZM_KEY_ED25519,
                        NULL);

  signature = zm_key_sign (issuer_key, g_bytes_get_data (tbs, NULL), g_bytes_get_size (tbs),
                           error);
  if (signature == NULL)
    return NULL;

  algorithm = encode_algorithm (zm_public_key_get_kind (zm_key_get_public (issuer_key)));
  bits = encode_signature (signature);
  der = zm_der_value (ZM_DER_SEQUENCE, (GBytes *[]) { tbs, algorithm, bits }, 3);
  certificate = zm_certificate_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der),
                                             NULL);
  if (certificate == NULL ||
      X509_verify (zm_certificate_peek_x509 (certificate), zm_key_peek_pkey (issuer_key)) != 1)
    {
      zm_openssl_take_error (error, ZM_ERROR_INVALID, "profile.tbs",
                             "This is not the body of a certificate that this key can sign");
      return NULL;
    }

  return g_steal_pointer (&certificate);
}
