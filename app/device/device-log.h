#pragma once

#include "app/base/json.h"
#include "app/device/device-clock.h"
#include "app/pki/key.h"

G_BEGIN_DECLS

/* The device's own security_audit_log. Its rows have the device's time, which may be wrong: the
 * log says so where it went back. */
typedef struct _ZmDeviceLog ZmDeviceLog;

/* state and clock outlive the log. owner: the key of the device, that opens it where it is
 * encrypted; established: whose identity is in use. See log-file.h. */
ZmDeviceLog *zm_device_log_open   (const ZmDeviceState  *state,
                                   const ZmDeviceClock  *clock,
                                   ZmKey                *owner,
                                   gboolean              established,
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

/* The device is about to change its key: next will open the log too, durably. */
gboolean     zm_device_log_admit  (ZmDeviceLog          *log,
                                   ZmKey                *next,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* It has the key that it has: owner alone opens the log. Neither does anything to a log in the
 * clear. */
gboolean     zm_device_log_settle (ZmDeviceLog          *log,
                                   ZmKey                *owner,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
