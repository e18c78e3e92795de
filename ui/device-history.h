#pragma once

#include "app/station/station.h"
#include "app/store/device-query.h"

G_BEGIN_DECLS

/* What is on record of one device, read in a thread. */
typedef struct {
  ZmDeviceLine *line;
  GPtrArray *certificates; /* ZmCertificateRecord, the newest first */
  GPtrArray *sessions;     /* ZmSessionRecord, the newest first */
} ZmDeviceHistory;

void             zm_device_history_free        (ZmDeviceHistory      *history);
void             zm_device_history_load_async  (ZmStation            *station,
                                                const char           *device_id,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
ZmDeviceHistory *zm_device_history_load_finish (ZmStation            *station,
                                                GAsyncResult         *result,
                                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDeviceHistory, zm_device_history_free)

G_END_DECLS
