#pragma once

#include "app/camera/camera-frame.h"
#include "app/camera/camera-sight.h"
#include "app/camera/camera.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A camera at work: pictures for a viewfinder and what is read in them. Nothing here blocks, and
 * all of it happens in the main context that was the thread's default when it was made; the last
 * reference is to be dropped there. It goes on by itself when a camera that left, stalled or was
 * busy is there again.
 *
 * Properties, the first three read-only:
 *   "state"     ZmCameraStreamState
 *   "error"     GError (boxed): why it is STALLED or FAILED (app/camera/camera-failure.h has the
 *               checks; also "companion.missing" and "reader.memory"), else NULL
 *   "hint"      ZmCameraHint, NONE unless LIVE
 *   "mirrored"  boolean: the viewfinder shows what a mirror would; the codes' corners follow
 * Signals:
 *   "codes" ()             another frame was read: see zm_camera_stream_get_codes()
 *   "tickets" (GStrv)      the text of a device came into sight; with more than one, those of all
 *                          that are: ask which is meant. Once for each appearance of a text, which
 *                          ends when it was away for two seconds
 *   "stranger" (string)    a code that is no device's, as often; escape it before it is shown */

typedef enum {
  ZM_CAMERA_OFF,
  ZM_CAMERA_STARTING, /* no picture yet */
  ZM_CAMERA_LIVE,
  ZM_CAMERA_STALLED,  /* no picture for ZM_CAMERA_STREAM_STALL */
  ZM_CAMERA_FAILED,   /* may still come to life: see above */
} ZmCameraStreamState;

#define ZM_CAMERA_STREAM_STALL       1500 /* milliseconds */
#define ZM_CAMERA_STREAM_START_STALL 6000 /* the same for the first picture */
#define ZM_CAMERA_STREAM_RETRY       5000 /* until another try at one that stalled or failed */

#define ZM_TYPE_CAMERA_STREAM_STATE (zm_camera_stream_state_get_type ())
GType zm_camera_stream_state_get_type (void);

#define ZM_TYPE_CAMERA_STREAM (zm_camera_stream_get_type ())
G_DECLARE_FINAL_TYPE (ZmCameraStream, zm_camera_stream, ZM, CAMERA_STREAM, GObject)

/* cameras: of ZmCamera; a ZmCameraList's problem becomes the stream's. */
ZmCameraStream *zm_camera_stream_new          (GListModel          *cameras);
/* id: of the camera; NULL for the first one there is. One that is running is stopped. */
void            zm_camera_stream_start        (ZmCameraStream      *self,
                                               const char          *id);
void            zm_camera_stream_stop         (ZmCameraStream      *self);

ZmCameraStreamState   zm_camera_stream_get_state    (ZmCameraStream      *self);
const GError   *zm_camera_stream_get_error    (ZmCameraStream      *self);
ZmCameraHint    zm_camera_stream_get_hint     (ZmCameraStream      *self);
/* The one at work, or NULL. */
ZmCamera       *zm_camera_stream_get_camera   (ZmCameraStream      *self);
void            zm_camera_stream_set_mirrored (ZmCameraStream      *self,
                                               gboolean             mirrored);

/* The newest picture, if there is one that was not taken yet; call it once for a screen's frame. */
ZmCameraFrame  *zm_camera_stream_take_frame   (ZmCameraStream      *self);
/* The codes (ZmCameraCode) of the last frame that was read; borrowed until the next signal. */
GPtrArray      *zm_camera_stream_get_codes    (ZmCameraStream      *self);
/* Pictures that came for the viewfinder so far. */
guint64         zm_camera_stream_count_frames (ZmCameraStream      *self);

G_END_DECLS
