#include "app/camera/camera-hint.h"

#include <string.h>

/* Luminance as the camera gives it: 16 to 235 by convention, 0 to 255 with many. The brightest
 * twentieth of a picture in which a person sees something is lighter than DARK_BELOW; a screen in a
 * dark room is, however black the room. */
#define DARK_BELOW   60
/* Even the darkest twentieth is lighter than this where the light drowns everything. */
#define BRIGHT_ABOVE 170
/* Less between dark and light than this, where it is light, is glare or fog on the lens. */
#define GLARE_RANGE  41
#define GLARE_ABOVE  110
/* Pixels a module: with fewer no pass of the reader finds its way. */
#define MODULE_MIN   2.6

G_DEFINE_ENUM_TYPE (ZmCameraHint, zm_camera_hint,
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_HINT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_HINT_LOOKING, "looking"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_HINT_MOVE_CLOSER, "move-closer"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_HINT_TOO_DARK, "too-dark"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_HINT_TOO_BRIGHT, "too-bright"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_HINT_HOLD_STILL, "hold-still"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_HINT_NOT_A_DEVICE, "not-a-device"),
                    G_DEFINE_ENUM_VALUE (ZM_CAMERA_HINT_LABEL, "label"))

const char *
zm_camera_hint_name (ZmCameraHint hint)
{
  static const char *const names[] = {
    [ZM_CAMERA_HINT_NONE] = "none",
    [ZM_CAMERA_HINT_LOOKING] = "looking",
    [ZM_CAMERA_HINT_MOVE_CLOSER] = "move-closer",
    [ZM_CAMERA_HINT_TOO_DARK] = "too-dark",
    [ZM_CAMERA_HINT_TOO_BRIGHT] = "too-bright",
    [ZM_CAMERA_HINT_HOLD_STILL] = "hold-still",
    [ZM_CAMERA_HINT_NOT_A_DEVICE] = "not-a-device",
    [ZM_CAMERA_HINT_LABEL] = "label",
  };

  g_return_val_if_fail ((gsize) hint < G_N_ELEMENTS (names), NULL);

  return names[hint];
}

static ZmCameraHint
judge_code (ZmCameraCodeKind kind)
{
  switch (kind)
    {
    case ZM_CAMERA_CODE_LABEL:
      return ZM_CAMERA_HINT_LABEL;
    case ZM_CAMERA_CODE_STRANGER:
      return ZM_CAMERA_HINT_NOT_A_DEVICE;
    case ZM_CAMERA_CODE_TICKET:
    case ZM_CAMERA_CODE_NONE:
    default:
      return ZM_CAMERA_HINT_NONE;
    }
}

static double
find_largest_module (const ZmFrameReading *reading)
{
  double largest = 0;

  for (guint i = 0; i < reading->n_marks; i++)
    largest = MAX (largest, reading->marks[i].module);

  return largest;
}

ZmCameraHint
zm_camera_hint_judge (const ZmFrameReading *reading,
                      ZmCameraCodeKind      best)
{
  if (best != ZM_CAMERA_CODE_NONE)
    return judge_code (best);
  if (reading->light < DARK_BELOW)
    return ZM_CAMERA_HINT_TOO_DARK;
  if (reading->dark > BRIGHT_ABOVE ||
      (reading->dark > GLARE_ABOVE && reading->light - reading->dark < GLARE_RANGE))
    return ZM_CAMERA_HINT_TOO_BRIGHT;
  if (reading->n_marks == 0)
    return ZM_CAMERA_HINT_LOOKING;

  return find_largest_module (reading) < MODULE_MIN ?
         ZM_CAMERA_HINT_MOVE_CLOSER : ZM_CAMERA_HINT_HOLD_STILL;
}

void
zm_camera_hint_forget (ZmCameraHintMemory *memory)
{
  memset (memory, 0, sizeof *memory);
}

static guint
count_votes (const ZmCameraHintMemory *memory,
             ZmCameraHint              hint)
{
  guint votes = 0;

  for (guint i = 0; i < MIN (memory->n_frames, ZM_CAMERA_HINT_FRAMES); i++)
    votes += memory->last[i] == hint;

  return votes;
}

static gboolean
was_read (ZmCameraHint hint)
{
  return hint == ZM_CAMERA_HINT_NONE || hint == ZM_CAMERA_HINT_NOT_A_DEVICE ||
         hint == ZM_CAMERA_HINT_LABEL;
}

/* A device's code ends every hint, and another one is what a code half read turned out to be. */
static gboolean
may_follow (const ZmCameraHintMemory *memory,
            ZmCameraHint              judged,
            gint64                    time)
{
  guint needed = memory->shown == ZM_CAMERA_HINT_NONE ? ZM_CAMERA_HINT_VOTES :
                 ZM_CAMERA_HINT_VOTES_TO_CHANGE;

  return was_read (judged) || (time - memory->since >= ZM_CAMERA_HINT_STAY &&
                               count_votes (memory, judged) >= needed);
}

ZmCameraHint
zm_camera_hint_follow (ZmCameraHintMemory *memory,
                       ZmCameraHint        judged,
                       gint64              time)
{
  memory->last[memory->n_frames++ % ZM_CAMERA_HINT_FRAMES] = judged;
  if (!may_follow (memory, judged, time))
    return memory->shown;

  /* What was read stays from the last frame on in which it was. */
  if (judged != memory->shown || was_read (judged))
    memory->since = time;
  memory->shown = judged;

  return judged;
}
