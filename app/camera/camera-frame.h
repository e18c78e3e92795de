#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A picture for the viewfinder: four bytes a pixel, blue, green, red and 255 in this order, rows
 * stride bytes apart (GDK_MEMORY_B8G8R8A8_PREMULTIPLIED). pixels shares the camera's memory and may
 * be kept for a while, but each that is kept is memory that the camera does without. */
typedef struct {
  GBytes  *pixels;
  guint    width;
  guint    height;
  gsize    stride;
  guint64  number; /* from 1 */
  gint64   time;   /* microseconds on the monotonic clock, when it arrived */
} ZmCameraFrame;

#define ZM_TYPE_CAMERA_FRAME (zm_camera_frame_get_type ())
GType          zm_camera_frame_get_type (void);
ZmCameraFrame *zm_camera_frame_copy     (const ZmCameraFrame *self);
void           zm_camera_frame_free     (ZmCameraFrame       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCameraFrame, zm_camera_frame_free)

G_END_DECLS
