#pragma once

#include "app/base/json.h"
#include "app/device/device-clock.h"

G_BEGIN_DECLS

/* The device's own security_audit_log. Its rows have the device's time, which may be wrong: the
 * log says so where it went back. */
typedef struct _ZmDeviceLog ZmDeviceLog;

#define ZM_DEVICE_LOG_FILE "audit.db"

/* state and clock outlive the log. */
ZmDeviceLog *zm_device_log_open   (const ZmDeviceState  *state,
                                   const ZmDeviceClock  *clock,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void         zm_device_log_free   (ZmDeviceLog          *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDeviceLog, zm_device_log_free)

/* Where the rows that follow come from; either may be NULL. */
void         zm_device_log_place  (ZmDeviceLog          *log,
                                   const char           *port,
                                   const char           *session);
/* One row. failure NULL: success; otherwise its check, seen and expected go into detail, which is
 * taken and may be NULL. Never a code, a key or a payload. */
gboolean     zm_device_log_append (ZmDeviceLog          *log,
                                   const char           *action,
                                   const GError         *failure,
                                   json_t               *detail,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same where nothing depends on it: a failure to write is told on standard error only. */
void         zm_device_log_note   (ZmDeviceLog          *log,
                                   const char           *action,
                                   const GError         *failure,
                                   json_t               *detail);

G_END_DECLS
