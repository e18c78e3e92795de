#pragma once

#include "app/store/device-query.h"
#include "ui/badge.h"

G_BEGIN_DECLS

/* One device of the registry as a row shows it. It may be on the screen before it has been read:
 * until then its texts are empty. Properties (read-only): "device-id", "label", "location", "model",
 * "serial-number", "asset-tag", "seen", "verified"; with a badge's kind each: "status" and "kind",
 * "expiry" and "expiry-kind" (of its certificate), "outcome" and "outcome-kind" (of its last
 * session); "summary" (all of a row in a sentence, for who hears it). */
#define ZM_TYPE_DEVICE_ITEM (zm_device_item_get_type ())
G_DECLARE_FINAL_TYPE (ZmDeviceItem, zm_device_item, ZM, DEVICE_ITEM, GObject)

ZmDeviceItem *zm_device_item_new    (void);
/* What it says now, whatever becomes of it. */
ZmDeviceItem *zm_device_item_copy   (ZmDeviceItem       *self);
/* line NULL: the device is there no more. */
void          zm_device_item_fill   (ZmDeviceItem       *self,
                                     const ZmDeviceLine *line,
                                     ZmInstant           now);
/* NULL until it has been read. */
const char   *zm_device_item_get_id (ZmDeviceItem       *self);

G_END_DECLS
