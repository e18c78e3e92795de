#pragma once

#include "app/camera/camera-code.h"
#include "app/camera/camera-hint.h"

G_BEGIN_DECLS

/* What a camera has in sight: the codes of the frame that was read last, what a person can do so
 * that one is read, and which texts were told of already. It knows frames' facts and their times, in
 * microseconds, no camera and no clock. */

typedef struct _ZmCameraSight ZmCameraSight;

ZmCameraSight *zm_camera_sight_new            (void);
void           zm_camera_sight_free           (ZmCameraSight        *self);
/* What is seen now. mirrored: so are the codes' corners. */
void           zm_camera_sight_take           (ZmCameraSight        *self,
                                               const ZmFrameReading *reading,
                                               gboolean              mirrored,
                                               gint64                time);
/* If a ticket came into sight: all that are; else NULL. */
GStrv          zm_camera_sight_note_tickets   (ZmCameraSight        *self,
                                               gint64                time);
/* What came into sight of other texts. */
GStrv          zm_camera_sight_note_strangers (ZmCameraSight        *self,
                                               gint64                time);
/* Nothing is seen any more; what was told of is still known. */
void           zm_camera_sight_clear          (ZmCameraSight        *self);
void           zm_camera_sight_forget         (ZmCameraSight        *self);

/* Of ZmCameraCode; borrowed. */
GPtrArray     *zm_camera_sight_get_codes      (ZmCameraSight        *self);
ZmCameraHint   zm_camera_sight_get_hint       (ZmCameraSight        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCameraSight, zm_camera_sight_free)

G_END_DECLS
