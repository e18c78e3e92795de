#pragma once

#include "app/protocol/factory-record.h"

G_BEGIN_DECLS

/* A device's directory (mode 0700), and who the device is: its factory record and what the maker's
 * line knows of it. What grows later (keys, slots, clock, log) is kept by files of their own:
 *
 *   factory.json  device.json  lock  clock.json  sessions.json  pending.key  pending.csr
 *   slots/current  slots/a/  slots/b/  audit.db  audit.key */

typedef struct {
  char            *directory;
  ZmFactoryRecord *factory;
  char            *label;
  char            *model;         /* this and the rest may be NULL */
  char            *serial_number;
  char            *firmware;
  int              lock_fd;       /* -1 without the lock */
} ZmDeviceState;

/* What `init` is told. Borrowed; all may be NULL. */
typedef struct {
  const char *label; /* NULL: "ZMonitor" and the deviceId */
  const char *model;
  const char *serial_number;
  const char *firmware;
} ZmDeviceDescription;

/* Imports the text of a factory record into a directory that has none yet. Sets check
 * "device.exists", "device.label", "device.description" or those of the factory record. */
gboolean       zm_device_state_create (const char                 *directory,
                                       const ZmSecret             *factory,
                                       const ZmDeviceDescription  *description,
                                       GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
/* exclusive: nobody else runs this device meanwhile (check "device.in-use"). Without a device
 * there, check "device.uninitialised". */
ZmDeviceState *zm_device_state_open   (const char     *directory,
                                       gboolean        exclusive,
                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void           zm_device_state_free   (ZmDeviceState  *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDeviceState, zm_device_state_free)

char          *zm_device_state_path   (const ZmDeviceState  *state,
                                       const char           *name);

G_END_DECLS
