#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* The registry with the end of each device's certificate, read in a thread. Elements of the result:
 * ZmDeviceItem, by deviceId. */
void       zm_device_list_load_async  (ZmStation            *station,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GPtrArray *zm_device_list_load_finish (ZmStation            *station,
                                       GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
