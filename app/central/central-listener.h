#pragma once

#include "app/pki/tls-config.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define ZM_CENTRAL_LISTENER_MAX 64 /* connections at a time; others wait in the kernel's queue */

/* Accepts connections for one HTTP server, over TLS or plainly. */
typedef struct _ZmCentralListener ZmCentralListener;

/* Waits at address, for server, from the next turn of the main loop on. Without TLS unless a
 * configuration is set. Sets check "central.listen". */
ZmCentralListener *zm_central_listener_new         (SoupServer         *server,
                                                    GSocketAddress     *address,
                                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void               zm_central_listener_free        (ZmCentralListener  *listener);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCentralListener, zm_central_listener_free)

/* For connections to come. */
void               zm_central_listener_set_config  (ZmCentralListener  *listener,
                                                    ZmTlsConfig        *config);
/* With the real port: "127.0.0.1:8443" */
const char        *zm_central_listener_get_address (ZmCentralListener  *listener);

G_END_DECLS
