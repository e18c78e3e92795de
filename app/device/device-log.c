#include "app/device/device-log.h"

#include "app/audit/audit-log.h"
#include "app/device/log-file.h"
#include "app/protocol/failure.h"

#include <string.h>

#define ROLE "device"

struct _ZmDeviceLog {
  const ZmDeviceState *state;
  ZmLogKey            *key;      /* NULL: in the clear */
  ZmDatabase          *database;
  ZmAuditLog          *log;
  char                *port;
  char                *session;
};

static ZmInstant
tell_time (gpointer data)
{
  return zm_device_clock_now (data);
}

ZmDeviceLog *
zm_device_log_open (const ZmDeviceState  *state,
                    const ZmDeviceClock  *clock,
                    ZmKey                *owner,
                    gboolean              established,
                    GError              **error)
{
  g_autoptr(ZmDeviceLog) log = g_new0 (ZmDeviceLog, 1);

  log->state = state;
  log->database = zm_log_file_open (state, owner, established, &log->key, error);
  if (log->database == NULL)
    return NULL;
  log->log = zm_audit_log_open_clock (log->database, state->factory->device_id, tell_time,
                                      (gpointer) clock, error);
  if (log->log == NULL)
    return NULL;

  /* What a change of keys left behind that did not come to its end. */
  return zm_device_log_settle (log, owner, error) ? g_steal_pointer (&log) : NULL;
}

void
zm_device_log_free (ZmDeviceLog *log)
{
  if (log == NULL)
    return;

  g_clear_pointer (&log->log, zm_audit_log_free);
  g_clear_pointer (&log->database, zm_database_unref);
  g_clear_pointer (&log->key, zm_log_key_free);
  g_free (log->port);
  g_free (log->session);
  g_free (log);
}

void
zm_device_log_place (ZmDeviceLog *log,
                     const char  *port,
                     const char  *session)
{
  g_free (log->port);
  g_free (log->session);
  log->port = g_strdup (port);
  log->session = g_strdup (session);
}

gboolean
zm_device_log_append (ZmDeviceLog   *log,
                      const char    *action,
                      const GError  *failure,
                      json_t        *detail,
                      GError       **error)
{
  const char *device_id = log->state->factory->device_id;
  g_autoptr(ZmAuditRecord) record = NULL;

  record = zm_audit_record_new (device_id, ROLE, action,
                                failure != NULL ? ZM_AUDIT_FAILURE : ZM_AUDIT_SUCCESS);
  zm_audit_record_set_place (record, log->port, log->session, device_id);
  record->detail = detail != NULL ? detail : json_object ();
  if (failure != NULL)
    zm_failure_describe (failure, record->detail);

  return zm_audit_log_append (log->log, record, error);
}

void
zm_device_log_note (ZmDeviceLog  *log,
                    const char   *action,
                    const GError *failure,
                    json_t       *detail)
{
  g_autoptr(GError) error = NULL;

  if (!zm_device_log_append (log, action, failure, detail, &error))
    g_printerr ("%s\n", error->message);
}

gboolean
zm_device_log_admit (ZmDeviceLog  *log,
                     ZmKey        *next,
                     GError      **error)
{
  return log->key == NULL || zm_log_key_admit (log->key, next, error);
}

gboolean
zm_device_log_settle (ZmDeviceLog  *log,
                      ZmKey        *owner,
                      GError      **error)
{
  return log->key == NULL || zm_log_key_settle (log->key, owner, error);
}
