#pragma once

#include "app/camera/camera-list.h"

G_BEGIN_DECLS

/* A device's code from a camera, without a window: hints and troubles go to standard error. */

#define ZM_SCAN_SECONDS     60
#define ZM_SCAN_SECONDS_MAX 3600

/* Until it is ready; says so if the desktop asks the person. */
void  zm_scan_wait_for (ZmCameraList *list);

/* name: part of the camera's name or id; NULL: the first one. portal: through the desktop's camera
 * portal even outside a sandbox. Besides the checks of app/camera/camera-failure.h:
 *
 *   "camera.timeout"  UNAVAILABLE  no device's code was read in time
 *   "camera.several"  REFUSED      more than one device's code is in sight */
char *zm_scan_ticket   (const char  *name,
                        guint        seconds,
                        gboolean     portal,
                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same in a process of its own, since the desktop looks into who asks for a camera, which this
 * process does not allow once it has secrets. */
char *zm_scan_apart    (const char  *name,
                        guint        seconds,
                        gboolean     portal,
                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
