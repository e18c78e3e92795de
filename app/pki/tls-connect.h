#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A connection to somebody who may be slow or away, for a worker thread: the whole of it, the
 * look-up of the name included, ends at deadline (monotonic µs). All of its failures are
 * ZM_ERROR_UNAVAILABLE: "tls.connect", "tls.timeout", "tls.cancelled". */
GSocketConnection *zm_tls_connect_before       (GSocketConnectable  *address,
                                                gint64               deadline,
                                                GCancellable        *cancellable,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* The latter two, for who waits on a connection. */
void               zm_tls_connect_fail_waiting (GCancellable        *cancellable,
                                                GError             **error);

G_END_DECLS
