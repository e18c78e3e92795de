#pragma once

#include "app/station/station.h"
#include "app/station/tray-item.h"

G_BEGIN_DECLS

/* The half-done devices of a station: every open session with the step that it reached and the
 * reason why it stands, from the store alone, so that it is the same after a restart. Whether one of
 * them runs at this moment, the tray does not know. */
#define ZM_TYPE_TRAY (zm_tray_get_type ())
G_DECLARE_FINAL_TYPE (ZmTray, zm_tray, ZM, TRAY, GObject)

/* Reads now and after every change of a session, in a thread; the list changes in the context that
 * it was made in. */
ZmTray     *zm_tray_new       (ZmStation   *station);
/* Elements ZmTrayItem, the newest first. */
GListModel *zm_tray_get_items (ZmTray      *self);
/* The open session of a device, borrowed, or NULL. */
ZmTrayItem *zm_tray_find      (ZmTray      *self,
                               const char  *device_id);

/* What the tray reads; blocks. Elements ZmTrayItem. */
GPtrArray  *zm_tray_load      (ZmStation   *station,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
