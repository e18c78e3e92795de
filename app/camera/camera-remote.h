#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A connection to PipeWire that the camera portal opened, as a descriptor that lives as long as
 * somebody refers to it: PipeWire's elements find the connection that they share by its number. */
typedef struct _ZmCameraRemote ZmCameraRemote;

/* Takes fd. */
ZmCameraRemote *zm_camera_remote_new    (int             fd);
ZmCameraRemote *zm_camera_remote_ref    (ZmCameraRemote *self);
void            zm_camera_remote_unref  (ZmCameraRemote *self);
int             zm_camera_remote_get_fd (ZmCameraRemote *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCameraRemote, zm_camera_remote_unref)

G_END_DECLS
