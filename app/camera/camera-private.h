#pragma once

#include "app/camera/camera-remote.h"
#include "app/camera/camera.h"

#include <gst/gst.h>

G_BEGIN_DECLS

ZmCamera   *zm_camera_new_for_device (ZmCameraPath     path,
                                      GstDevice       *device);
/* description is one of a bin as gst-launch takes it, whose unlinked pad gives the frames. */
ZmCamera   *zm_camera_new_made       (const char      *id,
                                      const char      *name,
                                      const char      *description);
/* NULL for one that was made. */
GstDevice  *zm_camera_get_device     (ZmCamera        *self);
/* What it can give; NULL if that is not known. */
GstCaps    *zm_camera_dup_caps       (ZmCamera        *self);
/* A new element that gives its frames, floating. remote is a connection to PipeWire for this element
 * alone, which it does not keep: the element must be gone before it is. Blocks. Sets check
 * "camera.pipeline", "camera.denied" or "camera.portal". */
GstElement *zm_camera_make_source    (ZmCamera        *self,
                                      ZmCameraRemote **remote,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
