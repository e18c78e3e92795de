#include "app/camera/camera-pipeline.h"

#include "app/camera/camera-failure.h"
#include "app/camera/camera-format.h"
#include "app/camera/camera-thread.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

/* PipeWire's source waits for half a minute for what does not come. */
#define BEFORE_PATIENCE (40 * G_TIME_SPAN_SECOND)

/* Each branch has a queue of one frame that drops the older one: whoever is slow sees the newest.
 *
 * The viewfinder's pictures become small and mirrored before their conversion, where there is least to
 * do. They are shown at about this size, and to draw large ones cost most of all.
 *
 * The reader takes the first plane of whichever format the camera has, or is nearest to it: a
 * conversion to grey would stretch the range that video has by convention and cut off what a camera
 * gives beyond it, which is where glare is. */
#define DESCRIPTION_AFTER_SOURCE \
  "tee name=tee " \
  "tee. ! queue name=shown leaky=downstream max-size-buffers=1 max-size-bytes=0 max-size-time=0 " \
  "! videoscale ! video/x-raw,width=[1,640],height=[1,480],pixel-aspect-ratio=1/1 " \
  "! videoflip name=flip ! videoconvert ! video/x-raw,format=BGRA " \
  "! appsink name=preview sync=false max-buffers=1 drop=true " \
  "tee. ! queue name=read leaky=downstream max-size-buffers=1 max-size-bytes=0 max-size-time=0 " \
  "! videoconvert ! video/x-raw,format={GRAY8,I420,YV12,NV12,NV21,Y42B,Y444} " \
  "! appsink name=grey sync=false max-buffers=1 drop=true"

struct _ZmCameraPipeline {
  ZmCamera              *camera;
  ZmCameraPipelineFuncs  funcs;
  gpointer               user_data;
  GMainContext          *main;

  GMutex                 lock;
  GCond                  ended_cond;
  gboolean               closed;    /* nothing is called any more */
  gboolean               ended;     /* the camera is free */
  gboolean               mirrored;
  GstElement            *flip;      /* these two while the elements are there */
  GstBus                *bus;

  /* The thread's. */
  ZmCameraPipeline      *before;
  GError                *error;
  gint64                 next_read; /* monotonic; in the thread of the reader's branch */
};

static void
clear (gpointer data)
{
  ZmCameraPipeline *self = data;

  g_object_unref (self->camera);
  g_main_context_unref (self->main);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ended_cond);
}

ZmCameraPipeline *
zm_camera_pipeline_ref (ZmCameraPipeline *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
zm_camera_pipeline_unref (ZmCameraPipeline *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static GstFlowReturn
preview_cb (GstAppSink *sink,
            gpointer    data)
{
  ZmCameraPipeline *self = data;
  g_autoptr(GstSample) sample = gst_app_sink_pull_sample (sink);

  if (sample == NULL)
    return GST_FLOW_EOS;

  g_mutex_lock (&self->lock);
  if (!self->closed)
    self->funcs.preview (sample, self->user_data);
  g_mutex_unlock (&self->lock);

  return GST_FLOW_OK;
}

/* The calls of both branches happen under the lock; what is called does not wait. */
static gboolean
offer (ZmCameraPipeline *self,
       GstVideoFrame    *frame)
{
  gboolean taken = FALSE;

  g_mutex_lock (&self->lock);
  if (!self->closed)
    taken = self->funcs.grey (GST_VIDEO_FRAME_PLANE_DATA (frame, 0),
                              (guint) GST_VIDEO_FRAME_WIDTH (frame),
                              (guint) GST_VIDEO_FRAME_HEIGHT (frame),
                              (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0), self->user_data);
  g_mutex_unlock (&self->lock);

  return taken;
}

static GstFlowReturn
grey_cb (GstAppSink *sink,
         gpointer    data)
{
  ZmCameraPipeline *self = data;
  g_autoptr(GstSample) sample = gst_app_sink_pull_sample (sink);
  GstVideoInfo info;
  GstVideoFrame frame;

  if (sample == NULL)
    return GST_FLOW_EOS;
  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample)) ||
      !gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ))
    return GST_FLOW_OK;

  if (offer (self, &frame))
    self->next_read = g_get_monotonic_time () +
                      ZM_CAMERA_PIPELINE_READ_INTERVAL * G_TIME_SPAN_MILLISECOND;
  gst_video_frame_unmap (&frame);

  return GST_FLOW_OK;
}

/* Before the conversion, which a frame that nobody reads is not worth. */
static GstPadProbeReturn
throttle_cb (GstPad          *pad,
             GstPadProbeInfo *info,
             gpointer         data)
{
  ZmCameraPipeline *self = data;

  return g_get_monotonic_time () < self->next_read ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

static void
set_flip (GstElement *flip,
          gboolean    mirrored)
{
  g_object_set (flip, "video-direction",
                mirrored ? GST_VIDEO_ORIENTATION_HORIZ : GST_VIDEO_ORIENTATION_IDENTITY, NULL);
}

static void
connect_sink (GstBin                    *bin,
              const char                *name,
              const GstAppSinkCallbacks *callbacks,
              ZmCameraPipeline          *self)
{
  g_autoptr(GstElement) sink = gst_bin_get_by_name (bin, name);

  gst_app_sink_set_callbacks (GST_APP_SINK (sink), (GstAppSinkCallbacks *) callbacks, self, NULL);
}

static void
connect_branches (GstBin           *bin,
                  ZmCameraPipeline *self)
{
  static const GstAppSinkCallbacks preview_callbacks = { .new_sample = preview_cb };
  static const GstAppSinkCallbacks grey_callbacks = { .new_sample = grey_cb };
  g_autoptr(GstElement) queue = gst_bin_get_by_name (bin, "read");
  g_autoptr(GstPad) pad = gst_element_get_static_pad (queue, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, throttle_cb, self, NULL);
  connect_sink (bin, "preview", &preview_callbacks, self);
  connect_sink (bin, "grey", &grey_callbacks, self);
}

/* The camera's element, its format, and a decoder if that is a compressed one. */
static gboolean
add_source (GstBin          *bin,
            ZmCamera        *camera,
            ZmCameraRemote **remote,
            GstCaps         *format,
            GError         **error)
{
  gboolean is_jpeg = gst_structure_has_name (gst_caps_get_structure (format, 0), "image/jpeg");
  GstElement *source = zm_camera_make_source (camera, remote, error);
  GstElement *filter = gst_element_factory_make ("capsfilter", NULL);
  GstElement *decoder = gst_element_factory_make (is_jpeg ? "jpegdec" : "identity", NULL);
  g_autoptr(GstElement) tee = gst_bin_get_by_name (bin, "tee");

  if (source == NULL)
    {
      g_clear_object (&filter);
      g_clear_object (&decoder);
      return FALSE;
    }
  if (filter == NULL || decoder == NULL)
    {
      gst_object_unref (source);
      g_clear_object (&filter);
      g_clear_object (&decoder);
      zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PIPELINE, "jpegdec");
      return FALSE;
    }

  g_object_set (filter, "caps", format, NULL);
  gst_bin_add_many (bin, source, filter, decoder, NULL);
  if (!gst_element_link_many (source, filter, decoder, tee, NULL))
    {
      zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PIPELINE, "not linked");
      return FALSE;
    }

  return TRUE;
}

static GstElement *
build (ZmCameraPipeline  *self,
       ZmCameraRemote   **remote,
       GError           **error)
{
  g_autoptr(GstCaps) offered = zm_camera_dup_caps (self->camera);
  g_autoptr(GstCaps) format = zm_camera_format_choose (offered);
  g_autoptr(GError) parse_error = NULL;
  g_autoptr(GstElement) elements = NULL;

  if (format == NULL)
    {
      zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PIPELINE, "no picture format in common");
      return NULL;
    }

  elements = gst_parse_launch_full (DESCRIPTION_AFTER_SOURCE, NULL, GST_PARSE_FLAG_FATAL_ERRORS,
                                    &parse_error);
  if (elements == NULL)
    {
      zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PIPELINE, parse_error->message);
      return NULL;
    }

  gst_object_ref_sink (elements);
  connect_branches (GST_BIN (elements), self);
  return add_source (GST_BIN (elements), self->camera, remote, format, error) ?
         g_steal_pointer (&elements) : NULL;
}

/* FALSE if it was closed meanwhile. */
static gboolean
publish (ZmCameraPipeline *self,
         GstElement       *elements)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  self->flip = gst_bin_get_by_name (GST_BIN (elements), "flip");
  self->bus = gst_element_get_bus (elements);
  set_flip (self->flip, self->mirrored);

  return !self->closed;
}

static void
withdraw (ZmCameraPipeline *self)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  g_clear_object (&self->flip);
  g_clear_object (&self->bus);
}

static void
take_message (GstMessage  *message,
              GError     **error)
{
  g_autoptr(GError) local = NULL;
  g_autofree char *debug = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    zm_camera_failure_set (error, ZM_CAMERA_FAILURE_UNPLUGGED, NULL);
  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return;

  gst_message_parse_error (message, &local, &debug);
  zm_camera_failure_set (error, zm_camera_failure_judge (local, debug), local->message);
}

/* Until it is stopped or fails. */
static void
watch (ZmCameraPipeline  *self,
       GstElement        *elements,
       GError           **error)
{
  const GstMessageType types = GST_MESSAGE_ERROR | GST_MESSAGE_EOS | GST_MESSAGE_APPLICATION;
  GstStateChangeReturn change = gst_element_set_state (elements, GST_STATE_PLAYING);
  g_autoptr(GstMessage) message = NULL;

  message = gst_bus_timed_pop_filtered (self->bus,
                                        change == GST_STATE_CHANGE_FAILURE ? 0 :
                                        GST_CLOCK_TIME_NONE, types);
  if (message != NULL)
    take_message (message, error);
  else
    zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PIPELINE, "it does not start");
}

static void
run (ZmCameraPipeline  *self,
     GError           **error)
{
  /* In this order: the elements are gone before their connection is. */
  g_autoptr(ZmCameraRemote) remote = NULL;
  g_autoptr(GstElement) elements = NULL;

  if (!gst_init_check (NULL, NULL, NULL))
    {
      zm_camera_failure_set (error, ZM_CAMERA_FAILURE_PIPELINE, "GStreamer");
      return;
    }
  elements = build (self, &remote, error);
  if (elements == NULL)
    return;

  if (publish (self, elements))
    watch (self, elements, error);
  gst_element_set_state (elements, GST_STATE_NULL);
  withdraw (self);
}

static void
wait_for_before (ZmCameraPipeline *self)
{
  ZmCameraPipeline *before = self->before;
  gint64 deadline = g_get_monotonic_time () + BEFORE_PATIENCE;

  if (before == NULL)
    return;

  g_mutex_lock (&before->lock);
  while (!before->ended && g_cond_wait_until (&before->ended_cond, &before->lock, deadline))
    ;
  g_mutex_unlock (&before->lock);
  g_clear_pointer (&self->before, zm_camera_pipeline_unref);
}

static gboolean
is_closed (ZmCameraPipeline *self)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  return self->closed;
}

/* In the context of the one who stops it, so that it is not called after that. */
static gboolean
failed_cb (gpointer data)
{
  ZmCameraPipeline *self = data;

  if (!is_closed (self))
    self->funcs.failed (self->error, self->user_data);

  return G_SOURCE_REMOVE;
}

static void
tell_failed (ZmCameraPipeline *self)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, failed_cb, zm_camera_pipeline_ref (self),
                         (GDestroyNotify) zm_camera_pipeline_unref);
  g_source_attach (source, self->main);
}

static gpointer
thread (gpointer data)
{
  ZmCameraPipeline *self = data;

  wait_for_before (self);
  if (!is_closed (self))
    run (self, &self->error);

  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_broadcast (&self->ended_cond);
  g_mutex_unlock (&self->lock);
  if (self->error != NULL)
    tell_failed (self);
  zm_camera_pipeline_unref (self);

  return NULL;
}

ZmCameraPipeline *
zm_camera_pipeline_start (ZmCamera                    *camera,
                          gboolean                     mirrored,
                          const ZmCameraPipelineFuncs *funcs,
                          gpointer                     user_data,
                          ZmCameraPipeline            *before)
{
  ZmCameraPipeline *self = g_atomic_rc_box_new0 (ZmCameraPipeline);

  self->camera = g_object_ref (camera);
  self->mirrored = mirrored;
  self->funcs = *funcs;
  self->user_data = user_data;
  self->main = g_main_context_ref_thread_default ();
  self->before = before != NULL ? zm_camera_pipeline_ref (before) : NULL;
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended_cond);
  zm_camera_thread_start ("camera", thread, zm_camera_pipeline_ref (self));

  return self;
}

void
zm_camera_pipeline_set_mirrored (ZmCameraPipeline *self,
                                 gboolean          mirrored)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  self->mirrored = mirrored;
  if (self->flip != NULL)
    set_flip (self->flip, mirrored);
}

void
zm_camera_pipeline_stop (ZmCameraPipeline *self)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  if (self->closed)
    return;

  self->closed = TRUE;
  if (self->bus != NULL)
    gst_bus_post (self->bus, gst_message_new_application (NULL,
                                                          gst_structure_new_empty ("stop")));
}
