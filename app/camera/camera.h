#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A camera that is there now, for a list on a screen. Does not change: one that is plugged in again
 * is another object with the same id. Properties "id" and "name", read-only. */

/* How its pictures come. */
typedef enum {
  ZM_CAMERA_PIPEWIRE, /* from this user's PipeWire, which shares a camera among programs */
  ZM_CAMERA_PORTAL,   /* from the PipeWire that the desktop's camera portal opened */
  ZM_CAMERA_V4L2,     /* from the kernel, for one program at a time */
  ZM_CAMERA_MADE,     /* from a description; for tests */
} ZmCameraPath;

#define ZM_TYPE_CAMERA (zm_camera_get_type ())
G_DECLARE_FINAL_TYPE (ZmCamera, zm_camera, ZM, CAMERA, GObject)

/* The same for the same camera at the same place whenever it is plugged in; to be remembered. */
const char   *zm_camera_get_id    (ZmCamera     *self);
/* What the camera calls itself, escaped; to be shown. */
const char   *zm_camera_get_name  (ZmCamera     *self);
ZmCameraPath  zm_camera_get_path  (ZmCamera     *self);
/* "pipewire", "portal", "v4l2", "made". */
const char   *zm_camera_path_name (ZmCameraPath  path);

G_END_DECLS
