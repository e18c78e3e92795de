#pragma once

#include "ui/device-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A device in the list, in columns or in two lines. Property: "item". */
#define ZM_TYPE_DEVICE_ROW (zm_device_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmDeviceRow, zm_device_row, ZM, DEVICE_ROW, GtkWidget)

G_END_DECLS
