#pragma once

#include "app/station/station.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Writes one device into the registry. */
#define ZM_TYPE_ADD_DEVICE_DIALOG (zm_add_device_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZmAddDeviceDialog, zm_add_device_dialog, ZM, ADD_DEVICE_DIALOG, AdwWindow)

GtkWindow *zm_add_device_dialog_new (ZmStation *station);

G_END_DECLS
