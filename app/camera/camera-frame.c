#include "app/camera/camera-frame-private.h"

#include <gst/video/video.h>

#define BYTES_A_PIXEL 4

G_DEFINE_BOXED_TYPE (ZmCameraFrame, zm_camera_frame, zm_camera_frame_copy, zm_camera_frame_free)

static void
unmap (gpointer data)
{
  GstVideoFrame *mapped = data;

  gst_video_frame_unmap (mapped);
  g_free (mapped);
}

ZmCameraFrame *
zm_camera_frame_new_for_sample (GstSample *sample,
                                guint64    number,
                                gint64     time)
{
  GstVideoInfo info;
  GstVideoFrame *mapped;
  ZmCameraFrame *self;

  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample)) ||
      GST_VIDEO_INFO_FORMAT (&info) != GST_VIDEO_FORMAT_BGRA)
    return NULL;

  mapped = g_new0 (GstVideoFrame, 1);
  if (!gst_video_frame_map (mapped, &info, gst_sample_get_buffer (sample), GST_MAP_READ))
    {
      g_free (mapped);
      return NULL;
    }

  self = g_new0 (ZmCameraFrame, 1);
  self->width = (guint) GST_VIDEO_FRAME_WIDTH (mapped);
  self->height = (guint) GST_VIDEO_FRAME_HEIGHT (mapped);
  self->stride = (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (mapped, 0);
  self->number = number;
  self->time = time;
  self->pixels = g_bytes_new_with_free_func (GST_VIDEO_FRAME_PLANE_DATA (mapped, 0),
                                             self->stride * (self->height - 1) +
                                             (gsize) self->width * BYTES_A_PIXEL, unmap, mapped);

  return self;
}

ZmCameraFrame *
zm_camera_frame_copy (const ZmCameraFrame *self)
{
  ZmCameraFrame *copy = g_memdup2 (self, sizeof *self);

  g_bytes_ref (copy->pixels);
  return copy;
}

void
zm_camera_frame_free (ZmCameraFrame *self)
{
  g_bytes_unref (self->pixels);
  g_free (self);
}
