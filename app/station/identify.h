#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* "Which one is it?": has the device at address show itself, for somebody who stands before
 * several. Nothing is paired and nothing is changed. */

#define ZM_IDENTIFY_SECONDS 5

/* Opens the tether under its lease, and returns when the device has shown itself for so long.
 * Blocks, for worker threads. With an audit record, "device.identified". Checks of the tether,
 * "lease.taken", what the device gives as its reason, or "device.not-identified" if it gives none. */
gboolean zm_identify_run (ZmStation     *station,
                          const char    *address,
                          GCancellable  *cancellable,
                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
