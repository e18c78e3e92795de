#include "app/pki/public-key-rules.h"

#include "app/pki/asn1.h"

#include <openssl/ec.h>

#define RSA_BITS     3072
#define RSA_EXPONENT 65537

#define POINT_UNCOMPRESSED 0x04 /* SEC 1 section 2.3.3 */

typedef struct {
  ASN1_OBJECT         *algorithm;
  int                  parameter_type;
  const void          *parameter;
  const unsigned char *bits;
  int                  length;
} Parts;

static void
take_apart (X509_PUBKEY *spki,
            Parts       *parts)
{
  X509_ALGOR *algor = NULL;

  X509_PUBKEY_get0_param (&parts->algorithm, &parts->bits, &parts->length, &algor, spki);
  X509_ALGOR_get0 (NULL, &parts->parameter_type, &parts->parameter, algor);
}

static char *
curve_name (int nid)
{
  const char *nist = EC_curve_nid2nist (nid);

  return g_strdup (nist != NULL ? nist : OBJ_nid2sn (nid));
}

static char *
explicit_curve_name (EVP_PKEY *pkey)
{
  char group[64];

  if (pkey != NULL && EVP_PKEY_get_group_name (pkey, group, sizeof group, NULL) == 1)
    {
      int nid = OBJ_txt2nid (group);

      if (nid != NID_undef)
        return curve_name (nid);
    }

  return NULL;
}

static const char *
point_fault (const Parts *parts,
             EVP_PKEY    *pkey)
{
  guint8 form = parts->length > 0 ? parts->bits[0] & 0xfe : 0;

  if (form == 0x02)
    return " with a compressed point";
  if (form == 0x06)
    return " with a hybrid point";

  return pkey == NULL ? " with a point off the curve" : "";
}

static char *
name_ec (const Parts *parts,
         EVP_PKEY    *pkey)
{
  g_autofree char *curve = NULL;

  if (parts->parameter_type == V_ASN1_OBJECT)
    {
      int nid = OBJ_obj2nid (parts->parameter);

      curve = nid != NID_undef ? curve_name (nid) : zm_asn1_object_text (parts->parameter);
      return g_strdup_printf ("EC %s%s", curve, point_fault (parts, pkey));
    }

  curve = explicit_curve_name (pkey);
  if (curve == NULL)
    return g_strdup ("EC with explicit parameters");

  return g_strdup_printf ("EC %s with explicit parameters", curve);
}

static char *
name_rsa (EVP_PKEY *pkey)
{
  g_autoptr(BIGNUM) exponent = NULL;
  int bits;

  if (pkey == NULL || EVP_PKEY_get_bn_param (pkey, OSSL_PKEY_PARAM_RSA_E, &exponent) != 1)
    return g_strdup ("RSA that cannot be read");

  bits = EVP_PKEY_get_bits (pkey);
  if (BN_is_word (exponent, RSA_EXPONENT))
    return g_strdup_printf ("RSA %d", bits);
  if (BN_num_bits (exponent) > 32)
    return g_strdup_printf ("RSA %d, e of %d bits", bits, BN_num_bits (exponent));

  return g_strdup_printf ("RSA %d, e = %lu", bits, (unsigned long) BN_get_word (exponent));
}

static char *
name_other (const Parts *parts,
            EVP_PKEY    *pkey)
{
  g_autofree char *algorithm = zm_asn1_object_text (parts->algorithm);

  if (pkey == NULL)
    return g_steal_pointer (&algorithm);

  return g_strdup_printf ("%s %d", algorithm, EVP_PKEY_get_bits (pkey));
}

static char *
name_key (const Parts *parts,
          EVP_PKEY    *pkey)
{
  switch (OBJ_obj2nid (parts->algorithm))
    {
    case NID_X9_62_id_ecPublicKey:
      return name_ec (parts, pkey);
    case NID_rsaEncryption:
      return name_rsa (pkey);
    default:
      return name_other (parts, pkey);
    }
}

static gboolean
is_p256 (const Parts *parts)
{
  return OBJ_obj2nid (parts->algorithm) == NID_X9_62_id_ecPublicKey &&
         parts->parameter_type == V_ASN1_OBJECT &&
         OBJ_obj2nid (parts->parameter) == NID_X9_62_prime256v1 &&
         parts->length > 0 && parts->bits[0] == POINT_UNCOMPRESSED;
}

static gboolean
is_rsa_3072 (const Parts *parts,
             EVP_PKEY    *pkey)
{
  g_autoptr(BIGNUM) exponent = NULL;

  return OBJ_obj2nid (parts->algorithm) == NID_rsaEncryption &&
         EVP_PKEY_get_bits (pkey) == RSA_BITS &&
         EVP_PKEY_get_bn_param (pkey, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1 &&
         BN_is_word (exponent, RSA_EXPONENT);
}

gboolean
zm_public_key_rules_find_kind (X509_PUBKEY  *spki,
                               ZmKeyKind    *kind,
                               GError      **error)
{
  g_autofree char *name = NULL;
  EVP_PKEY *pkey = X509_PUBKEY_get0 (spki);
  Parts parts = { 0 };

  ERR_clear_error ();
  take_apart (spki, &parts);
  if (pkey != NULL && is_p256 (&parts))
    *kind = ZM_KEY_EC_P256;
  else if (pkey != NULL && is_rsa_3072 (&parts, pkey))
    *kind = ZM_KEY_RSA_3072;
  else if (pkey != NULL && OBJ_obj2nid (parts.algorithm) == NID_ED25519)
    *kind = ZM_KEY_ED25519;
  else
    {
      name = name_key (&parts, pkey);
      ERR_clear_error ();
      zm_error_set (error, ZM_ERROR_REFUSED, "key.type", name,
                    "EC P-256 (named curve, uncompressed point) or RSA 3072 (e = 65537)",
                    "Keys of this type are not accepted");
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_power_modulo (BN_ULONG value,
                 guint    prime)
{
  guint power = 1;

  do
    {
      if (power == value)
        return TRUE;
      power = power * (RSA_EXPONENT % prime) % prime;
    } while (power != 1);

  return FALSE;
}

/* CVE-2017-15361: the faulty generator's primes are powers of 65537 modulo all small primes, and so
 * is their product. A random modulus passes for one once in 2 × 10^8. */
static gboolean
has_roca_fingerprint (const BIGNUM *modulus)
{
  static const guint8 primes[] = {
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73,
    79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (primes); i++)
    {
      if (!is_power_modulo (BN_mod_word (modulus, primes[i]), primes[i]))
        return FALSE;
    }

  return TRUE;
}

static const char *
find_weakness (EVP_PKEY  *pkey,
               ZmKeyKind  kind)
{
  g_autoptr(EVP_PKEY_CTX) context = EVP_PKEY_CTX_new (pkey, NULL);
  g_autoptr(BIGNUM) modulus = NULL;

  if (kind == ZM_KEY_RSA_3072)
    {
      if (EVP_PKEY_get_bn_param (pkey, OSSL_PKEY_PARAM_RSA_N, &modulus) != 1)
        return "no modulus";
      if (has_roca_fingerprint (modulus))
        return "a modulus of the ROCA kind (CVE-2017-15361)";
    }

  return EVP_PKEY_public_check (context) == 1 ? NULL : "numbers that no sound generator makes";
}

gboolean
zm_public_key_rules_check_strength (EVP_PKEY   *pkey,
                                    ZmKeyKind   kind,
                                    GError    **error)
{
  const char *weakness = find_weakness (pkey, kind);

  ERR_clear_error ();
  if (weakness == NULL)
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "key.weak", weakness, NULL,
                "The public key offers no security");
  return FALSE;
}
