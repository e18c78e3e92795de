#pragma once

#include "app/camera/camera-frame.h"

#include <gst/gst.h>

G_BEGIN_DECLS

/* NULL for a sample that is not what was agreed upon. */
ZmCameraFrame *zm_camera_frame_new_for_sample (GstSample *sample,
                                               guint64    number,
                                               gint64     time);

G_END_DECLS
