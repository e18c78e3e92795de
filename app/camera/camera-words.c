#include "config.h"

#include "app/camera/camera-words.h"

#include <glib/gi18n-lib.h>

const char *
zm_camera_words_hint (ZmCameraHint hint)
{
  switch (hint)
    {
    case ZM_CAMERA_HINT_LOOKING:
      return _("Hold the device’s screen before the camera.");
    case ZM_CAMERA_HINT_MOVE_CLOSER:
      return _("Move closer: the code is too small.");
    case ZM_CAMERA_HINT_TOO_DARK:
      return _("Too dark: more light, or a brighter screen.");
    case ZM_CAMERA_HINT_TOO_BRIGHT:
      return _("Too bright: tilt the device a little.");
    case ZM_CAMERA_HINT_HOLD_STILL:
      return _("Hold still.");
    case ZM_CAMERA_HINT_NOT_A_DEVICE:
      return _("A code, but not a device’s: show the one on its screen.");
    case ZM_CAMERA_HINT_LABEL:
      return _("A label, which proves nothing: show the code on the device’s screen.");
    case ZM_CAMERA_HINT_NONE:
    default:
      return "";
    }
}

const char *
zm_camera_words_asking (void)
{
  return _("The desktop asks whether the camera may be used: answer it there.");
}
