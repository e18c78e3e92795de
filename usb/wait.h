#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Waiting for a descriptor, with an end and a way out; for the transports that have one. */

/* A moment on the monotonic clock, for a time-out in milliseconds or ZM_TRANSPORT_FOREVER. */
gint64   zm_wait_deadline (int            timeout);
/* Until the descriptor is ready for these poll events or has failed, which the next call on it
 * will tell. Sets "tether.timeout" or "tether.io", or G_IO_ERROR_CANCELLED. */
gboolean zm_wait_for_fd   (int            fd,
                           gushort        events,
                           gint64         deadline,
                           GCancellable  *cancellable,
                           const char    *port,
                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
