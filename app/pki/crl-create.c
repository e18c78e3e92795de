#include "app/pki/crl.h"

#include "app/pki/asn1.h"
#include "app/pki/openssl.h"

#define VERSION_2 1 /* as it is encoded */

static gboolean
check_entry (const ZmCrlEntry  *entry,
             GHashTable        *seen,
             GError           **error)
{
  g_autofree char *serial = zm_certificate_parse_serial (entry->serial);

  if (g_strcmp0 (serial, entry->serial) == 0 && entry->at >= 0 &&
      zm_crl_reason_name (entry->reason) != NULL && g_hash_table_add (seen, entry->serial))
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "crl.entry", entry->serial,
                "each serial number once, in its one spelling",
                "The revocation list cannot take an entry");
  return FALSE;
}

static void
add_entry (X509_CRL         *crl,
           const ZmCrlEntry *entry)
{
  X509_REVOKED *revoked = X509_REVOKED_new ();
  g_autoptr(ASN1_INTEGER) serial = zm_asn1_serial_new (entry->serial);
  g_autoptr(ASN1_TIME) at = zm_asn1_time_new (entry->at);

  if (revoked == NULL ||
      X509_REVOKED_set_serialNumber (revoked, serial) != 1 ||
      X509_REVOKED_set_revocationDate (revoked, at) != 1)
    zm_openssl_abort ("a CRL entry");

  /* RFC 5280 section 5.3.1: absent rather than unspecified. */
  if (entry->reason != ZM_REASON_UNSPECIFIED)
    {
      g_autoptr(ASN1_ENUMERATED) reason = ASN1_ENUMERATED_new ();

      if (reason == NULL || ASN1_ENUMERATED_set (reason, (long) entry->reason) != 1 ||
          X509_REVOKED_add1_ext_i2d (revoked, NID_crl_reason, reason, 0, 0) != 1)
        zm_openssl_abort ("a CRL entry");
    }
  if (X509_CRL_add0_revoked (crl, revoked) != 1)
    zm_openssl_abort ("a CRL entry");
}

static void
add_extensions (X509_CRL *crl,
                X509     *issuer,
                guint64   number)
{
  g_autoptr(AUTHORITY_KEYID) authority = AUTHORITY_KEYID_new ();
  g_autoptr(ASN1_INTEGER) integer = ASN1_INTEGER_new ();

  if (authority == NULL || integer == NULL || ASN1_INTEGER_set_uint64 (integer, number) != 1)
    zm_openssl_abort ("a CRL");
  authority->keyid = ASN1_OCTET_STRING_dup (X509_get0_subject_key_id (issuer));
  if (authority->keyid == NULL ||
      X509_CRL_add1_ext_i2d (crl, NID_authority_key_identifier, authority, 0, 0) != 1 ||
      X509_CRL_add1_ext_i2d (crl, NID_crl_number, integer, 0, 0) != 1)
    zm_openssl_abort ("a CRL");
}

static gboolean
check_issuer (ZmCertificate  *issuer,
              ZmKey          *issuer_key,
              GError        **error)
{
  ZmPublicKey *key = zm_certificate_get_key (issuer);
  X509 *x509 = zm_certificate_peek_x509 (issuer);

  if (key != NULL && zm_public_key_equal (key, zm_key_get_public (issuer_key)) &&
      zm_public_key_get_kind (key) != ZM_KEY_ED25519 &&
      (X509_get_key_usage (x509) & KU_CRL_SIGN) != 0 && X509_get0_subject_key_id (x509) != NULL)
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "crl.issuer", zm_certificate_get_subject (issuer),
                "a CA certificate that may sign CRLs, with its own key",
                "The revocation list cannot be signed for this issuer");
  return FALSE;
}

static X509_CRL *
compose (X509      *issuer,
         guint64    number,
         ZmInstant  this_update,
         ZmInstant  next_update)
{
  X509_CRL *crl = X509_CRL_new ();
  g_autoptr(ASN1_TIME) from = zm_asn1_time_new (this_update);
  g_autoptr(ASN1_TIME) until = zm_asn1_time_new (next_update);

  if (crl == NULL ||
      X509_CRL_set_version (crl, VERSION_2) != 1 ||
      X509_CRL_set_issuer_name (crl, X509_get_subject_name (issuer)) != 1 ||
      X509_CRL_set1_lastUpdate (crl, from) != 1 ||
      X509_CRL_set1_nextUpdate (crl, until) != 1)
    zm_openssl_abort ("a CRL");
  add_extensions (crl, issuer, number);

  return crl;
}

ZmCrl *
zm_crl_create (ZmCertificate     *issuer,
               ZmKey             *issuer_key,
               guint64            number,
               ZmInstant          this_update,
               ZmInstant          next_update,
               const ZmCrlEntry  *entries,
               gsize              count,
               GError           **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(X509_CRL) crl = NULL;
  g_autoptr(GBytes) der = NULL;
  unsigned char *encoded = NULL;
  int length;

  g_return_val_if_fail (issuer != NULL && issuer_key != NULL, NULL);
  g_return_val_if_fail (this_update >= 0 && this_update < next_update, NULL);
  g_return_val_if_fail (entries != NULL || count == 0, NULL);

  if (!check_issuer (issuer, issuer_key, error))
    return NULL;
  for (gsize i = 0; i < count; i++)
    {
      if (!check_entry (&entries[i], seen, error))
        return NULL;
    }

  crl = compose (zm_certificate_peek_x509 (issuer), number, this_update, next_update);
  for (gsize i = 0; i < count; i++)
    add_entry (crl, &entries[i]);
  if (X509_CRL_sort (crl) != 1 ||
      X509_CRL_sign (crl, zm_key_peek_pkey (issuer_key), EVP_sha256 ()) <= 0)
    zm_openssl_abort ("a CRL");

  length = i2d_X509_CRL (crl, &encoded);
  der = zm_openssl_take_bytes (encoded, length);

  return zm_crl_new_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
}
