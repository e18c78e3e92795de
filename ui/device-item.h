#pragma once

#include "app/store/device-record.h"
#include "ui/badge.h"

G_BEGIN_DECLS

/* One device of the registry as a row shows it. Immutable. Properties: "device-id", "label",
 * "location", "asset-tag", "model", "serial-number", "kind" and "status" (its badge), "expiry-kind"
 * and "expiry" (of its newest good certificate), "search" (all that is searched, folded). */
#define ZM_TYPE_DEVICE_ITEM (zm_device_item_get_type ())
G_DECLARE_FINAL_TYPE (ZmDeviceItem, zm_device_item, ZM, DEVICE_ITEM, GObject)

/* not_after: 0 without a good certificate. */
ZmDeviceItem *zm_device_item_new    (const ZmDeviceRecord *record,
                                     ZmInstant             not_after,
                                     ZmInstant             now);
const char   *zm_device_item_get_id (ZmDeviceItem         *self);

G_END_DECLS
