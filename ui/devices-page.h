#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The registry: searched, added to, and each device's certificates. */
#define ZM_TYPE_DEVICES_PAGE (zm_devices_page_get_type ())
G_DECLARE_FINAL_TYPE (ZmDevicesPage, zm_devices_page, ZM, DEVICES_PAGE, GtkWidget)

/* Once. */
void zm_devices_page_open         (ZmDevicesPage *self,
                                   ZmStation     *station);
void zm_devices_page_focus_search (ZmDevicesPage *self);

G_END_DECLS
