#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What begins a row of the table: the device's name. As GTK 4.8 gives the rows of a table no names, it
 * names its own, too. Properties: "text", "summary" (the name of the row). */
#define ZM_TYPE_DEVICE_CELL (zm_device_cell_get_type ())
G_DECLARE_FINAL_TYPE (ZmDeviceCell, zm_device_cell, ZM, DEVICE_CELL, GtkWidget)

G_END_DECLS
