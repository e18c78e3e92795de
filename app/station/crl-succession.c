#include "app/station/crl-succession.h"

#include "app/base/error.h"
#include "app/store/certificate-record.h"
#include "app/store/crl-record.h"

static gboolean
check_current (ZmCrl   *crl,
               GError **error)
{
  g_autofree char *seen = NULL;

  if (zm_crl_get_next_update (crl) >= zm_instant_now ())
    return TRUE;

  seen = zm_instant_format (zm_crl_get_next_update (crl));
  zm_error_set (error, ZM_ERROR_REFUSED, "crl.expired", seen, "a list that is still good",
                "This revocation list has ended already");
  return FALSE;
}

static gboolean
check_number (ZmCrl              *crl,
              const ZmCrlRecord  *before,
              GError            **error)
{
  gint64 number = (gint64) zm_crl_get_number (crl);
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  if (number > before->number ||
      (number == before->number && g_bytes_equal (zm_crl_get_der (crl), before->der)))
    return TRUE;

  seen = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  expected = g_strdup_printf ("more than %" G_GINT64_FORMAT, before->number);
  zm_error_set (error, ZM_ERROR_REFUSED, "crl.older", seen, expected,
                "A newer revocation list of this CA is known here");
  return FALSE;
}

/* A list may leave out what has ended (RFC 5280 section 3.3); of what others have nothing is known. */
static gboolean
may_be_gone (ZmDatabase *database,
             const char *serial)
{
  g_autoptr(ZmCertificateRecord) record = zm_certificate_record_get (database, serial, NULL);

  return record == NULL || record->not_after < zm_instant_now ();
}

static gboolean
check_entries (ZmDatabase         *database,
               ZmCrl              *crl,
               const ZmCrlRecord  *before,
               GError            **error)
{
  g_autoptr(ZmCrl) known = zm_crl_new_from_der (g_bytes_get_data (before->der, NULL),
                                                g_bytes_get_size (before->der), error);
  const ZmCrlEntry *entries;
  gsize count;

  if (known == NULL)
    return FALSE;

  entries = zm_crl_get_entries (known, &count);
  for (gsize i = 0; i < count; i++)
    {
      if (zm_crl_find (crl, entries[i].serial) == NULL &&
          !may_be_gone (database, entries[i].serial))
        {
          zm_error_set (error, ZM_ERROR_REFUSED, "crl.forgets", NULL, entries[i].serial,
                        "A certificate that was revoked is not on this list any more");
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
zm_crl_succession_check (ZmStation      *station,
                         ZmCrl          *crl,
                         ZmCertificate  *issuer,
                         GError        **error)
{
  ZmDatabase *database;
  g_autoptr(GError) local = NULL;
  g_autoptr(ZmCrlRecord) before = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (crl != NULL && issuer != NULL, FALSE);

  if (!check_current (crl, error))
    return FALSE;
  database = zm_station_get_database (station);
  before = zm_crl_record_get_newest (database, zm_certificate_get_sha256 (issuer), &local);
  if (before != NULL)
    return check_number (crl, before, error) && check_entries (database, crl, before, error);
  if (zm_error_matches (local, ZM_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
