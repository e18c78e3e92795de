#pragma once

#include "app/camera/camera-remote.h"

#include <gst/gst.h>

G_BEGIN_DECLS

/* PipeWire's device provider (1.0 of its GStreamer plugin and before) must not be stopped: it takes
 * its registry apart without its loop's lock, and PipeWire's answer to that frees it meanwhile. So
 * one that is not needed any more is put on a shelf, from where the next list takes it, or, when its
 * connection has ended, left alone for good. Any thread. */

/* Started; NULL if there is none whose connection is open. Both are the caller's. */
GstDeviceProvider *zm_camera_shelf_take (ZmCameraRemote    **remote);
/* Takes both. again: whether another list may have it. */
void               zm_camera_shelf_put  (GstDeviceProvider  *provider,
                                         ZmCameraRemote     *remote,
                                         gboolean            again);

G_END_DECLS
