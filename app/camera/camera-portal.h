#pragma once

#include "app/camera/camera-remote.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The desktop's camera portal (org.freedesktop.portal.Camera): asks the person, if they were not
 * asked before, and opens a connection to PipeWire that sees cameras and nothing else. */

/* No limit on how long the person takes. Cancelling takes the question off the screen. */
void            zm_camera_portal_open_async  (GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
/* Checks "camera.denied", "camera.portal", or G_IO_ERROR_CANCELLED. */
ZmCameraRemote *zm_camera_portal_open_finish (GAsyncResult         *result,
                                              GError              **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
/* Another connection for whom one was opened before: nobody is asked. Blocks. */
ZmCameraRemote *zm_camera_portal_open_again  (GError              **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
/* Whether this program runs in a sandbox, where there is no other way to a camera. */
gboolean        zm_camera_portal_is_needed   (void);

G_END_DECLS
