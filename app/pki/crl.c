#include "app/pki/crl.h"

#include "app/pki/asn1.h"
#include "app/pki/crl-private.h"
#include "app/pki/der.h"
#include "app/pki/pem.h"

#include <string.h>

#define PEM_LABEL "X509 CRL"
#define VERSION_2 1 /* as it is encoded */

struct _ZmCrl {
  gatomicrefcount  references;
  X509_CRL        *x509;
  GBytes          *der;
  char            *issuer;
  guint64          number;
  ZmInstant        this_update;
  ZmInstant        next_update;
  GArray          *entries;   /* of ZmCrlEntry */
  GHashTable      *by_serial; /* borrows from entries */
};

static const struct {
  ZmReason    reason;
  const char *name;
} reason_names[] = {
  { ZM_REASON_UNSPECIFIED, "unspecified" },
  { ZM_REASON_KEY_COMPROMISE, "keyCompromise" },
  { ZM_REASON_CA_COMPROMISE, "cACompromise" },
  { ZM_REASON_AFFILIATION_CHANGED, "affiliationChanged" },
  { ZM_REASON_SUPERSEDED, "superseded" },
  { ZM_REASON_CESSATION_OF_OPERATION, "cessationOfOperation" },
  { ZM_REASON_PRIVILEGE_WITHDRAWN, "privilegeWithdrawn" },
};

static void
clear_entry (gpointer data)
{
  ZmCrlEntry *entry = data;

  g_free (entry->serial);
}

static ZmCrl *
crl_new (X509_CRL *x509,
         GBytes   *der)
{
  ZmCrl *self = g_new0 (ZmCrl, 1);

  g_atomic_ref_count_init (&self->references);
  self->x509 = x509;
  self->der = g_bytes_ref (der);
  self->issuer = zm_asn1_name_text (X509_CRL_get_issuer (x509));
  self->entries = g_array_new (FALSE, TRUE, sizeof (ZmCrlEntry));
  g_array_set_clear_func (self->entries, clear_entry);
  self->by_serial = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

/* What other reasons a foreign CA gives (certificateHold) is no matter: it is revoked. */
static ZmReason
read_reason (const X509_REVOKED *revoked)
{
  g_autoptr(ASN1_ENUMERATED) value = X509_REVOKED_get_ext_d2i (revoked, NID_crl_reason, NULL, NULL);
  long number = value != NULL ? ASN1_ENUMERATED_get (value) : 0;

  /* Neither is an unreadable one. */
  ERR_clear_error ();
  for (gsize i = 0; i < G_N_ELEMENTS (reason_names); i++)
    {
      if ((long) reason_names[i].reason == number)
        return reason_names[i].reason;
    }

  return ZM_REASON_UNSPECIFIED;
}

static gboolean
read_entry (ZmCrl              *self,
            const X509_REVOKED *revoked)
{
  ZmCrlEntry entry = { .reason = read_reason (revoked) };

  if (X509_REVOKED_get_ext_by_NID (revoked, NID_certificate_issuer, -1) >= 0 ||
      !zm_asn1_time_read (X509_REVOKED_get0_revocationDate (revoked), &entry.at))
    return FALSE;
  entry.serial = zm_asn1_serial_text (X509_REVOKED_get0_serialNumber (revoked));
  if (entry.serial == NULL)
    return FALSE;

  g_array_append_val (self->entries, entry);
  return TRUE;
}

static gboolean
read_entries (ZmCrl *self)
{
  STACK_OF (X509_REVOKED) *revoked = X509_CRL_get_REVOKED (self->x509);

  for (int i = 0; i < sk_X509_REVOKED_num (revoked); i++)
    {
      if (!read_entry (self, sk_X509_REVOKED_value (revoked, i)))
        return FALSE;
    }

  /* The array no longer moves. Of two entries for a serial the first stands. */
  for (guint i = self->entries->len; i > 0; i--)
    {
      ZmCrlEntry *entry = &g_array_index (self->entries, ZmCrlEntry, i - 1);

      g_hash_table_replace (self->by_serial, entry->serial, entry);
    }

  return TRUE;
}

static gboolean
read_number (ZmCrl *self)
{
  g_autoptr(ASN1_INTEGER) number = X509_CRL_get_ext_d2i (self->x509, NID_crl_number, NULL, NULL);

  return number != NULL && ASN1_INTEGER_get_uint64 (&self->number, number) == 1;
}

static gboolean
read_times (ZmCrl *self)
{
  const ASN1_TIME *next = X509_CRL_get0_nextUpdate (self->x509);

  return next != NULL &&
         zm_asn1_time_read (X509_CRL_get0_lastUpdate (self->x509), &self->this_update) &&
         zm_asn1_time_read (next, &self->next_update);
}

/* What is missed, or NULL. */
static const char *
read_profile (ZmCrl *self)
{
  if (X509_CRL_get_version (self->x509) != VERSION_2)
    return "version 2";
  if (X509_CRL_get_ext_by_NID (self->x509, NID_delta_crl, -1) >= 0)
    return "a full CRL, no delta";
  if (!read_times (self))
    return "thisUpdate and nextUpdate";
  if (!read_number (self))
    return "a CRL number below 2^64";
  if (!read_entries (self))
    return "entries with serial and time, by this issuer";

  return NULL;
}

static X509_CRL *
parse (const void *der,
       gsize       length)
{
  const unsigned char *at = der;
  X509_CRL *x509 = NULL;

  if (zm_der_is_strict (der, length))
    x509 = d2i_X509_CRL (NULL, &at, (long) length);
  if (x509 != NULL && at != (const unsigned char *) der + length)
    g_clear_pointer (&x509, X509_CRL_free);
  ERR_clear_error ();

  return x509;
}

ZmCrl *
zm_crl_new_from_der (const void  *der,
                     gsize        length,
                     GError     **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(ZmCrl) self = NULL;
  const char *missed;
  X509_CRL *x509;

  g_return_val_if_fail (der != NULL || length == 0, NULL);

  if (length > ZM_CRL_MAX)
    {
      g_autofree char *seen = g_strdup_printf ("%zu bytes", length);

      zm_error_set (error, ZM_ERROR_INVALID, "crl.size", seen, "at most 1 MiB",
                    "The revocation list is too large");
      return NULL;
    }
  x509 = length > 0 ? parse (der, length) : NULL;
  if (x509 == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "crl.encoding", zm_der_describe (der, length),
                    "one CRL in DER (X.690), and nothing else",
                    "The revocation list cannot be read");
      return NULL;
    }

  bytes = g_bytes_new (der, length);
  self = crl_new (x509, bytes);
  missed = read_profile (self);
  if (missed != NULL)
    {
      ERR_clear_error ();
      zm_error_set (error, ZM_ERROR_INVALID, "crl.profile", NULL, missed,
                    "The revocation list of “%s” is not of the kind that is needed here",
                    self->issuer);
      return NULL;
    }

  return g_steal_pointer (&self);
}

ZmCrl *
zm_crl_new_from_data (const void  *data,
                      gsize        length,
                      GError     **error)
{
  g_autoptr(GBytes) der = NULL;
  gsize used = 0;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  der = zm_pem_decode (data, length, PEM_LABEL, &used);
  if (der == NULL || used != length)
    return zm_crl_new_from_der (data, length, error);

  return zm_crl_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}

ZmCrl *
zm_crl_ref (ZmCrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);

  return self;
}

void
zm_crl_unref (ZmCrl *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_hash_table_unref (self->by_serial);
  g_array_unref (self->entries);
  g_free (self->issuer);
  g_bytes_unref (self->der);
  X509_CRL_free (self->x509);
  g_free (self);
}

X509_CRL *
zm_crl_peek_x509 (ZmCrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->x509;
}

GBytes *
zm_crl_get_der (ZmCrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->der;
}

char *
zm_crl_to_pem (ZmCrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return zm_pem_encode (PEM_LABEL, self->der);
}

const char *
zm_crl_get_issuer (ZmCrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->issuer;
}

guint64
zm_crl_get_number (ZmCrl *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->number;
}

ZmInstant
zm_crl_get_this_update (ZmCrl *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->this_update;
}

ZmInstant
zm_crl_get_next_update (ZmCrl *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->next_update;
}

const ZmCrlEntry *
zm_crl_get_entries (ZmCrl *self,
                    gsize *count)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (count != NULL, NULL);

  *count = self->entries->len;

  return (const ZmCrlEntry *) (gpointer) self->entries->data;
}

const ZmCrlEntry *
zm_crl_find (ZmCrl      *self,
             const char *serial)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (serial != NULL, NULL);

  return g_hash_table_lookup (self->by_serial, serial);
}

static gboolean
names_issuer (X509_CRL *crl,
              X509     *issuer)
{
  int critical;
  g_autoptr(AUTHORITY_KEYID) authority = X509_CRL_get_ext_d2i (crl, NID_authority_key_identifier,
                                                               &critical, NULL);

  /* -1 means that there is none, which is not the same as one that cannot be read. */
  if (authority == NULL && critical != -1)
    {
      ERR_clear_error ();
      return FALSE;
    }

  return X509_NAME_cmp (X509_CRL_get_issuer (crl), X509_get_subject_name (issuer)) == 0 &&
         (X509_get_key_usage (issuer) & KU_CRL_SIGN) != 0 &&
         (authority == NULL || X509_check_akid (issuer, authority) == X509_V_OK);
}

gboolean
zm_crl_verify (ZmCrl          *self,
               ZmCertificate  *issuer,
               GError        **error)
{
  X509 *x509;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (issuer != NULL, FALSE);

  x509 = zm_certificate_peek_x509 (issuer);
  if (!names_issuer (self->x509, x509))
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "crl.issuer", self->issuer,
                    zm_certificate_get_subject (issuer),
                    "The revocation list comes from another issuer");
      return FALSE;
    }
  if (X509_CRL_verify (self->x509, X509_get0_pubkey (x509)) != 1)
    {
      zm_openssl_take_error (error, ZM_ERROR_REFUSED, "crl.signature",
                             "The signature of the revocation list is wrong");
      return FALSE;
    }

  return TRUE;
}

const char *
zm_crl_reason_name (ZmReason reason)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reason_names); i++)
    {
      if (reason_names[i].reason == reason)
        return reason_names[i].name;
    }

  return NULL;
}

gboolean
zm_crl_reason_parse (const char *name,
                     ZmReason   *reason)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (reason != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (reason_names); i++)
    {
      if (strcmp (name, reason_names[i].name) == 0)
        {
          *reason = reason_names[i].reason;
          return TRUE;
        }
    }

  return FALSE;
}
