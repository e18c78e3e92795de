#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the camera at this position of a list (of ZmCamera) is called where people choose one: its
 * name, and if others there have the same, what tells its id from theirs. Newly allocated. */
char *zm_camera_title_make (GListModel *cameras,
                            guint       position);

G_END_DECLS
