#include "app/camera/camera-stream.h"

#include "app/base/error.h"
#include "app/camera/camera-failure.h"
#include "app/camera/camera-frame-private.h"
#include "app/camera/camera-list.h"
#include "app/camera/camera-pipeline.h"
#include "app/camera/camera-sight.h"
#include "app/qr/frame-reader.h"

#define WATCH_INTERVAL 250 /* milliseconds */
/* A camera that was just plugged in may not be opened yet: the system still gives the right to it,
 * or its driver still agrees with PipeWire on buffers. */
#define SETTLE_TIME    400 /* milliseconds */

struct _ZmCameraStream {
  GObject              parent_instance;

  GListModel          *cameras;
  GMainContext        *main;

  ZmCameraStreamState        state;
  GError              *error;
  gboolean             mirrored;
  char                *wanted;   /* id; NULL: any */
  ZmCamera            *camera;   /* these two while it runs */
  ZmCameraPipeline    *pipeline;
  ZmCameraPipeline    *before;   /* which may still hold its camera */
  GSource             *watch;    /* while it is not OFF */
  gint64               since;    /* monotonic; of the pipeline's start, or of its end */
  gint64               arrived;  /* monotonic; when a camera was plugged in that may be run; or 0 */

  ZmFrameReader       *reader;
  ZmCameraSight       *sight;

  GMutex               lock;     /* of what follows, which GStreamer's threads write */
  GstSample           *sample;   /* the newest picture, until it is taken */
  guint64              frames;
  gint64               last;     /* when the last one came; 0 for none of this pipeline */
};

G_DEFINE_ENUM_TYPE (ZmCameraStreamState, zm_camera_stream_state,
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_LIVE, "live"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_STALLED, "stalled"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (ZmCameraStream, zm_camera_stream, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ERROR,
  PROP_HINT,
  PROP_MIRRORED,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_CODES,
  SIGNAL_TICKETS,
  SIGNAL_STRANGER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Takes error. */
static void
set_state (ZmCameraStream      *self,
           ZmCameraStreamState  state,
           GError              *error)
{
  gboolean had_error = self->error != NULL;
  gboolean same = self->state == state;

  g_clear_error (&self->error);
  self->error = error;
  self->state = state;
  if (had_error || error != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  if (!same)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
notify_hint (ZmCameraStream *self,
             ZmCameraHint    before)
{
  if (zm_camera_sight_get_hint (self->sight) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HINT]);
}

static gboolean
has_codes (ZmCameraStream *self)
{
  return zm_camera_sight_get_codes (self->sight)->len > 0;
}

/* What was seen is out of sight. */
static void
clear_sight (ZmCameraStream *self)
{
  ZmCameraHint before = zm_camera_sight_get_hint (self->sight);
  gboolean had_codes = has_codes (self);

  zm_camera_sight_clear (self->sight);
  notify_hint (self, before);
  if (had_codes)
    g_signal_emit (self, signals[SIGNAL_CODES], 0);
}

static gboolean
first_frame_cb (gpointer data)
{
  ZmCameraStream *self = data;

  if (self->pipeline != NULL && self->state != ZM_CAMERA_LIVE)
    set_state (self, ZM_CAMERA_LIVE, NULL);

  return G_SOURCE_REMOVE;
}

static void
tell_first_frame (ZmCameraStream *self)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, first_frame_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->main);
}

static void
preview_cb (GstSample *sample,
            gpointer   data)
{
  ZmCameraStream *self = data;
  gboolean first;

  g_mutex_lock (&self->lock);
  gst_sample_ref (sample);
  g_clear_pointer (&self->sample, gst_sample_unref);
  self->sample = sample;
  self->frames++;
  first = self->last == 0;
  self->last = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);

  if (first)
    tell_first_frame (self);
}

static gboolean
grey_cb (const guint8 *pixels,
         guint         width,
         guint         height,
         gsize         stride,
         gpointer      data)
{
  ZmCameraStream *self = data;

  return zm_frame_reader_offer (self->reader, pixels, width, height, stride,
                                (guint64) g_get_monotonic_time ());
}

static void
end_reader (ZmCameraStream *self)
{
  if (self->reader != NULL)
    g_signal_handlers_disconnect_by_data (self->reader, self);
  g_clear_object (&self->reader);
}

/* The camera is let go of; nothing of it comes any more. */
static void
end_pipeline (ZmCameraStream *self)
{
  if (self->pipeline != NULL)
    {
      zm_camera_pipeline_stop (self->pipeline);
      g_clear_pointer (&self->before, zm_camera_pipeline_unref);
      self->before = g_steal_pointer (&self->pipeline);
    }
  end_reader (self);
  g_clear_object (&self->camera);
  self->since = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->sample, gst_sample_unref);
  self->last = 0;
  g_mutex_unlock (&self->lock);
}

static void
fail (ZmCameraStream  *self,
      ZmCameraFailure  failure,
      const char      *seen)
{
  GError *error = NULL;

  end_pipeline (self);
  clear_sight (self);
  zm_camera_failure_set (&error, failure, seen);
  set_state (self, ZM_CAMERA_FAILED, error);
}

static void
failed_cb (const GError *error,
           gpointer      data)
{
  ZmCameraStream *self = data;

  end_pipeline (self);
  clear_sight (self);
  set_state (self, ZM_CAMERA_FAILED, g_error_copy (error));
}

/* A code that is new in sight is told of, with those beside it. */
static void
announce_tickets (ZmCameraStream *self,
                  gint64          time)
{
  g_auto(GStrv) together = zm_camera_sight_note_tickets (self->sight, time);

  if (together != NULL)
    g_signal_emit (self, signals[SIGNAL_TICKETS], 0, together);
}

static void
announce_strangers (ZmCameraStream *self,
                    gint64          time)
{
  g_auto(GStrv) texts = zm_camera_sight_note_strangers (self->sight, time);

  for (gsize i = 0; texts[i] != NULL; i++)
    g_signal_emit (self, signals[SIGNAL_STRANGER], 0, texts[i]);
}

/* Whoever is told may stop the camera, and then there is nothing in sight to be told of. */
static void
reading_cb (ZmFrameReader        *reader,
            const ZmFrameReading *reading,
            gpointer              data)
{
  g_autoptr(ZmCameraStream) self = g_object_ref (data);
  gint64 time = (gint64) reading->number;
  ZmCameraHint before = zm_camera_sight_get_hint (self->sight);
  gboolean had_codes = has_codes (self);

  /* What a camera saw that was let go of meanwhile is of no interest. */
  if (self->pipeline == NULL || time < self->since)
    return;

  zm_camera_sight_take (self->sight, reading, self->mirrored, time);
  notify_hint (self, before);
  if (had_codes || has_codes (self))
    g_signal_emit (self, signals[SIGNAL_CODES], 0);
  announce_tickets (self, time);
  announce_strangers (self, time);
}

static gboolean
make_reader (ZmCameraStream  *self,
             GError         **error)
{
  self->reader = zm_frame_reader_new (error);
  if (self->reader == NULL)
    return FALSE;

  g_signal_connect (self->reader, "reading", G_CALLBACK (reading_cb), self);
  return TRUE;
}

static ZmCamera *
find_camera (ZmCameraStream *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->cameras); i++)
    {
      g_autoptr(ZmCamera) camera = g_list_model_get_item (self->cameras, i);

      if (self->wanted == NULL || g_str_equal (zm_camera_get_id (camera), self->wanted))
        return g_steal_pointer (&camera);
    }

  return NULL;
}

/* PipeWire shares its cameras, and one that has ended holds its last user for half a minute. */
static gboolean
is_exclusive (ZmCamera *camera)
{
  return zm_camera_get_path (camera) == ZM_CAMERA_V4L2 ||
         zm_camera_get_path (camera) == ZM_CAMERA_MADE;
}

static void
run (ZmCameraStream *self,
     ZmCamera       *camera)
{
  static const ZmCameraPipelineFuncs funcs = {
    .preview = preview_cb,
    .grey = grey_cb,
    .failed = failed_cb,
  };
  GError *error = NULL;

  end_pipeline (self);
  if (!make_reader (self, &error))
    {
      set_state (self, ZM_CAMERA_FAILED, error);
      return;
    }

  self->camera = g_object_ref (camera);
  self->pipeline = zm_camera_pipeline_start (camera, self->mirrored, &funcs, self,
                                             is_exclusive (camera) ? self->before : NULL);
}

static gboolean
is_list_ready (ZmCameraStream *self)
{
  return !ZM_IS_CAMERA_LIST (self->cameras) ||
         zm_camera_list_is_ready (ZM_CAMERA_LIST (self->cameras));
}

/* Why there is no camera to run. */
static void
fail_without_camera (ZmCameraStream *self)
{
  const GError *problem = ZM_IS_CAMERA_LIST (self->cameras) ?
                          zm_camera_list_get_problem (ZM_CAMERA_LIST (self->cameras)) : NULL;

  if (problem != NULL)
    {
      end_pipeline (self);
      set_state (self, ZM_CAMERA_FAILED, g_error_copy (problem));
    }
  else if (self->wanted != NULL)
    fail (self, ZM_CAMERA_FAILURE_UNPLUGGED, self->wanted);
  else
    fail (self, ZM_CAMERA_FAILURE_NONE, NULL);
}

/* Runs the camera if it is there and not running. */
static void
try_to_run (ZmCameraStream *self)
{
  g_autoptr(ZmCamera) camera = NULL;

  if (self->state == ZM_CAMERA_OFF || self->pipeline != NULL)
    return;

  camera = find_camera (self);
  if (camera != NULL)
    run (self, camera);
  else if (is_list_ready (self) && self->state != ZM_CAMERA_FAILED)
    fail_without_camera (self);
}

static gboolean
is_still_there (ZmCameraStream *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->cameras); i++)
    {
      g_autoptr(ZmCamera) camera = g_list_model_get_item (self->cameras, i);

      if (camera == self->camera)
        return TRUE;
    }

  return FALSE;
}

static void
items_changed_cb (GListModel     *cameras,
                  guint           position,
                  guint           removed,
                  guint           added,
                  ZmCameraStream *self)
{
  g_autofree char *name = NULL;

  if (self->camera != NULL && !is_still_there (self))
    {
      name = g_strdup (zm_camera_get_name (self->camera));
      fail (self, ZM_CAMERA_FAILURE_UNPLUGGED, name);
    }
  if (added > 0 && self->state == ZM_CAMERA_FAILED)
    self->arrived = g_get_monotonic_time ();
}

static void
ready_cb (ZmCameraStream *self)
{
  try_to_run (self);
}

/* Of what may pass by itself, and of which nobody tells when it does. */
static gboolean
is_worth_a_retry (ZmCameraStream *self)
{
  const char *check = self->error != NULL ? zm_error_get_check (self->error) : NULL;

  return g_strcmp0 (check, "camera.busy") == 0 || g_strcmp0 (check, "camera.stalled") == 0 ||
         g_strcmp0 (check, "camera.pipeline") == 0 || g_strcmp0 (check, "camera.unplugged") == 0;
}

static void
judge_pause (ZmCameraStream *self,
             gint64          now,
             gint64          last)
{
  gint64 limit = last != 0 ? ZM_CAMERA_STREAM_STALL : ZM_CAMERA_STREAM_START_STALL;
  gint64 pause = (now - (last != 0 ? last : self->since)) / G_TIME_SPAN_MILLISECOND;
  GError *error = NULL;

  if (last != 0 && pause < limit)
    {
      if (self->state != ZM_CAMERA_LIVE)
        set_state (self, ZM_CAMERA_LIVE, NULL);
    }
  else if (pause >= limit + ZM_CAMERA_STREAM_RETRY)
    run (self, self->camera);
  else if (pause >= limit && self->state != ZM_CAMERA_STALLED && self->state != ZM_CAMERA_FAILED)
    {
      clear_sight (self);
      zm_camera_failure_set (&error, ZM_CAMERA_FAILURE_STALLED,
                             zm_camera_get_name (self->camera));
      set_state (self, ZM_CAMERA_STALLED, error);
    }
}

static gboolean
is_time_to_try (ZmCameraStream *self,
                gint64          now)
{
  if (self->arrived != 0 && now - self->arrived >= SETTLE_TIME * G_TIME_SPAN_MILLISECOND)
    {
      self->arrived = 0;
      return TRUE;
    }

  return is_worth_a_retry (self) &&
         now - self->since >= ZM_CAMERA_STREAM_RETRY * G_TIME_SPAN_MILLISECOND;
}

static gboolean
watch_cb (gpointer data)
{
  g_autoptr(ZmCameraStream) self = g_object_ref (data);
  gint64 now = g_get_monotonic_time ();
  gint64 last;

  g_mutex_lock (&self->lock);
  last = self->last;
  g_mutex_unlock (&self->lock);

  if (self->pipeline != NULL)
    judge_pause (self, now, last);
  else if (is_time_to_try (self, now))
    try_to_run (self);

  return G_SOURCE_CONTINUE;
}

static void
start_watch (ZmCameraStream *self)
{
  self->watch = g_timeout_source_new (WATCH_INTERVAL);
  g_source_set_callback (self->watch, watch_cb, self, NULL);
  g_source_attach (self->watch, self->main);
}

static void
end_all (ZmCameraStream *self)
{
  end_pipeline (self);
  if (self->watch != NULL)
    g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
}

static void
zm_camera_stream_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ZmCameraStream *self = ZM_CAMERA_STREAM (object);

  switch (prop_id)
    {
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_HINT:
      g_value_set_enum (value, (int) zm_camera_sight_get_hint (self->sight));
      break;
    case PROP_MIRRORED:
      g_value_set_boolean (value, self->mirrored);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_camera_stream_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  ZmCameraStream *self = ZM_CAMERA_STREAM (object);

  switch (prop_id)
    {
    case PROP_MIRRORED:
      zm_camera_stream_set_mirrored (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_camera_stream_dispose (GObject *object)
{
  ZmCameraStream *self = ZM_CAMERA_STREAM (object);

  end_all (self);
  g_clear_object (&self->cameras);

  G_OBJECT_CLASS (zm_camera_stream_parent_class)->dispose (object);
}

static void
zm_camera_stream_finalize (GObject *object)
{
  ZmCameraStream *self = ZM_CAMERA_STREAM (object);

  g_clear_pointer (&self->before, zm_camera_pipeline_unref);
  g_clear_error (&self->error);
  g_free (self->wanted);
  zm_camera_sight_free (self->sight);
  g_main_context_unref (self->main);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (zm_camera_stream_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HINT] =
    g_param_spec_enum ("hint", NULL, NULL, ZM_TYPE_CAMERA_HINT, ZM_CAMERA_HINT_NONE,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MIRRORED] =
    g_param_spec_boolean ("mirrored", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, ZM_TYPE_CAMERA_STREAM_STATE, ZM_CAMERA_OFF,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_camera_stream_class_init (ZmCameraStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = zm_camera_stream_dispose;
  object_class->finalize = zm_camera_stream_finalize;
  object_class->get_property = zm_camera_stream_get_property;
  object_class->set_property = zm_camera_stream_set_property;
  install_properties (object_class);

  signals[SIGNAL_CODES] = g_signal_new ("codes", ZM_TYPE_CAMERA_STREAM, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_TICKETS] = g_signal_new ("tickets", ZM_TYPE_CAMERA_STREAM, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
  signals[SIGNAL_STRANGER] = g_signal_new ("stranger", ZM_TYPE_CAMERA_STREAM, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
zm_camera_stream_init (ZmCameraStream *self)
{
  self->main = g_main_context_ref_thread_default ();
  self->sight = zm_camera_sight_new ();
  g_mutex_init (&self->lock);
}

ZmCameraStream *
zm_camera_stream_new (GListModel *cameras)
{
  ZmCameraStream *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (cameras), NULL);

  self = g_object_new (ZM_TYPE_CAMERA_STREAM, NULL);
  self->cameras = g_object_ref (cameras);
  g_signal_connect_object (cameras, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  if (ZM_IS_CAMERA_LIST (cameras))
    g_signal_connect_object (cameras, "notify::ready", G_CALLBACK (ready_cb), self,
                             G_CONNECT_SWAPPED);

  return self;
}

void
zm_camera_stream_start (ZmCameraStream *self,
                        const char     *id)
{
  g_autofree char *wanted = g_strdup (id);

  g_return_if_fail (ZM_IS_CAMERA_STREAM (self));

  zm_camera_stream_stop (self);
  g_free (self->wanted);
  self->wanted = g_steal_pointer (&wanted);
  start_watch (self);
  set_state (self, ZM_CAMERA_STARTING, NULL);
  if (ZM_IS_CAMERA_LIST (self->cameras) &&
      zm_camera_list_get_problem (ZM_CAMERA_LIST (self->cameras)) != NULL)
    zm_camera_list_refresh (ZM_CAMERA_LIST (self->cameras));
  try_to_run (self);
}

void
zm_camera_stream_stop (ZmCameraStream *self)
{
  g_return_if_fail (ZM_IS_CAMERA_STREAM (self));

  end_all (self);
  clear_sight (self);
  zm_camera_sight_forget (self->sight);
  if (self->state != ZM_CAMERA_OFF)
    set_state (self, ZM_CAMERA_OFF, NULL);
}

ZmCameraStreamState
zm_camera_stream_get_state (ZmCameraStream *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA_STREAM (self), ZM_CAMERA_OFF);

  return self->state;
}

const GError *
zm_camera_stream_get_error (ZmCameraStream *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA_STREAM (self), NULL);

  return self->error;
}

ZmCameraHint
zm_camera_stream_get_hint (ZmCameraStream *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA_STREAM (self), ZM_CAMERA_HINT_NONE);

  return zm_camera_sight_get_hint (self->sight);
}

ZmCamera *
zm_camera_stream_get_camera (ZmCameraStream *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA_STREAM (self), NULL);

  return self->camera;
}

void
zm_camera_stream_set_mirrored (ZmCameraStream *self,
                               gboolean        mirrored)
{
  g_return_if_fail (ZM_IS_CAMERA_STREAM (self));

  if (self->mirrored == !!mirrored)
    return;

  self->mirrored = !!mirrored;
  if (self->pipeline != NULL)
    zm_camera_pipeline_set_mirrored (self->pipeline, self->mirrored);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MIRRORED]);
}

ZmCameraFrame *
zm_camera_stream_take_frame (ZmCameraStream *self)
{
  g_autoptr(GstSample) sample = NULL;
  guint64 number;
  gint64 time;

  g_return_val_if_fail (ZM_IS_CAMERA_STREAM (self), NULL);

  g_mutex_lock (&self->lock);
  sample = g_steal_pointer (&self->sample);
  number = self->frames;
  time = self->last;
  g_mutex_unlock (&self->lock);

  return sample != NULL ? zm_camera_frame_new_for_sample (sample, number, time) : NULL;
}

GPtrArray *
zm_camera_stream_get_codes (ZmCameraStream *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA_STREAM (self), NULL);

  return zm_camera_sight_get_codes (self->sight);
}

guint64
zm_camera_stream_count_frames (ZmCameraStream *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (ZM_IS_CAMERA_STREAM (self), 0);

  locker = g_mutex_locker_new (&self->lock);
  return self->frames;
}
