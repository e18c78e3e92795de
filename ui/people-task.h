#pragma once

#include "app/station/operator-desk.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The people who may sign in, looked at and changed in a thread. A change may wait for a second
 * person. Secrets are taken. */

void       zm_people_task_list_async    (ZmStation            *station,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
/* Elements ZmOperatorEntry, by name. */
GPtrArray *zm_people_task_list_finish   (ZmStation            *station,
                                         GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void       zm_people_task_add_async     (ZmStation            *station,
                                         const char           *name,
                                         ZmRole                role,
                                         ZmSecret             *pin,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
void       zm_people_task_remove_async  (ZmStation            *station,
                                         const char           *name,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
/* current: one's own PIN as it is; NULL for somebody else's. */
void       zm_people_task_set_pin_async (ZmStation            *station,
                                         const char           *name,
                                         ZmSecret             *pin,
                                         ZmSecret             *current,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
/* Of each of the three. */
gboolean   zm_people_task_change_finish (ZmStation            *station,
                                         GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
