#pragma once

#include "app/base/instant.h"
#include "app/device/device-state.h"

G_BEGIN_DECLS

/* The device's own time: the system's and an offset, since the reference device may not set the
 * clock of the machine that it runs on. It also keeps the last known good time, the newest
 * moment that somebody trusted has signed: before it, nothing is installed. */
typedef struct _ZmDeviceClock ZmDeviceClock;

/* Sets check "clock.state". */
ZmDeviceClock *zm_device_clock_load          (const ZmDeviceState  *state,
                                              GError              **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
void           zm_device_clock_free          (ZmDeviceClock        *clock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDeviceClock, zm_device_clock_free)

ZmInstant      zm_device_clock_now           (const ZmDeviceClock  *clock);
/* 0 if there is none yet. */
ZmInstant      zm_device_clock_get_last_good (const ZmDeviceClock  *clock);
/* Durable. Refuses a time before the last known good one, check "clock.last-good". */
gboolean       zm_device_clock_set           (ZmDeviceClock        *clock,
                                              ZmInstant             now,
                                              GError              **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
/* Sets check "clock.last-good" if the clock stands before the last known good time. */
gboolean       zm_device_clock_check         (const ZmDeviceClock  *clock,
                                              GError              **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
/* A signed moment: raises the last known good time, durably; never lowers it. */
gboolean       zm_device_clock_witness       (ZmDeviceClock        *clock,
                                              ZmInstant             moment,
                                              GError              **error)
                                              G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
