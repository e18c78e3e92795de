#pragma once

#include "app/camera/camera-private.h"

G_BEGIN_DECLS

/* The cameras of one of GStreamer's device providers. Its start is a conversation with a daemon
 * that may be sick, so that it happens in a thread that nobody waits for; so does its end.
 *
 * Signals, in the main context that was the thread's default when the object was made:
 *
 *   "started" (gboolean)    once: whether it could be; after the cameras that were there already
 *   "added" (ZmCamera *)
 *   "removed" (ZmCamera *)  the same object */

#define ZM_TYPE_CAMERA_PROVIDER (zm_camera_provider_get_type ())
G_DECLARE_FINAL_TYPE (ZmCameraProvider, zm_camera_provider, ZM, CAMERA_PROVIDER, GObject)

/* path is one that has a provider. remote is kept; NULL but for ZM_CAMERA_PORTAL. */
ZmCameraProvider *zm_camera_provider_new   (ZmCameraPath       path,
                                            ZmCameraRemote    *remote);
void              zm_camera_provider_start (ZmCameraProvider  *self);
/* No signal comes any more. */
void              zm_camera_provider_stop  (ZmCameraProvider  *self);

G_END_DECLS
