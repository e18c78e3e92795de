#pragma once

#include "app/camera/camera.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The cameras that are there: a GListModel of ZmCamera that follows what is plugged in and out, in
 * the main context that was the thread's default when it was made. A camera that PipeWire and the
 * kernel both offer is PipeWire's. Nothing here blocks, however sick what is asked is.
 *
 * Properties, read-only:
 *   "asking"   boolean: the desktop asks the person, who has not answered yet
 *   "ready"    boolean: all that was asked has answered, or was given up
 *   "problem"  GError (boxed): why there may be cameras that are not seen, or NULL; check
 *              "camera.access", "camera.denied", "camera.portal" or "camera.pipeline" */

typedef enum {
  ZM_CAMERA_ACCESS_USUAL,  /* what ZMONITOR_CAMERA_ACCESS says ("portal" or "direct", nothing
                            * else); without it the portal in a sandbox, else directly */
  ZM_CAMERA_ACCESS_DIRECT, /* PipeWire and the kernel */
  ZM_CAMERA_ACCESS_PORTAL, /* the desktop asks the person first */
} ZmCameraAccess;

#define ZM_CAMERA_LIST_PATIENCE 5   /* seconds until who does not answer is given up */
#define ZM_CAMERA_LIST_ASKING   500 /* milliseconds from which on a person is asked: who was asked
                                     * before is answered for at once */

#define ZM_TYPE_CAMERA_LIST (zm_camera_list_get_type ())
G_DECLARE_FINAL_TYPE (ZmCameraList, zm_camera_list, ZM, CAMERA_LIST, GObject)

ZmCameraList *zm_camera_list_new         (ZmCameraAccess   access);
/* Asks all again: after a refusal, or when PipeWire came back. Cameras go, and come again. */
void          zm_camera_list_refresh     (ZmCameraList    *self);
gboolean      zm_camera_list_is_asking   (ZmCameraList    *self);
gboolean      zm_camera_list_is_ready    (ZmCameraList    *self);
const GError *zm_camera_list_get_problem (ZmCameraList    *self);
/* The first whose name or id has this in it, in any case. A new reference, or NULL. */
ZmCamera     *zm_camera_list_find        (ZmCameraList    *self,
                                          const char      *name);

G_END_DECLS
