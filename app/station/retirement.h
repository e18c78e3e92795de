#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* Takes a device out of use: retired in the registry, its certificates revoked
 * (cessationOfOperation). Again is no error, and revokes what a crash left over. Sets check
 * "device.unknown". */
gboolean zm_retirement_run (ZmStation   *station,
                            const char  *device_id,
                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
