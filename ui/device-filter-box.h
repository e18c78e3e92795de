#pragma once

#include "app/station/device-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What of the registry is shown: state, certificate, ward, half-done. Signal: "changed", when a person
 * chose something else. */
#define ZM_TYPE_DEVICE_FILTER_BOX (zm_device_filter_box_get_type ())
G_DECLARE_FINAL_TYPE (ZmDeviceFilterBox, zm_device_filter_box, ZM, DEVICE_FILTER_BOX, GtkWidget)

/* Elements ZmWardExpiry, of which it needs the names. */
void zm_device_filter_box_set_wards (ZmDeviceFilterBox  *self,
                                     GPtrArray          *wards);
void zm_device_filter_box_show      (ZmDeviceFilterBox  *self,
                                     const ZmDeviceView *view);
/* Writes its part of the view. */
void zm_device_filter_box_read      (ZmDeviceFilterBox  *self,
                                     ZmDeviceView       *view);

G_END_DECLS
