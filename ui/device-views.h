#pragma once

#include "app/station/device-view.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The views that a person can choose among: those of every desk, then those that were kept at this
 * one, by name, and last what was chosen by hand and is none of these. Kept ones are remembered, and
 * so are the columns. */
#define ZM_TYPE_DEVICE_VIEWS (zm_device_views_get_type ())
G_DECLARE_FINAL_TYPE (ZmDeviceViews, zm_device_views, ZM, DEVICE_VIEWS, GObject)

ZmDeviceViews *zm_device_views_new         (void);
/* GtkStringObject each. */
GListModel    *zm_device_views_get_names   (ZmDeviceViews      *self);
/* A copy; NULL for the last, which is nobody's. */
ZmDeviceView  *zm_device_views_get         (ZmDeviceViews      *self,
                                            guint               position);
/* Where a view like this one stands. */
guint          zm_device_views_find        (ZmDeviceViews      *self,
                                            const ZmDeviceView *view);
/* Kept views can be given up. */
gboolean       zm_device_views_is_kept     (ZmDeviceViews      *self,
                                            guint               position);
/* Under the name, in the place of one that has it already; one of the desk's own is never replaced,
 * which is FALSE. */
gboolean       zm_device_views_keep        (ZmDeviceViews      *self,
                                            const ZmDeviceView *view,
                                            const char         *name);
void           zm_device_views_drop        (ZmDeviceViews      *self,
                                            guint               position);
/* What a new view shows from now on. */
void           zm_device_views_set_columns (ZmDeviceViews      *self,
                                            guint               columns);

G_END_DECLS
