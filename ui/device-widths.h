#pragma once

#include "app/store/device-query.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How wide a column of the devices' table must be, in pixels, so that its head and what usually stands in
 * it are whole: in the language of the desk, and in letters as large as the person wants them. Of what
 * people write themselves an example is measured. */
int zm_device_widths_measure (ZmDeviceColumn  column,
                              GtkWidget      *widget);

G_END_DECLS
