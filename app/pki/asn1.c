#include "app/pki/asn1.h"

#include "app/base/hex.h"
#include "app/base/text.h"

#include <string.h>
#include <time.h>

#define SERIAL_OCTETS 20 /* RFC 5280 section 4.1.2.2 */

static char *
hex_text (const ASN1_STRING *string)
{
  g_autofree char *hex = zm_hex_encode (ASN1_STRING_get0_data (string),
                                        (gsize) ASN1_STRING_length (string));

  return g_strconcat ("#", hex, NULL);
}

char *
zm_asn1_text (const ASN1_STRING *string)
{
  unsigned char *utf8 = NULL;
  char *text;
  int length;

  g_return_val_if_fail (string != NULL, NULL);

  length = ASN1_STRING_to_UTF8 (&utf8, string);
  if (length < 0)
    {
      ERR_clear_error ();
      return hex_text (string);
    }

  text = zm_text_escape ((const char *) utf8, length);
  OPENSSL_free (utf8);

  return text;
}

char *
zm_asn1_name_text (const X509_NAME *name)
{
  g_autoptr(BIO) bio = BIO_new (BIO_s_mem ());
  g_autofree char *text = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (X509_NAME_print_ex (bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0)
    {
      ERR_clear_error ();
      return g_strdup ("#");
    }
  text = zm_openssl_bio_text (bio);

  return zm_text_escape (text, -1);
}

char *
zm_asn1_object_text (const ASN1_OBJECT *object)
{
  char dotted[128];
  int nid;

  g_return_val_if_fail (object != NULL, NULL);

  nid = OBJ_obj2nid (object);
  if (nid != NID_undef)
    return g_strdup (OBJ_nid2sn (nid));
  if (OBJ_obj2txt (dotted, sizeof dotted, object, 1) <= 0)
    return g_strdup ("unknown");

  return g_strdup (dotted);
}

void
zm_asn1_name_append (X509_NAME  *name,
                     int         nid,
                     const char *text)
{
  g_return_if_fail (name != NULL && text != NULL);

  /* The type is given, not guessed: V_ASN1_UTF8STRING takes the bytes as they are. */
  if (X509_NAME_add_entry_by_NID (name, nid, V_ASN1_UTF8STRING, (const unsigned char *) text, -1,
                                  -1, 0) != 1)
    zm_openssl_abort ("a name");
}

gboolean
zm_asn1_time_read (const ASN1_TIME *time,
                   ZmInstant       *instant)
{
  struct tm tm = { 0 };
  int length;

  g_return_val_if_fail (time != NULL, FALSE);

  length = ASN1_STRING_length (time) - (ASN1_STRING_type (time) == V_ASN1_UTCTIME ? 13 : 15);
  if (length != 0 || ASN1_STRING_get0_data (time)[ASN1_STRING_length (time) - 1] != 'Z' ||
      ASN1_TIME_to_tm (time, &tm) != 1)
    {
      ERR_clear_error ();
      return FALSE;
    }

  *instant = (ZmInstant) timegm (&tm) * ZM_INSTANT_SECOND;
  return TRUE;
}

ASN1_TIME *
zm_asn1_time_new (ZmInstant instant)
{
  ASN1_TIME *time;

  g_return_val_if_fail (instant >= 0, NULL);

  time = ASN1_TIME_set (NULL, (time_t) (instant / ZM_INSTANT_SECOND));
  if (time == NULL)
    zm_openssl_abort ("a time");

  return time;
}

char *
zm_asn1_serial_text (const ASN1_INTEGER *serial)
{
  g_autoptr(BIGNUM) number = NULL;
  g_autoptr(GString) text = NULL;
  char *hex;

  g_return_val_if_fail (serial != NULL, NULL);

  number = ASN1_INTEGER_to_BN (serial, NULL);
  if (number == NULL || BN_is_negative (number) || BN_num_bits (number) > 8 * SERIAL_OCTETS)
    {
      ERR_clear_error ();
      return NULL;
    }

  hex = BN_bn2hex (number);
  if (hex == NULL)
    zm_openssl_abort ("a serial number");
  text = g_string_new (BN_is_zero (number) ? "" : hex);
  OPENSSL_free (hex);
  while (text->len < ZM_SERIAL_DIGITS)
    g_string_prepend_c (text, '0');

  return g_string_free (g_steal_pointer (&text), FALSE);
}

ASN1_INTEGER *
zm_asn1_serial_new (const char *serial)
{
  BIGNUM *number = NULL;
  ASN1_INTEGER *integer = NULL;

  g_return_val_if_fail (serial != NULL, NULL);
  g_return_val_if_fail (strspn (serial, "0123456789ABCDEF") == strlen (serial), NULL);

  if (BN_hex2bn (&number, serial) > 0)
    integer = BN_to_ASN1_INTEGER (number, NULL);
  BN_free (number);
  if (integer == NULL)
    zm_openssl_abort ("a serial number");

  return integer;
}

/* RSA has a NULL parameter (RFC 4055 section 5), ECDSA none (RFC 5758 section 3.2). */
void
zm_asn1_set_algorithm (X509_ALGOR *algor,
                       ZmKeyKind   kind)
{
  g_return_if_fail (algor != NULL);
  g_return_if_fail (kind == ZM_KEY_RSA_3072 || kind == ZM_KEY_EC_P256);

  if (kind == ZM_KEY_RSA_3072)
    X509_ALGOR_set0 (algor, OBJ_nid2obj (NID_sha256WithRSAEncryption), V_ASN1_NULL, NULL);
  else
    X509_ALGOR_set0 (algor, OBJ_nid2obj (NID_ecdsa_with_SHA256), V_ASN1_UNDEF, NULL);
}
