#include "app/station/authority.h"

#include "app/store/certificate-record.h"
#include "app/store/transaction.h"

/* What only stands as revoked here is shown to the signer again, by zm_authority_revoke(): the record
 * alone could keep it off the published list for ever. One that has expired need not be there. */
static gboolean
is_done_with (const ZmCertificateRecord *certificate,
              ZmInstant                  now)
{
  return certificate->state == ZM_CERTIFICATE_REVOKED && certificate->not_after < now;
}

/* Nobody here can revoke it: it counts no longer, and its own CA is told by a person. */
static gboolean
give_up_adopted (ZmStation                  *station,
                 const ZmCertificateRecord  *certificate,
                 ZmReason                    reason,
                 GError                    **error)
{
  ZmDatabase *database = zm_station_get_database (station);
  const ZmStationEvent event = {
    .action = "certificate.given-up",
    .device = certificate->device_id,
    .detail = json_pack ("{s:s, s:s}", "serial", certificate->serial, "reason",
                         zm_crl_reason_name (reason)),
  };
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);

  if (transaction == NULL ||
      !zm_certificate_record_set_state (database, certificate->serial, certificate->issuer_sha256,
                                        ZM_CERTIFICATE_SUPERSEDED, error))
    {
      json_decref (event.detail);
      return FALSE;
    }

  return zm_station_record (station, &event, error) && zm_transaction_commit (transaction, error);
}

static gboolean
end_certificate (ZmStation                  *station,
                 const ZmCertificateRecord  *certificate,
                 ZmReason                    reason,
                 GError                    **error)
{
  if (certificate->origin == ZM_CERTIFICATE_ADOPTED)
    return certificate->state == ZM_CERTIFICATE_SUPERSEDED ||
           give_up_adopted (station, certificate, reason, error);

  return zm_authority_revoke (station, certificate->serial, reason, error);
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
          !end_certificate (station, certificate, reason, error))
        return FALSE;
    }

  return TRUE;
}
