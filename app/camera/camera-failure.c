#include "app/camera/camera-failure.h"

#include "app/base/error.h"

#include <errno.h>
#include <gst/gst.h>
#include <string.h>

/* A camera is never the only way. */
#define OTHER_WAYS "; the code can also be typed, or come from a picture or a scanner"

typedef struct {
  ZmErrorCode  code;
  const char  *check;
  const char  *expected;
  const char  *message;
} Row;

static const Row rows[] = {
  [ZM_CAMERA_FAILURE_NONE] = {
    ZM_ERROR_NOT_FOUND, "camera.none", "a camera",
    "There is no camera: plug one in" OTHER_WAYS
  },
  [ZM_CAMERA_FAILURE_DENIED] = {
    ZM_ERROR_DENIED, "camera.denied", "permission",
    "The camera may not be used: allow it in the system’s settings" OTHER_WAYS
  },
  [ZM_CAMERA_FAILURE_BUSY] = {
    ZM_ERROR_UNAVAILABLE, "camera.busy", "a free camera",
    "Another program has the camera: close it or choose another camera" OTHER_WAYS
  },
  [ZM_CAMERA_FAILURE_UNPLUGGED] = {
    ZM_ERROR_UNAVAILABLE, "camera.unplugged", "the camera",
    "The camera is not there: plug it in again or choose another one" OTHER_WAYS
  },
  [ZM_CAMERA_FAILURE_STALLED] = {
    ZM_ERROR_UNAVAILABLE, "camera.stalled", "pictures",
    "The camera gives no pictures: unplug it and plug it in again or choose another one"
    OTHER_WAYS
  },
  [ZM_CAMERA_FAILURE_PORTAL] = {
    ZM_ERROR_UNAVAILABLE, "camera.portal", "org.freedesktop.portal.Camera",
    "The desktop’s camera portal does not open the camera: sign in to the desktop again"
    OTHER_WAYS
  },
  [ZM_CAMERA_FAILURE_ACCESS] = {
    ZM_ERROR_INVALID, "camera.access", "“portal” or “direct”",
    "How to reach a camera is not understood: set ZMONITOR_CAMERA_ACCESS to “portal” or “direct”, or "
    "not at all" OTHER_WAYS
  },
  [ZM_CAMERA_FAILURE_PIPELINE] = {
    ZM_ERROR_IO, "camera.pipeline", "pictures",
    "The camera cannot be used: choose another one or sign in to the desktop again" OTHER_WAYS
  },
};

void
zm_camera_failure_set (GError          **error,
                       ZmCameraFailure   failure,
                       const char       *seen)
{
  const Row *row = &rows[failure];

  zm_error_set (error, row->code, row->check, seen, row->expected, "%s", row->message);
}

static gboolean
says (const char *debug,
      int         number)
{
  return debug != NULL && strstr (debug, g_strerror (number)) != NULL;
}

ZmCameraFailure
zm_camera_failure_judge (const GError *error,
                         const char   *debug)
{
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_BUSY) || says (debug, EBUSY))
    return ZM_CAMERA_FAILURE_BUSY;
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED) ||
      says (debug, EACCES) || says (debug, EPERM))
    return ZM_CAMERA_FAILURE_DENIED;
  if (says (debug, ENODEV) || says (debug, ENXIO))
    return ZM_CAMERA_FAILURE_UNPLUGGED;

  return ZM_CAMERA_FAILURE_PIPELINE;
}
