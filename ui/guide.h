#pragma once

#include "ui/bench-port.h"
#include "ui/camera-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What stands beside the bench for one of its places: how to begin, or the session. A session that
 * is put away takes its page with it. Properties: "port" and "camera" (construct only; the camera may
 * be NULL), "compact". */
#define ZM_TYPE_GUIDE (zm_guide_get_type ())
G_DECLARE_FINAL_TYPE (ZmGuide, zm_guide, ZM, GUIDE, GtkWidget)

GtkWidget *zm_guide_new (ZmBenchPort  *port,
                         ZmCameraDesk *camera);

G_END_DECLS
