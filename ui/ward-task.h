#pragma once

#include "app/store/device-query.h"

G_BEGIN_DECLS

/* How the devices of each ward stand, counted in a thread. Elements of the result: ZmWardExpiry. */
void       zm_ward_task_run_async (ZmDatabase           *database,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
GPtrArray *zm_ward_task_finish    (GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
