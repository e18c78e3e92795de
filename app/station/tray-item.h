#pragma once

#include "app/station/session-state.h"

G_BEGIN_DECLS

/* A half-done device: an open session, as it is on record. Immutable.
 *
 * Properties: "session-id", "device-id", "operator" (who began it), "since" (gint64: ZmInstant, when
 * its state was reached), "state" (ZmSessionState), "check" and "reason" (why it was interrupted;
 * NULL when nobody could write that down: the station itself ended), "can-resume" (boolean: before
 * the CSR there is nothing to go on from, and the device is paired again). */
#define ZM_TYPE_TRAY_ITEM (zm_tray_item_get_type ())
G_DECLARE_FINAL_TYPE (ZmTrayItem, zm_tray_item, ZM, TRAY_ITEM, GObject)

/* check and reason may be NULL. */
ZmTrayItem *zm_tray_item_new            (const ZmSessionRecord  *record,
                                         const char             *check,
                                         const char             *reason);
const char *zm_tray_item_get_session_id (ZmTrayItem             *self);
const char *zm_tray_item_get_device_id  (ZmTrayItem             *self);
gboolean    zm_tray_item_can_resume     (ZmTrayItem             *self);

G_END_DECLS
