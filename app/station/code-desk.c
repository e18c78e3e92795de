#include "app/station/code-desk.h"

#include "app/base/error.h"
#include "app/pki/random.h"
#include "app/station/code-trial.h"
#include "app/store/code-attempt.h"
#include "app/store/code-record.h"
#include "app/store/device-record.h"
#include "app/store/session-record.h"
#include "app/store/transaction.h"

#define HASH_LENGTH 64 /* hex digits */

static char *
hash_code (ZmStation   *station,
           const char  *device_id,
           const char  *code,
           GError     **error)
{
  g_autoptr(json_t) answer = NULL;
  json_t *members = json_object ();

  zm_json_set_string (members, "deviceId", device_id);
  zm_json_set_string (members, "code", code);
  answer = zm_station_call (station, ZM_REQUEST_CODE_HASH, members, error);
  if (answer == NULL)
    return NULL;

  return g_strdup (zm_json_get_string (answer, "hash", HASH_LENGTH, "answer.json", error));
}

static gboolean
record_issue (ZmStation           *station,
              const ZmCodeRecord  *record,
              GError             **error)
{
  g_autofree char *expires_at = zm_instant_format (record->expires_at);
  const ZmStationEvent event = {
    .action = "code.issued",
    .device = record->device_id,
    .detail = json_pack ("{s:s}", "expiresAt", expires_at),
  };

  return zm_station_record (station, &event, error);
}

static gboolean
check_in_use (ZmStation   *station,
              const char  *device_id,
              GError     **error)
{
  g_autoptr(ZmDeviceRecord) device =
    zm_device_record_get (zm_station_get_database (station), device_id, error);

  if (device == NULL || device->state != ZM_DEVICE_RETIRED)
    return device != NULL;

  zm_error_set (error, ZM_ERROR_REFUSED, "registry.retired", device_id, "a device in use",
                "This device was retired");
  return FALSE;
}

char *
zm_code_desk_issue (ZmStation   *station,
                    const char  *device_id,
                    ZmInstant   *expires_at,
                    GError     **error)
{
  g_autofree char *code = NULL;
  g_autofree char *hash = NULL;
  g_autoptr(ZmTransaction) transaction = NULL;
  ZmCodeRecord record = { .origin = ZM_CODE_ISSUED, .state = ZM_CODE_LIVE };

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (device_id != NULL, NULL);

  if (!check_in_use (station, device_id, error))
    return NULL;
  code = zm_random_pairing_code ();
  hash = hash_code (station, device_id, code, error);
  if (hash == NULL)
    return NULL;

  record.device_id = (char *) device_id;
  record.code_hash = hash;
  record.issued_at = zm_instant_now ();
  record.expires_at = record.issued_at + ZM_INSTANT_MINUTE *
                      zm_station_get_config (station)->code_lifetime_minutes;
  transaction = zm_transaction_begin (zm_station_get_database (station), error);
  if (transaction == NULL || !zm_code_record_replace (zm_station_get_database (station), &record, error) ||
      !record_issue (station, &record, error) || !zm_transaction_commit (transaction, error))
    return NULL;

  if (expires_at != NULL)
    *expires_at = record.expires_at;
  return g_steal_pointer (&code);
}

gboolean
zm_code_desk_admit (ZmStation   *station,
                    const char  *device_id,
                    const char  *port,
                    const char  *session_id,
                    const char  *code,
                    gint64      *code_id,
                    GError     **error)
{
  ZmCodeTrial trial = { station, device_id, port, session_id, NULL, zm_instant_now () };
  g_autofree char *hash = NULL;
  g_autoptr(ZmTransaction) transaction = NULL;
  const char *check;
  gint64 id = 0;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (device_id != NULL && port != NULL && code != NULL, FALSE);

  if (!zm_code_trial_check_delay (&trial, error))
    return FALSE;
  hash = hash_code (station, device_id, code, error);
  if (hash == NULL)
    return FALSE;

  trial.hash = hash;
  transaction = zm_transaction_begin (zm_station_get_database (station), error);
  if (transaction == NULL || !zm_code_trial_judge (&trial, &id, &check, error) ||
      !zm_transaction_commit (transaction, error))
    return FALSE;
  if (check != NULL)
    {
      zm_code_trial_set_refusal (check, error);
      return FALSE;
    }

  if (code_id != NULL)
    *code_id = id;
  return TRUE;
}

gboolean
zm_code_desk_fail (ZmStation   *station,
                   gint64       code_id,
                   const char  *device_id,
                   const char  *port,
                   const char  *session_id,
                   GError     **error)
{
  const ZmCodeTrial trial = { station, device_id, port, session_id, NULL, zm_instant_now () };
  g_autoptr(ZmTransaction) transaction = NULL;
  const char *check = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (device_id != NULL && port != NULL, FALSE);

  transaction = zm_transaction_begin (zm_station_get_database (station), error);
  if (transaction != NULL)
    check = zm_code_trial_disprove (&trial, code_id, error);
  if (check != NULL && zm_transaction_commit (transaction, error))
    zm_code_trial_set_refusal (check, error);

  return FALSE;
}

static gboolean
record_use (ZmStation              *station,
            const ZmSessionRecord  *session,
            GError                **error)
{
  const char *port = session->port != NULL ? session->port : "";
  const ZmStationEvent event = {
    .action = "code.used",
    .device = session->device_id,
    .session = session->session_id,
    .port = session->port,
  };

  return zm_code_attempt_insert (zm_station_get_database (station), session->device_id, port,
                                 zm_instant_now (), TRUE, error) &&
         zm_station_record (station, &event, error);
}

gboolean
zm_code_desk_use_up (ZmStation   *station,
                     gint64       code_id,
                     const char  *session_id,
                     GError     **error)
{
  g_autoptr(ZmSessionRecord) session = NULL;
  ZmDatabase *database;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (session_id != NULL, FALSE);

  database = zm_station_get_database (station);
  session = zm_session_record_get (database, session_id, error);

  return session != NULL && zm_code_record_use (database, code_id, session_id, error) &&
         record_use (station, session, error);
}
