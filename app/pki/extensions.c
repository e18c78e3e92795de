#include "app/pki/extensions.h"

#include "app/pki/asn1.h"

#include <gio/gio.h>
#include <string.h>

#define DNS_NAME_MAX  253 /* characters, RFC 1035 */
#define DNS_LABEL_MAX 63

void
zm_extensions_add (ZmX509Extensions *extensions,
                   int               nid,
                   gboolean          critical,
                   gpointer          value)
{
  X509_EXTENSION *extension = X509V3_EXT_i2d (nid, critical, value);

  if (extension == NULL || sk_X509_EXTENSION_push (extensions, extension) == 0)
    zm_openssl_abort ("an extension");
}

void
zm_extensions_add_key_usage (ZmX509Extensions *extensions,
                             guint             usages)
{
  g_autoptr(ASN1_BIT_STRING) bits = ASN1_BIT_STRING_new ();

  for (int i = 0; i < 9; i++)
    {
      if ((usages & 1u << i) != 0)
        ASN1_BIT_STRING_set_bit (bits, i, 1);
    }

  zm_extensions_add (extensions, NID_key_usage, TRUE, bits);
}

void
zm_extensions_add_purpose (ZmX509Extensions *extensions,
                           const char       *oid)
{
  g_autoptr(EXTENDED_KEY_USAGE) purposes = EXTENDED_KEY_USAGE_new ();

  sk_ASN1_OBJECT_push (purposes, OBJ_txt2obj (oid, 1));
  zm_extensions_add (extensions, NID_ext_key_usage, FALSE, purposes);
}

guint
zm_extensions_identity_usage (ZmKeyKind kind)
{
  return kind == ZM_KEY_RSA_3072 ? ZM_USAGE_DIGITAL_SIGNATURE | ZM_USAGE_KEY_ENCIPHERMENT
                                 : ZM_USAGE_DIGITAL_SIGNATURE;
}

static GENERAL_NAME *
new_ia5_name (int         type,
              const char *text)
{
  GENERAL_NAME *name = GENERAL_NAME_new ();
  ASN1_IA5STRING *string = ASN1_IA5STRING_new ();

  ASN1_STRING_set (string, text, -1);
  GENERAL_NAME_set0_value (name, type, string);

  return name;
}

GENERAL_NAME *
zm_extensions_new_uri (const char *uri)
{
  return new_ia5_name (GEN_URI, uri);
}

static GENERAL_NAME *
new_directory_name (const char *device_id,
                    const char *device_label)
{
  GENERAL_NAME *name = GENERAL_NAME_new ();
  X509_NAME *directory = X509_NAME_new ();

  zm_asn1_name_append (directory, NID_commonName, device_id);
  zm_asn1_name_append (directory, NID_description, device_label);
  GENERAL_NAME_set0_value (name, GEN_DIRNAME, directory);

  return name;
}

void
zm_extensions_add_device_names (ZmX509Extensions *extensions,
                                const char       *uri,
                                const char       *device_id,
                                const char       *device_label)
{
  g_autoptr(GENERAL_NAMES) names = GENERAL_NAMES_new ();

  if (uri != NULL)
    sk_GENERAL_NAME_push (names, zm_extensions_new_uri (uri));
  sk_GENERAL_NAME_push (names, new_directory_name (device_id, device_label));
  zm_extensions_add (extensions, NID_subject_alt_name, FALSE, names);
}

static gboolean
is_dns_label (const char *label)
{
  gsize length = strlen (label);

  if (length < 1 || length > DNS_LABEL_MAX || label[0] == '-' || label[length - 1] == '-')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (label[i]) && label[i] != '-')
        return FALSE;
    }

  return TRUE;
}

gboolean
zm_extensions_is_dns_name (const char *text)
{
  g_auto(GStrv) labels = NULL;

  if (*text == '\0' || strlen (text) > DNS_NAME_MAX)
    return FALSE;

  labels = g_strsplit (text, ".", -1);
  for (gsize i = 0; labels[i] != NULL; i++)
    {
      if (!is_dns_label (labels[i]))
        return FALSE;
    }

  return TRUE;
}

static GENERAL_NAME *
new_server_name (const char *text)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (text);
  ASN1_OCTET_STRING *octets;
  GENERAL_NAME *name;

  if (address == NULL)
    return zm_extensions_is_dns_name (text) ? new_ia5_name (GEN_DNS, text) : NULL;

  octets = ASN1_OCTET_STRING_new ();
  ASN1_OCTET_STRING_set (octets, g_inet_address_to_bytes (address),
                         (int) g_inet_address_get_native_size (address));
  name = GENERAL_NAME_new ();
  GENERAL_NAME_set0_value (name, GEN_IPADD, octets);

  return name;
}

gboolean
zm_extensions_add_server_names (ZmX509Extensions   *extensions,
                                const char *const  *names,
                                const char         *check,
                                GError            **error)
{
  g_autoptr(GENERAL_NAMES) list = GENERAL_NAMES_new ();

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      GENERAL_NAME *name = new_server_name (names[i]);

      if (name == NULL)
        {
          zm_error_set (error, ZM_ERROR_INVALID, check, names[i], "a DNS name or an IP address",
                        "A server cannot have this name");
          return FALSE;
        }
      sk_GENERAL_NAME_push (list, name);
    }

  if (sk_GENERAL_NAME_num (list) == 0)
    {
      zm_error_set (error, ZM_ERROR_INVALID, check, "nothing", "a DNS name or an IP address",
                    "A server needs a name");
      return FALSE;
    }

  zm_extensions_add (extensions, NID_subject_alt_name, FALSE, list);
  return TRUE;
}
