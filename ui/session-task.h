#pragma once

#include "app/station/session.h"

G_BEGIN_DECLS

/* What is asked of the store about a session that stands: in a thread, since the database may be busy
 * with others. A refusal is on record when the callback comes. */

/* A session that goes on with the device at address; not running yet. */
void       zm_session_task_resume_async   (ZmStation            *station,
                                           const char           *session_id,
                                           const char           *address,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
ZmSession *zm_session_task_resume_finish  (ZmStation            *station,
                                           GAsyncResult         *result,
                                           GError              **error);

void       zm_session_task_abandon_async  (ZmStation            *station,
                                           const char           *session_id,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean   zm_session_task_abandon_finish (ZmStation            *station,
                                           GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
