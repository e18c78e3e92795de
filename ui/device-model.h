#pragma once

#include "app/station/device-view.h"
#include "ui/device-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The registry as one view shows it, as a list of any length. The order is read in a thread; a page
 * of rows is too, once somebody looks at one of them, and only some pages are kept. A row that is
 * looked at before its page is there fills when it comes. An item is a place in the list, not a device:
 * after another load it may say another one, and "reordered" is emitted. */
#define ZM_TYPE_DEVICE_MODEL (zm_device_model_get_type ())
G_DECLARE_FINAL_TYPE (ZmDeviceModel, zm_device_model, ZM, DEVICE_MODEL, GObject)

#define ZM_DEVICE_MODEL_PAGE_ROWS 64
#define ZM_DEVICE_MODEL_PAGES_MAX 16 /* kept in memory */

ZmDeviceModel *zm_device_model_new         (ZmDatabase           *database);
/* Reads the order anew, also for what has changed since; another load that is under way is given
 * up. The view is copied. */
void           zm_device_model_load_async  (ZmDeviceModel        *self,
                                            const ZmDeviceView   *view,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean       zm_device_model_load_finish (ZmDeviceModel        *self,
                                            GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* How many devices there are in all, as of the last load. */
guint          zm_device_model_get_total   (ZmDeviceModel        *self);
/* How often a page was read. */
guint          zm_device_model_get_reads   (ZmDeviceModel        *self);
/* Gives up what is under way: nothing happens any more. */
void           zm_device_model_stop        (ZmDeviceModel        *self);

G_END_DECLS
