#pragma once

#include "app/station/station.h"
#include "ui/device-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One device: what the registry says of it, and its certificates. Property: "item" (read-only). */
#define ZM_TYPE_DEVICE_PAGE (zm_device_page_get_type ())
G_DECLARE_FINAL_TYPE (ZmDevicePage, zm_device_page, ZM, DEVICE_PAGE, GtkWidget)

void zm_device_page_show (ZmDevicePage *self,
                          ZmStation    *station,
                          ZmDeviceItem *item);

G_END_DECLS
