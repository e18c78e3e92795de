#pragma once

#include "app/camera/camera-stream.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A viewfinder: the newest picture of a camera at each frame of the screen, as large as it fits, with
 * the codes that were read outlined. Property: "stream". */
#define ZM_TYPE_CAMERA_VIEW (zm_camera_view_get_type ())
G_DECLARE_FINAL_TYPE (ZmCameraView, zm_camera_view, ZM, CAMERA_VIEW, GtkWidget)

G_END_DECLS
