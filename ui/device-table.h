#pragma once

#include "app/station/device-view.h"
#include "ui/device-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Devices in rows and columns. It sorts nothing itself: it says by which column somebody wants them
 * sorted, and shows the model that it is given. Signals: "sorted", "activated" (ZmDeviceItem). */
#define ZM_TYPE_DEVICE_TABLE (zm_device_table_get_type ())
G_DECLARE_FINAL_TYPE (ZmDeviceTable, zm_device_table, ZM, DEVICE_TABLE, GtkWidget)

/* The model's items are ZmDeviceItem. */
void zm_device_table_set_model (ZmDeviceTable      *self,
                                GListModel         *model);
/* For rows that are other devices now. */
void zm_device_table_unselect  (ZmDeviceTable      *self);
/* Which columns there are, and which head has the arrow. */
void zm_device_table_set_view  (ZmDeviceTable      *self,
                                const ZmDeviceView *view);
void zm_device_table_get_sort  (ZmDeviceTable      *self,
                                ZmDeviceColumn     *column,
                                gboolean           *descending);

G_END_DECLS
