#include "app/pki/jws.h"

#include "app/base/base64.h"
#include "app/base/jcs.h"
#include "app/pki/openssl.h"

#include <openssl/ec.h>
#include <string.h>

#define ALGORITHM        "ES256"
#define COORDINATE       32 /* bytes of r or s */
#define SIGNATURE_LENGTH (2 * COORDINATE)
#define HEADER_TEXT_MAX  64 /* bytes of alg or typ */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ECDSA_SIG, ECDSA_SIG_free)

/* The three parts of the text. */
enum {
  PART_HEADER,
  PART_PAYLOAD,
  PART_SIGNATURE,
  N_PARTS,
};

static GBytes *
raw_signature (GBytes *der)
{
  const unsigned char *at = g_bytes_get_data (der, NULL);
  g_autoptr(ECDSA_SIG) pair = d2i_ECDSA_SIG (NULL, &at, (long) g_bytes_get_size (der));
  guint8 raw[SIGNATURE_LENGTH];

  if (pair == NULL ||
      BN_bn2binpad (ECDSA_SIG_get0_r (pair), raw, COORDINATE) != COORDINATE ||
      BN_bn2binpad (ECDSA_SIG_get0_s (pair), raw + COORDINATE, COORDINATE) != COORDINATE)
    zm_openssl_abort ("an ECDSA signature");

  return g_bytes_new (raw, sizeof raw);
}

static GBytes *
der_signature (const guint8 *raw)
{
  g_autoptr(ECDSA_SIG) pair = ECDSA_SIG_new ();
  g_autoptr(BIGNUM) r = BN_bin2bn (raw, COORDINATE, NULL);
  g_autoptr(BIGNUM) s = BN_bin2bn (raw + COORDINATE, COORDINATE, NULL);
  unsigned char *der = NULL;

  if (pair == NULL || r == NULL || s == NULL ||
      ECDSA_SIG_set0 (pair, g_steal_pointer (&r), g_steal_pointer (&s)) != 1)
    zm_openssl_abort ("an ECDSA signature");

  int length = i2d_ECDSA_SIG (pair, &der);

  return zm_openssl_take_bytes (der, length);
}

static char *
encode_header (ZmCertificate  *certificate,
               const char     *type,
               GError        **error)
{
  g_autoptr(json_t) header = json_object ();
  GBytes *der = zm_certificate_get_der (certificate);
  g_autofree char *base64 = zm_base64_encode (g_bytes_get_data (der, NULL),
                                              g_bytes_get_size (der));
  g_autoptr(GBytes) bytes = NULL;

  json_object_set_new (header, "alg", json_string (ALGORITHM));
  json_object_set_new (header, "x5c", json_pack ("[s]", base64));
  zm_json_set_string (header, "typ", type);
  bytes = zm_jcs_encode (header, error);
  if (bytes == NULL)
    return NULL;

  return zm_base64url_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static gboolean
check_signer (ZmKey          *key,
              ZmCertificate  *certificate,
              GError        **error)
{
  ZmPublicKey *certified = zm_certificate_get_key (certificate);

  if (certified != NULL && zm_public_key_get_kind (certified) == ZM_KEY_EC_P256 &&
      (key == NULL || zm_public_key_equal (certified, zm_key_get_public (key))))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "jws.certificate",
                certified != NULL ? zm_public_key_get_name (certified) : "another kind of key",
                "EC P-256, the key that signs", "The signer's certificate does not fit");
  return FALSE;
}

static gboolean
check_size (gsize    length,
            GError **error)
{
  if (length <= ZM_JWS_MAX)
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "jws.size", NULL, "at most 64 KiB",
                "The signed text is too long");
  return FALSE;
}

char *
zm_jws_sign (ZmKey          *key,
             ZmCertificate  *certificate,
             const char     *type,
             GBytes         *payload,
             gboolean        payload_detached,
             GError        **error)
{
  g_autofree char *header = NULL;
  g_autofree char *body = NULL;
  g_autofree char *input = NULL;
  g_autofree char *tail = NULL;
  g_autofree char *jws = NULL;
  g_autoptr(GBytes) der = NULL;
  g_autoptr(GBytes) raw = NULL;

  g_return_val_if_fail (key != NULL && certificate != NULL && payload != NULL, NULL);

  if (!check_signer (key, certificate, error))
    return NULL;
  header = encode_header (certificate, type, error);
  if (header == NULL)
    return NULL;

  body = zm_base64url_encode (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload));
  input = g_strdup_printf ("%s.%s", header, body);
  der = zm_key_sign (key, input, strlen (input), error);
  if (der == NULL)
    return NULL;

  raw = raw_signature (der);
  tail = zm_base64url_encode (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
  jws = g_strdup_printf ("%s.%s.%s", header, payload_detached ? "" : body, tail);
  if (!check_size (strlen (jws), error))
    return NULL;

  return g_steal_pointer (&jws);
}

static gboolean
fail (ZmErrorCode   code,
      const char   *check,
      const char   *expected,
      GError      **error)
{
  zm_error_set (error, code, check, NULL, expected, "The signed text is refused");
  return FALSE;
}

/* NULL-terminated, of exactly three parts. */
static char **
split (const char  *jws,
       GError     **error)
{
  g_auto(GStrv) parts = NULL;

  if (!check_size (strlen (jws), error))
    return NULL;

  parts = g_strsplit (jws, ".", N_PARTS + 1);
  if (g_strv_length (parts) != N_PARTS)
    {
      fail (ZM_ERROR_INVALID, "jws.form", "three parts joined by full stops", error);
      return NULL;
    }

  return g_steal_pointer (&parts);
}

static gboolean
check_members (const json_t  *header,
               const char    *type,
               GError       **error)
{
  const char *algorithm = zm_json_get_string (header, "alg", HEADER_TEXT_MAX, "jws.header", error);
  const char *seen_type = NULL;

  if (algorithm == NULL || !zm_json_get_optional (header, "typ", HEADER_TEXT_MAX, &seen_type,
                                                  "jws.header", error))
    return FALSE;
  if (strcmp (algorithm, ALGORITHM) != 0)
    return fail (ZM_ERROR_INVALID, "jws.header", "alg ES256", error);
  if (g_strcmp0 (seen_type, type) != 0)
    return fail (ZM_ERROR_INVALID, "jws.header", type != NULL ? type : "no typ", error);
  if (json_array_size (json_object_get (header, "x5c")) != 1)
    return fail (ZM_ERROR_INVALID, "jws.header", "x5c with one certificate", error);
  if (json_object_size (header) != (type != NULL ? 3u : 2u))
    return fail (ZM_ERROR_INVALID, "jws.header", "no other member", error);

  return TRUE;
}

static ZmCertificate *
read_certificate (const json_t  *value,
                  GError       **error)
{
  const char *base64 = json_string_value (value);
  g_autoptr(GBytes) der = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;

  if (base64 != NULL && strlen (base64) == json_string_length (value))
    der = zm_base64_decode (base64);
  if (der != NULL)
    certificate = zm_certificate_new_from_der (g_bytes_get_data (der, NULL),
                                               g_bytes_get_size (der), NULL);
  if (certificate == NULL)
    {
      fail (ZM_ERROR_INVALID, "jws.certificate", "base64 of one certificate in DER", error);
      return NULL;
    }
  if (!check_signer (NULL, certificate, error))
    return NULL;

  return g_steal_pointer (&certificate);
}

static ZmCertificate *
read_header (const char  *part,
             const char  *type,
             GError     **error)
{
  g_autoptr(GBytes) bytes = zm_base64url_decode (part);
  g_autoptr(json_t) header = NULL;

  if (bytes == NULL)
    {
      fail (ZM_ERROR_INVALID, "jws.form", "base64url", error);
      return NULL;
    }
  header = zm_json_parse_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                 "jws.header", error);
  if (header == NULL || !check_members (header, type, error))
    return NULL;

  return read_certificate (json_array_get (json_object_get (header, "x5c"), 0), error);
}

static gboolean
check_signature (ZmCertificate  *certificate,
                 const char     *header,
                 const char     *body,
                 const char     *signature,
                 GError        **error)
{
  g_autoptr(GBytes) raw = zm_base64url_decode (signature);
  g_autofree char *input = g_strdup_printf ("%s.%s", header, body);
  g_autoptr(GBytes) der = NULL;

  if (raw == NULL || g_bytes_get_size (raw) != SIGNATURE_LENGTH)
    return fail (ZM_ERROR_INVALID, "jws.form", "base64url of a signature of 64 bytes", error);

  der = der_signature (g_bytes_get_data (raw, NULL));
  if (!zm_public_key_verify (zm_certificate_get_key (certificate), input, strlen (input),
                             g_bytes_get_data (der, NULL), g_bytes_get_size (der)))
    return fail (ZM_ERROR_REFUSED, "jws.signature", NULL, error);

  return TRUE;
}

ZmCertificate *
zm_jws_verify_detached (const char  *jws,
                        const char  *type,
                        GBytes      *payload,
                        GError     **error)
{
  g_auto(GStrv) parts = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;
  g_autofree char *body = NULL;

  g_return_val_if_fail (jws != NULL, NULL);
  g_return_val_if_fail (payload != NULL, NULL);

  parts = split (jws, error);
  if (parts == NULL)
    return NULL;
  if (*parts[PART_PAYLOAD] != '\0')
    {
      fail (ZM_ERROR_INVALID, "jws.form", "an empty middle part", error);
      return NULL;
    }

  certificate = read_header (parts[PART_HEADER], type, error);
  if (certificate == NULL)
    return NULL;
  body = zm_base64url_encode (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload));
  if (!check_signature (certificate, parts[PART_HEADER], body, parts[PART_SIGNATURE], error))
    return NULL;

  return g_steal_pointer (&certificate);
}

ZmCertificate *
zm_jws_verify (const char  *jws,
               const char  *type,
               GBytes     **payload,
               GError     **error)
{
  g_auto(GStrv) parts = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;
  g_autoptr(GBytes) body = NULL;

  g_return_val_if_fail (jws != NULL, NULL);
  g_return_val_if_fail (payload != NULL, NULL);

  parts = split (jws, error);
  if (parts == NULL)
    return NULL;
  body = zm_base64url_decode (parts[PART_PAYLOAD]);
  if (body == NULL)
    {
      fail (ZM_ERROR_INVALID, "jws.form", "base64url", error);
      return NULL;
    }

  certificate = read_header (parts[PART_HEADER], type, error);
  if (certificate == NULL ||
      !check_signature (certificate, parts[PART_HEADER], parts[PART_PAYLOAD],
                        parts[PART_SIGNATURE], error))
    return NULL;

  *payload = g_steal_pointer (&body);
  return g_steal_pointer (&certificate);
}
