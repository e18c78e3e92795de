#include "app/station/authority.h"

#include "app/store/certificate-record.h"

/* What only stands as revoked here is shown to the signer again, by zm_authority_revoke(): the record
 * alone could keep it off the published list for ever. One that has expired need not be there. */
static gboolean
is_done_with (const ZmCertificateRecord *certificate,
              ZmInstant                  now)
{
  return certificate->state == ZM_CERTIFICATE_REVOKED && certificate->not_after < now;
}

gboolean
zm_authority_revoke_device (ZmStation   *station,
                            const char  *device_id,
                            const char  *except,
                            ZmReason     reason,
                            GError     **error)
{
  g_autoptr(GPtrArray) certificates = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (device_id != NULL, FALSE);

  certificates = zm_certificate_record_list_of_device (zm_station_get_database (station),
                                                       device_id, error);
  if (certificates == NULL)
    return FALSE;
  for (guint i = 0; i < certificates->len; i++)
    {
      ZmCertificateRecord *certificate = g_ptr_array_index (certificates, i);

      if (!is_done_with (certificate, zm_instant_now ()) &&
          g_strcmp0 (certificate->serial, except) != 0 &&
          !zm_authority_revoke (station, certificate->serial, reason, error))
        return FALSE;
    }

  return TRUE;
}
