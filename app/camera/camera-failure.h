#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can go wrong with a camera, each with its check, and what a person does about it:
 *
 *   "camera.none"       NOT_FOUND    there is none
 *   "camera.denied"     DENIED       this user, or this program, may not
 *   "camera.busy"       UNAVAILABLE  another program has it
 *   "camera.unplugged"  UNAVAILABLE  it was there, or is the one that was chosen, and is not there
 *   "camera.stalled"    UNAVAILABLE  it gives no pictures
 *   "camera.portal"     UNAVAILABLE  the desktop's camera portal is missing or does not answer
 *   "camera.access"     INVALID      ZMONITOR_CAMERA_ACCESS says what nobody understands
 *   "camera.pipeline"   IO           anything else that GStreamer or PipeWire says */
typedef enum {
  ZM_CAMERA_FAILURE_NONE,
  ZM_CAMERA_FAILURE_DENIED,
  ZM_CAMERA_FAILURE_BUSY,
  ZM_CAMERA_FAILURE_UNPLUGGED,
  ZM_CAMERA_FAILURE_STALLED,
  ZM_CAMERA_FAILURE_PORTAL,
  ZM_CAMERA_FAILURE_ACCESS,
  ZM_CAMERA_FAILURE_PIPELINE,
} ZmCameraFailure;

/* seen may be NULL. */
void            zm_camera_failure_set   (GError          **error,
                                         ZmCameraFailure   failure,
                                         const char       *seen);
/* What GStreamer's error means, from its domain and code and the debug text, which has what the
 * system said and may be NULL. */
ZmCameraFailure zm_camera_failure_judge (const GError     *error,
                                         const char       *debug);

G_END_DECLS
