#pragma once

#include "app/station/device-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How the registry is shown: by what it is sorted, which columns, and under which name it is kept.
 * Signals: "changed" when a person chose something else, "keep" (const char *name), "drop". */
#define ZM_TYPE_DEVICE_VIEW_BOX (zm_device_view_box_get_type ())
G_DECLARE_FINAL_TYPE (ZmDeviceViewBox, zm_device_view_box, ZM, DEVICE_VIEW_BOX, GtkWidget)

/* is_kept: there is something to be given up. */
void zm_device_view_box_show (ZmDeviceViewBox    *self,
                              const ZmDeviceView *view,
                              gboolean            is_kept);
/* Writes its part of the view. */
void zm_device_view_box_read (ZmDeviceViewBox    *self,
                              ZmDeviceView       *view);

G_END_DECLS
