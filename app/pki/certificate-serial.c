#include "app/pki/certificate.h"

#include "app/pki/asn1.h"

#include <string.h>

#define TEXT_MAX 128 /* characters; 20 octets in hex with colons take 59 */

/* Hex digits of either case; colons and spaces may stand between them. */
static char *
strip_hex (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isxdigit (*text))
        {
          g_string_append_c (digits, g_ascii_toupper (*text));
        }
      else if (*text != ':' && *text != ' ')
        {
          g_string_free (digits, TRUE);
          return NULL;
        }
    }

  return g_string_free (digits, FALSE);
}

static BIGNUM *
parse_decimal (const char *text)
{
  BIGNUM *number = NULL;

  if (*text == '\0' || strspn (text, "0123456789") != strlen (text))
    return NULL;
  BN_dec2bn (&number, text);

  return number;
}

static BIGNUM *
parse_hex (const char *text)
{
  gboolean prefixed = g_ascii_strncasecmp (text, "0x", 2) == 0;
  g_autofree char *digits = strip_hex (prefixed ? text + 2 : text);
  BIGNUM *number = NULL;

  if (digits == NULL || *digits == '\0')
    return NULL;
  BN_hex2bn (&number, digits);

  return number;
}

char *
zm_certificate_parse_serial (const char *text)
{
  g_autofree char *trimmed = NULL;
  g_autoptr(BIGNUM) number = NULL;
  g_autoptr(ASN1_INTEGER) integer = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > TEXT_MAX)
    return NULL;
  trimmed = g_strstrip (g_strdup (text));
  if (g_ascii_strncasecmp (trimmed, "dec:", 4) == 0)
    number = parse_decimal (trimmed + 4);
  else
    number = parse_hex (trimmed);
  if (number == NULL)
    return NULL;

  integer = BN_to_ASN1_INTEGER (number, NULL);
  if (integer == NULL)
    zm_openssl_abort ("a serial number");

  return zm_asn1_serial_text (integer);
}
