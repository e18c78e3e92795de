#include "app/pki/fields.h"

#include "app/base/hex.h"
#include "app/base/text.h"
#include "app/pki/asn1.h"
#include "app/pki/der.h"

#include <gio/gio.h>
#include <string.h>

#define OID_DOCUMENT_SIGNING "1.3.6.1.5.5.7.3.36" /* RFC 9336, unknown to OpenSSL 3.0 */

/* In the order of their bits, RFC 5280 section 4.2.1.3. */
static const char *const key_usages[] = {
  "digitalSignature", "contentCommitment", "keyEncipherment", "dataEncipherment", "keyAgreement",
  "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
};

static void
field_clear (gpointer data)
{
  ZmCsrField *field = data;

  g_free (field->name);
  g_free (field->value);
}

GArray *
zm_fields_new (void)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (ZmCsrField));

  g_array_set_clear_func (fields, field_clear);

  return fields;
}

void
zm_fields_take (GArray     *fields,
                const char *name,
                char       *value,
                gboolean    critical)
{
  ZmCsrField field = { g_strdup (name), value, critical };

  g_array_append_val (fields, field);
}

void
zm_fields_add_name (GArray          *fields,
                    const char      *prefix,
                    const X509_NAME *name,
                    gboolean         critical)
{
  for (int i = 0; i < X509_NAME_entry_count (name); i++)
    {
      const X509_NAME_ENTRY *entry = X509_NAME_get_entry (name, i);
      g_autofree char *object = zm_asn1_object_text (X509_NAME_ENTRY_get_object (entry));
      g_autofree char *title = g_strconcat (prefix, object, NULL);

      zm_fields_take (fields, title, zm_asn1_text (X509_NAME_ENTRY_get_data (entry)), critical);
    }
}

static char *
hex_text (const void *data,
          int         length)
{
  g_autofree char *hex = zm_hex_encode (data, (gsize) length);

  return g_strconcat ("#", hex, NULL);
}

static char *
address_text (const ASN1_OCTET_STRING *address)
{
  GSocketFamily family = address->length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
  g_autoptr(GInetAddress) inet = NULL;

  if (address->length != 4 && address->length != 16)
    return hex_text (address->data, address->length);

  inet = g_inet_address_new_from_bytes (address->data, family);

  return g_inet_address_to_string (inet);
}

static char *
any_text (const ASN1_TYPE *value)
{
  switch (ASN1_TYPE_get (value))
    {
    case V_ASN1_UTF8STRING:
    case V_ASN1_PRINTABLESTRING:
    case V_ASN1_IA5STRING:
    case V_ASN1_T61STRING:
    case V_ASN1_VISIBLESTRING:
    case V_ASN1_BMPSTRING:
    case V_ASN1_UNIVERSALSTRING:
      return zm_asn1_text (value->value.asn1_string);
    case V_ASN1_OCTET_STRING:
      return hex_text (value->value.octet_string->data, value->value.octet_string->length);
    default:
      return g_strdup ("another type of value");
    }
}

static void
add_other_name (GArray          *fields,
                const OTHERNAME *other,
                gboolean         critical)
{
  g_autofree char *object = zm_asn1_object_text (other->type_id);
  g_autofree char *title = g_strconcat ("SAN otherName ", object, NULL);

  zm_fields_take (fields, title, any_text (other->value), critical);
}

static void
add_directory_name (GArray          *fields,
                    const X509_NAME *name,
                    gboolean         critical)
{
  if (X509_NAME_entry_count (name) == 0)
    zm_fields_take (fields, "SAN directoryName", g_strdup (""), critical);
  else
    zm_fields_add_name (fields, "SAN directoryName ", name, critical);
}

static void
add_general_name (GArray             *fields,
                  const GENERAL_NAME *name,
                  gboolean            critical)
{
  switch (name->type)
    {
    case GEN_URI:
      zm_fields_take (fields, "SAN URI", zm_asn1_text (name->d.ia5), critical);
      break;
    case GEN_DNS:
      zm_fields_take (fields, "SAN DNS", zm_asn1_text (name->d.ia5), critical);
      break;
    case GEN_EMAIL:
      zm_fields_take (fields, "SAN email", zm_asn1_text (name->d.ia5), critical);
      break;
    case GEN_IPADD:
      zm_fields_take (fields, "SAN IP", address_text (name->d.ip), critical);
      break;
    case GEN_RID:
      zm_fields_take (fields, "SAN registeredID", zm_asn1_object_text (name->d.rid), critical);
      break;
    case GEN_DIRNAME:
      add_directory_name (fields, name->d.dirn, critical);
      break;
    case GEN_OTHERNAME:
      add_other_name (fields, name->d.otherName, critical);
      break;
    default:
      zm_fields_take (fields, "SAN of another type", g_strdup (""), critical);
      break;
    }
}

static void
add_alternative_names (GArray   *fields,
                       gpointer  decoded,
                       gboolean  critical)
{
  const GENERAL_NAMES *names = decoded;

  for (int i = 0; i < sk_GENERAL_NAME_num (names); i++)
    add_general_name (fields, sk_GENERAL_NAME_value (names, i), critical);
}

char *
zm_fields_key_usage (const ASN1_BIT_STRING *usage)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (key_usages); i++)
    {
      if (ASN1_BIT_STRING_get_bit (usage, (int) i))
        g_ptr_array_add (names, (gpointer) key_usages[i]);
    }
  g_ptr_array_add (names, NULL);

  return g_strjoinv (", ", (char **) names->pdata);
}

static void
add_key_usage (GArray   *fields,
               gpointer  decoded,
               gboolean  critical)
{
  zm_fields_take (fields, "Key usage", zm_fields_key_usage (decoded), critical);
}

static char *
purpose_text (const ASN1_OBJECT *object)
{
  char *text = zm_asn1_object_text (object);

  if (strcmp (text, OID_DOCUMENT_SIGNING) != 0)
    return text;

  g_free (text);

  return g_strdup ("documentSigning");
}

char *
zm_fields_extended_key_usage (const EXTENDED_KEY_USAGE *usage)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < sk_ASN1_OBJECT_num (usage); i++)
    g_ptr_array_add (names, purpose_text (sk_ASN1_OBJECT_value (usage, i)));
  g_ptr_array_add (names, NULL);

  return g_strjoinv (", ", (char **) names->pdata);
}

static void
add_extended_key_usage (GArray   *fields,
                        gpointer  decoded,
                        gboolean  critical)
{
  zm_fields_take (fields, "Extended key usage", zm_fields_extended_key_usage (decoded), critical);
}

static char *
path_text (const ASN1_INTEGER *length)
{
  gint64 number;

  if (ASN1_INTEGER_get_int64 (&number, length) == 1)
    return g_strdup_printf (", pathlen:%" G_GINT64_FORMAT, number);

  ERR_clear_error ();
  return g_strdup (", pathlen beyond 2^63");
}

static void
add_basic_constraints (GArray   *fields,
                       gpointer  decoded,
                       gboolean  critical)
{
  const BASIC_CONSTRAINTS *constraints = decoded;
  g_autofree char *path = NULL;

  if (constraints->pathlen != NULL)
    path = path_text (constraints->pathlen);

  zm_fields_take (fields, "Basic constraints",
                  g_strconcat (constraints->ca ? "CA:TRUE" : "CA:FALSE", path, NULL), critical);
}

/* What is judged, and so must be readable. */
static const struct {
  int              nid;
  const ASN1_ITEM *(*item) (void);
  void           (*add)    (GArray *fields, gpointer decoded, gboolean critical);
} judged[] = {
  { NID_subject_alt_name, GENERAL_NAMES_it, add_alternative_names },
  { NID_key_usage, ASN1_BIT_STRING_it, add_key_usage },
  { NID_ext_key_usage, EXTENDED_KEY_USAGE_it, add_extended_key_usage },
  { NID_basic_constraints, BASIC_CONSTRAINTS_it, add_basic_constraints },
};

static gboolean
add_judged (GArray         *fields,
            X509_EXTENSION *extension,
            gsize           row)
{
  const ASN1_OCTET_STRING *content = X509_EXTENSION_get_data (extension);
  const unsigned char *data = content->data;
  ASN1_VALUE *decoded = NULL;

  if (zm_der_is_strict (data, (gsize) content->length))
    decoded = ASN1_item_d2i (NULL, &data, content->length, judged[row].item ());
  if (decoded == NULL)
    {
      ERR_clear_error ();
      return FALSE;
    }

  judged[row].add (fields, decoded, X509_EXTENSION_get_critical (extension) > 0);
  ASN1_item_free (decoded, judged[row].item ());

  return TRUE;
}

static void
add_text (GArray         *fields,
          X509_EXTENSION *extension,
          char           *value)
{
  g_autofree char *object = zm_asn1_object_text (X509_EXTENSION_get_object (extension));
  g_autofree char *title = g_strconcat ("Extension ", object, NULL);

  zm_fields_take (fields, title, value, X509_EXTENSION_get_critical (extension) > 0);
}

void
zm_fields_add_opaque (GArray         *fields,
                      X509_EXTENSION *extension)
{
  const ASN1_OCTET_STRING *content = X509_EXTENSION_get_data (extension);

  add_text (fields, extension, hex_text (content->data, content->length));
}

/* OpenSSL's own words for an extension, in one line; NULL if it has none. */
static char *
print_extension (X509_EXTENSION *extension)
{
  g_autoptr(BIO) bio = BIO_new (BIO_s_mem ());
  g_autoptr(GString) line = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) words = NULL;

  if (X509V3_EXT_print (bio, extension, X509V3_EXT_DEFAULT, 0) != 1)
    {
      ERR_clear_error ();
      return NULL;
    }

  text = zm_openssl_bio_text (bio);
  words = g_strsplit_set (text, " \t\r\n", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (line->len > 0)
        g_string_append_c (line, ' ');
      g_string_append (line, words[i]);
    }

  return zm_text_escape (line->str, (gssize) line->len);
}

gboolean
zm_fields_add_extension (GArray         *fields,
                         X509_EXTENSION *extension)
{
  int nid = OBJ_obj2nid (X509_EXTENSION_get_object (extension));
  char *text;

  for (gsize i = 0; i < G_N_ELEMENTS (judged); i++)
    {
      if (nid == judged[i].nid)
        return add_judged (fields, extension, i);
    }

  text = print_extension (extension);
  if (text != NULL)
    add_text (fields, extension, text);
  else
    zm_fields_add_opaque (fields, extension);

  return TRUE;
}
