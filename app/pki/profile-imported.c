#include "app/pki/profile.h"

#include "app/pki/fields.h"

#include <string.h>

typedef struct {
  ZmProfileKind  kind;
  ZmCertificate *certificate;
  X509          *x509;
} Case;

static gboolean
refuse (const char  *check,
        const char  *seen,
        const char  *expected,
        GError     **error)
{
  ERR_clear_error ();
  zm_error_set (error, ZM_ERROR_REFUSED, check, seen, expected,
                "The certificate cannot be used here");
  return FALSE;
}

static gboolean
is_authority (ZmProfileKind kind)
{
  return kind == ZM_PROFILE_ROOT || kind == ZM_PROFILE_INTERMEDIATE;
}

static gboolean
check_key (const Case   *item,
           ZmPublicKey  *key,
           GError      **error)
{
  const char *seen = zm_certificate_get_key_hash (item->certificate);

  if (key == NULL || strcmp (seen, zm_public_key_get_hash (key)) == 0)
    return TRUE;

  return refuse ("profile.key", seen, zm_public_key_get_hash (key), error);
}

/* OpenSSL reads all extensions that it knows when it is first asked for one of them. */
static gboolean
check_extensions (const Case  *item,
                  GError     **error)
{
  return (X509_get_extension_flags (item->x509) & EXFLAG_INVALID) == 0 ||
         refuse ("profile.extensions", NULL, "each extension once, and readable", error);
}

static gboolean
check_authority (const Case  *item,
                 GError     **error)
{
  gboolean wanted = is_authority (item->kind);

  if (zm_certificate_is_ca (item->certificate) == wanted)
    return TRUE;

  return refuse ("profile.basic-constraints", wanted ? "CA:FALSE" : "CA:TRUE",
                 wanted ? "CA:TRUE" : "CA:FALSE", error);
}

/* Without the extension every usage is allowed (RFC 5280 section 4.2.1.3); OpenSSL then gives all
 * bits. A root that the hospital uses already may be so, what is made for us may not. */
static gboolean
check_usage (const Case  *item,
             GError     **error)
{
  guint32 wanted = is_authority (item->kind) ? KU_KEY_CERT_SIGN | KU_CRL_SIGN
                                             : KU_DIGITAL_SIGNATURE;
  guint32 usage = X509_get_key_usage (item->x509);

  if ((usage & wanted) == wanted && (usage != UINT32_MAX || item->kind == ZM_PROFILE_ROOT))
    return TRUE;

  return refuse ("profile.key-usage", NULL,
                 is_authority (item->kind) ? "keyCertSign, cRLSign" : "digitalSignature", error);
}

static gboolean
has_purpose (const char *text,
             const char *purpose)
{
  g_auto(GStrv) purposes = g_strsplit (text, ", ", -1);

  return g_strv_contains ((const char *const *) purposes, purpose);
}

static gboolean
is_right_purpose (ZmProfileKind  kind,
                  const char    *text)
{
  switch (kind)
    {
    case ZM_PROFILE_ROOT:
      return TRUE;
    case ZM_PROFILE_INTERMEDIATE:
      return text == NULL || (has_purpose (text, "clientAuth") &&
                              !has_purpose (text, "OCSPSigning"));
    case ZM_PROFILE_STATION:
      return text != NULL && has_purpose (text, "documentSigning");
    case ZM_PROFILE_SERVER:
      return text != NULL && has_purpose (text, "serverAuth");
    case ZM_PROFILE_DEVICE:
    case ZM_PROFILE_CANARY:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
check_purpose (const Case  *item,
               GError     **error)
{
  static const char *const expected[] = {
    [ZM_PROFILE_ROOT] = "",
    [ZM_PROFILE_INTERMEDIATE] = "none at all, or clientAuth without OCSPSigning",
    [ZM_PROFILE_DEVICE] = "",
    [ZM_PROFILE_STATION] = "documentSigning",
    [ZM_PROFILE_SERVER] = "serverAuth",
  };
  g_autoptr(EXTENDED_KEY_USAGE) usage = X509_get_ext_d2i (item->x509, NID_ext_key_usage, NULL,
                                                          NULL);
  g_autofree char *text = usage != NULL ? zm_fields_extended_key_usage (usage) : NULL;

  return is_right_purpose (item->kind, text) ||
         refuse ("profile.extended-key-usage", text, expected[item->kind], error);
}

/* Device certificates and revocation lists point to their issuer by this. */
static gboolean
check_identifier (const Case  *item,
                  GError     **error)
{
  return item->kind != ZM_PROFILE_INTERMEDIATE || X509_get0_subject_key_id (item->x509) != NULL ||
         refuse ("profile.identifiers", NULL, "a subject key identifier", error);
}

static gboolean
check_names (const Case  *item,
             GError     **error)
{
  g_autoptr(GENERAL_NAMES) names = NULL;

  if (item->kind != ZM_PROFILE_SERVER)
    return TRUE;

  names = X509_get_ext_d2i (item->x509, NID_subject_alt_name, NULL, NULL);
  for (int i = 0; names != NULL && i < sk_GENERAL_NAME_num (names); i++)
    {
      int type = sk_GENERAL_NAME_value (names, i)->type;

      if (type == GEN_DNS || type == GEN_IPADD)
        return TRUE;
    }

  return refuse ("profile.san", NULL, "a DNS name or an IP address", error);
}

static gboolean
check_signature (const Case  *item,
                 GError     **error)
{
  EVP_PKEY *pkey = X509_get0_pubkey (item->x509);

  return item->kind != ZM_PROFILE_ROOT ||
         (pkey != NULL && X509_NAME_cmp (X509_get_subject_name (item->x509),
                                         X509_get_issuer_name (item->x509)) == 0 &&
          X509_verify (item->x509, pkey) == 1) ||
         refuse ("profile.signature", zm_certificate_get_issuer (item->certificate),
                 "a root's own signature", error);
}

gboolean
zm_profile_check_imported (ZmProfileKind   kind,
                           ZmCertificate  *certificate,
                           ZmPublicKey    *key,
                           GError        **error)
{
  Case item = { kind, certificate, NULL };

  g_return_val_if_fail (certificate != NULL, FALSE);
  g_return_val_if_fail (kind != ZM_PROFILE_DEVICE && kind != ZM_PROFILE_CANARY, FALSE);

  item.x509 = zm_certificate_peek_x509 (certificate);

  return check_key (&item, key, error) && check_extensions (&item, error) &&
         check_authority (&item, error) && check_usage (&item, error) &&
         check_purpose (&item, error) && check_identifier (&item, error) &&
         check_names (&item, error) && check_signature (&item, error);
}
