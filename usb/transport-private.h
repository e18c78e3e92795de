#pragma once

#include "usb/transport.h"

G_BEGIN_DECLS

/* For those who implement a transport: one wording for one event. */

/* Return FALSE. */
gboolean    zm_transport_set_unplugged (const char  *port,
                                        GError     **error);
gboolean    zm_transport_set_timeout   (const char  *port,
                                        GError     **error);
gboolean    zm_transport_set_size      (GError     **error);
/* zm_wait_for_fd with these errors. */
gboolean    zm_transport_wait_for_fd   (const char    *port,
                                        int            fd,
                                        gushort        events,
                                        gint64         deadline,
                                        GCancellable  *cancellable,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
