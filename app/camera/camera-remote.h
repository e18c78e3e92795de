#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A connection to PipeWire, ours or one that the camera portal opened, as a descriptor that lives as
 * long as somebody refers to it. GStreamer's elements for PipeWire share a connection by the number
 * of its descriptor, and must not: one that leaves takes apart what another still uses, and one that
 * comes finds a PipeWire that has ended. So each has one of its own. */
typedef struct _ZmCameraRemote ZmCameraRemote;

/* Takes fd. */
ZmCameraRemote *zm_camera_remote_new    (int             fd);
/* NULL if this user's PipeWire does not listen. Does not wait. */
ZmCameraRemote *zm_camera_remote_connect (void);
/* Where it listens. */
char           *zm_camera_remote_dup_socket_path (void);
ZmCameraRemote *zm_camera_remote_ref    (ZmCameraRemote *self);
void            zm_camera_remote_unref  (ZmCameraRemote *self);
int             zm_camera_remote_get_fd (ZmCameraRemote *self);
/* For whoever holds a copy of it too. */
void            zm_camera_remote_hang_up (ZmCameraRemote *self);
/* Whether PipeWire is still at the other end. */
gboolean        zm_camera_remote_is_open (ZmCameraRemote *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCameraRemote, zm_camera_remote_unref)

G_END_DECLS
