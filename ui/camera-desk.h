#pragma once

#include "app/camera/camera-list.h"
#include "app/camera/camera-stream.h"

G_BEGIN_DECLS

/* The one camera of the window: which of those that are there, and whether it is on. It runs while it
 * is wanted on and somebody looks; the next viewer a moment later finds it running.
 *
 * Properties:
 *   "wanted"    boolean: a person wants the camera on; remembered. TRUE at first, but in a sandbox,
 *               where the desktop asks for leave
 *   "mirrored"  boolean: remembered
 *   "stream"    ZmCameraStream, read-only: NULL until it was wanted and looked at */
#define ZM_TYPE_CAMERA_DESK (zm_camera_desk_get_type ())
G_DECLARE_FINAL_TYPE (ZmCameraDesk, zm_camera_desk, ZM, CAMERA_DESK, GObject)

/* NULL in a build without cameras. */
ZmCameraDesk   *zm_camera_desk_new         (void);
/* Both NULL as long as "stream" is. */
ZmCameraList   *zm_camera_desk_get_list    (ZmCameraDesk  *self);
ZmCameraStream *zm_camera_desk_get_stream  (ZmCameraDesk  *self);

/* Somebody looks, and looks no more. */
void            zm_camera_desk_hold        (ZmCameraDesk  *self);
void            zm_camera_desk_release     (ZmCameraDesk  *self);

/* id: of the camera that is to be used, now and the next time; another one while it is away. */
void            zm_camera_desk_choose      (ZmCameraDesk  *self,
                                            const char    *id);
/* Where the chosen one stands in the list; G_MAXUINT while it is away, and where none was chosen. */
guint           zm_camera_desk_find_chosen (ZmCameraDesk  *self);
/* After a failure: asks for the cameras anew, and begins again. */
void            zm_camera_desk_try_again   (ZmCameraDesk  *self);

G_END_DECLS
