#pragma once

#include "ui/camera-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The camera in the Pair step: what it sees, what to do so that it reads the code, which camera, and
 * what is wrong with it. It looks while it is on the screen. The tickets that come into sight, one or
 * several at once, go to the action "scan.take", which the window has.
 *
 * Property: "desk". "optional": boolean, nothing is said while there is no camera. */
#define ZM_TYPE_CAMERA_CARD (zm_camera_card_get_type ())
G_DECLARE_FINAL_TYPE (ZmCameraCard, zm_camera_card, ZM, CAMERA_CARD, GtkWidget)

/* NULL in a build without cameras. */
GtkWidget *zm_camera_card_new (ZmCameraDesk *desk,
                               gboolean      optional);

G_END_DECLS
