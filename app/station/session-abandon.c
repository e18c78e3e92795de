#include "app/station/session.h"

#include "app/base/error.h"
#include "app/station/authority.h"
#include "app/store/transaction.h"

static gboolean
store_end (ZmStation        *station,
           ZmSessionRecord  *record,
           GError          **error)
{
  ZmDatabase *database = zm_station_get_database (station);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);

  if (transaction == NULL)
    return FALSE;

  record->state = ZM_SESSION_ABANDONED;
  record->updated_at = zm_instant_now ();

  return zm_session_record_update (database, record, error) &&
         zm_station_record (station,
                            &(ZmStationEvent) {
    .action = "session.abandoned",
    .outcome = ZM_AUDIT_SUCCESS,
    .device = record->device_id,
    .session = record->session_id,
    .port = record->port,
  },
                            error) &&
         zm_transaction_commit (transaction, error);
}

gboolean
zm_session_abandon (ZmStation   *station,
                    const char  *session_id,
                    GError     **error)
{
  g_autoptr(ZmSessionRecord) record =
    zm_session_record_get (zm_station_get_database (station), session_id, error);

  if (record == NULL || !zm_station_check_operator (station, error))
    return FALSE;
  if (!zm_session_record_state_is_open (record->state))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "session.ended",
                    zm_session_record_state_name (record->state), "an open session",
                    "This session has ended");
      return FALSE;
    }
  if (!store_end (station, record, error))
    return FALSE;

  zm_station_notify (station, "sessions");
  if (record->serial == NULL)
    return zm_station_checkpoint (station, error);

  return zm_authority_revoke (station, record->serial, ZM_REASON_CESSATION_OF_OPERATION, error);
}
