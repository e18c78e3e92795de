#pragma once

#include "app/store/device-query.h"
#include "ui/badge.h"

G_BEGIN_DECLS

/* What is said of a device in a table, and of the columns and filters of that table. Pure. */

const char *zm_device_words_column       (ZmDeviceColumn      column);
const char *zm_device_words_state        (ZmDeviceState       state,
                                          ZmBadgeKind        *kind);
/* Of a certificate as it counts on a calendar: "Expired", "Within 30 days", … */
const char *zm_device_words_standing     (ZmStanding          standing,
                                          ZmBadgeKind        *kind);
/* "12 December 2026, in 12 days", or that there is none. */
char       *zm_device_words_expiry       (const ZmDeviceLine *line,
                                          ZmInstant           now,
                                          ZmBadgeKind        *kind);
/* How the last session ended, or where it stands; NULL where there was none. */
const char *zm_device_words_outcome      (const ZmDeviceLine *line,
                                          ZmBadgeKind        *kind);
const char *zm_device_words_session      (ZmSessionState      state,
                                          ZmBadgeKind        *kind);
/* A ward's name, also of the devices that have none. */
const char *zm_device_words_ward         (const char         *ward);

G_END_DECLS
