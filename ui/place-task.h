#pragma once

#include "app/station/place.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* What is done with a place of the bench, in a thread. Refusals are on record when the callback
 * comes; both are finished alike. */

/* What the desk calls the port. */
void     zm_place_task_rename_async   (ZmStation            *station,
                                       ZmPlace              *place,
                                       const char           *label,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
/* Has the device there show itself, for some seconds. */
void     zm_place_task_identify_async (ZmStation            *station,
                                       ZmPlace              *place,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean zm_place_task_finish         (ZmStation            *station,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
