#pragma once

#include "app/camera/camera-private.h"

G_BEGIN_DECLS

/* One run of one camera: GStreamer's elements and the thread that starts, watches and ends them,
 * since each of that may wait for a sick daemon or device. Whoever started it is called in
 * GStreamer's threads with each frame, and in its own context when the run has failed. */
typedef struct _ZmCameraPipeline ZmCameraPipeline;

typedef struct {
  /* For the viewfinder, as ZmCameraFrame has it; in a thread of GStreamer's. */
  void     (*preview) (GstSample    *sample,
                       gpointer      user_data);
  /* For the reader; in a thread of GStreamer's. FALSE if it could not take it: then the next one
   * comes at once, and otherwise ZM_CAMERA_PIPELINE_READ_INTERVAL later. */
  gboolean (*grey)    (const guint8 *pixels,
                       guint         width,
                       guint         height,
                       gsize         stride,
                       gpointer      user_data);
  /* Once at most; the run is over. */
  void     (*failed)  (const GError *error,
                       gpointer      user_data);
} ZmCameraPipelineFuncs;

#define ZM_CAMERA_PIPELINE_READ_INTERVAL 85 /* milliseconds; at 30 frames a second each third one */

/* Returns at once. The run begins when the one before, which may be NULL, has let go of its
 * camera. */
ZmCameraPipeline *zm_camera_pipeline_start        (ZmCamera                    *camera,
                                                   gboolean                     mirrored,
                                                   const ZmCameraPipelineFuncs *funcs,
                                                   gpointer                     user_data,
                                                   ZmCameraPipeline            *before);
/* Of the viewfinder's frames; the reader's are as they come. */
void              zm_camera_pipeline_set_mirrored (ZmCameraPipeline            *self,
                                                   gboolean                     mirrored);
/* Returns at once; nothing is called any more, and all is freed when it can be. */
void              zm_camera_pipeline_stop         (ZmCameraPipeline            *self);
/* To hand it to the next run. */
ZmCameraPipeline *zm_camera_pipeline_ref          (ZmCameraPipeline            *self);
void              zm_camera_pipeline_unref        (ZmCameraPipeline            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCameraPipeline, zm_camera_pipeline_unref)

G_END_DECLS
