#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which texts are in sight, frame by frame, so that each is announced once for an appearance: again
 * only after it was away for ZM_CAMERA_SIGHTINGS_AWAY. Pure: times are given, in microseconds. */

#define ZM_CAMERA_SIGHTINGS_AWAY     (2 * G_TIME_SPAN_SECOND)
/* Frames are read with changing luck: two codes side by side are rarely found in the same one. */
#define ZM_CAMERA_SIGHTINGS_TOGETHER G_TIME_SPAN_SECOND

typedef struct _ZmCameraSightings ZmCameraSightings;

ZmCameraSightings *zm_camera_sightings_new      (void);
void               zm_camera_sightings_free     (ZmCameraSightings *self);
/* TRUE if this appearance of the text is a new one. */
gboolean           zm_camera_sightings_note     (ZmCameraSightings *self,
                                                 const char        *text,
                                                 gint64             time);
/* Those that were seen together with a frame of this time, in the order of their appearance. */
GStrv              zm_camera_sightings_together (ZmCameraSightings *self,
                                                 gint64             time);
void               zm_camera_sightings_forget   (ZmCameraSightings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCameraSightings, zm_camera_sightings_free)

G_END_DECLS
