#pragma once

#include "app/camera/camera-code.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* What a person can do so that the camera reads the code, from what the reader saw in the last
 * frames. Pure: it knows frames' facts and their times, no camera and no clock. */

typedef enum {
  ZM_CAMERA_HINT_NONE,         /* a device's code was read, or nothing was looked at yet */
  ZM_CAMERA_HINT_LOOKING,      /* no code in sight */
  ZM_CAMERA_HINT_MOVE_CLOSER,  /* a code, too small */
  ZM_CAMERA_HINT_TOO_DARK,
  ZM_CAMERA_HINT_TOO_BRIGHT,   /* or glare */
  ZM_CAMERA_HINT_HOLD_STILL,   /* a code, blurred */
  ZM_CAMERA_HINT_NOT_A_DEVICE, /* a code, but not a device's */
  ZM_CAMERA_HINT_LABEL,        /* the code on a label of this station's */
} ZmCameraHint;

#define ZM_TYPE_CAMERA_HINT (zm_camera_hint_get_type ())
GType        zm_camera_hint_get_type (void);
/* "none", "looking", "move-closer", … */
const char  *zm_camera_hint_name     (ZmCameraHint          hint);

/* Of a single frame; best: the kind that matters most among its codes. */
ZmCameraHint zm_camera_hint_judge    (const ZmFrameReading *reading,
                                      ZmCameraCodeKind      best);

/* What is shown, so that it can be read: a frame that was read is believed at once; anything else
 * must have been so in three of the last five frames, in four to take another hint's place, and what
 * is shown stays for a second. */

#define ZM_CAMERA_HINT_FRAMES          5
#define ZM_CAMERA_HINT_VOTES           3
#define ZM_CAMERA_HINT_VOTES_TO_CHANGE 4
#define ZM_CAMERA_HINT_STAY            G_TIME_SPAN_SECOND

typedef struct {
  ZmCameraHint shown;
  gint64       since; /* microseconds, as the times that are given */
  ZmCameraHint last[ZM_CAMERA_HINT_FRAMES]; /* a ring */
  guint        n_frames;
} ZmCameraHintMemory;

void         zm_camera_hint_forget   (ZmCameraHintMemory   *memory);
/* What is to be shown now. */
ZmCameraHint zm_camera_hint_follow   (ZmCameraHintMemory   *memory,
                                      ZmCameraHint          judged,
                                      gint64                time);

G_END_DECLS
