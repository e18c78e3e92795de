#pragma once

#include "app/device/device-state.h"

G_BEGIN_DECLS

/* Two places for an identity, slots/a and slots/b. A pointer file, slots/current, says which one
 * is in use; it is replaced in one rename, so that at any moment there is the old identity or the
 * new one. Whatever stands in the other slot at start was never finished and is removed. */
typedef struct _ZmDeviceSlots ZmDeviceSlots;

/* repair: removes what was never finished. Sets check "slots.current" if the pointer is damaged. */
ZmDeviceSlots *zm_device_slots_open         (const ZmDeviceState  *state,
                                             gboolean              repair,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void           zm_device_slots_free         (ZmDeviceSlots        *slots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDeviceSlots, zm_device_slots_free)

/* "a", "b", or NULL without an identity. */
const char    *zm_device_slots_get_current  (const ZmDeviceSlots  *slots);
/* The directory of that slot, or NULL. */
char          *zm_device_slots_current_path (const ZmDeviceSlots  *slots);
char          *zm_device_slots_next_path    (const ZmDeviceSlots  *slots);

/* Makes the other slot an empty directory. */
gboolean       zm_device_slots_prepare_next (ZmDeviceSlots        *slots,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The next slot becomes current, durably. */
gboolean       zm_device_slots_switch       (ZmDeviceSlots        *slots,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The new identity has proved itself: removes the old one. */
gboolean       zm_device_slots_retire       (ZmDeviceSlots        *slots,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* As it was before zm_device_slots_prepare_next(), switched or not: the old identity is in use,
 * or none where there was none, and the new one is removed. */
gboolean       zm_device_slots_revert       (ZmDeviceSlots        *slots,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
