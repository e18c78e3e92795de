#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who works with what: a lock in DIR/leases that the kernel releases when its holder ends, however
 * it ends, with a note of who that is. It keeps two processes, or two threads of one, from driving
 * the same device or tether; who only looks takes none. */
typedef struct _ZmLease ZmLease;

/* name: letters, digits, dots, underscores and hyphens. "lease.taken" (ZM_ERROR_CONFLICT), with
 * the holder as seen, if another has it. Any number may share one that is shared. */
ZmLease *zm_lease_take (const char  *station_directory,
                        const char  *name,
                        gboolean     shared,
                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of a device, and so of its one open session. */
ZmLease *zm_lease_take_device (const char  *station_directory,
                               const char  *device_id,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void     zm_lease_free (ZmLease     *lease);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmLease, zm_lease_free)

/* Of the cable at an address (app/station/tether.h). */
ZmLease *zm_lease_take_tether (const char  *station_directory,
                               const char  *address,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
