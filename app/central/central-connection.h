#pragma once

#include "app/pki/tls-server.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* One accepted connection on its way through libsoup. It answers one request and lives for ten
 * seconds at most, whatever it is doing: who drips bytes gains nothing. After a refused handshake
 * it stays for two seconds more, so that the client can read why. */
typedef struct _ZmCentralConnection ZmCentralConnection;

typedef void (*ZmCentralConnectionFunc) (ZmCentralConnection *connection,
                                         gpointer             user_data);

/* config NULL: without TLS. Takes part in server; closed is called once, when the connection is
 * gone for good. NULL: it was gone already. */
ZmCentralConnection *zm_central_connection_start        (SoupServer               *server,
                                                         GSocketConnection        *base,
                                                         ZmTlsConfig              *config,
                                                         ZmCentralConnectionFunc   closed,
                                                         gpointer                  user_data);
/* At once; closed is called when libsoup has let go as well. */
void                 zm_central_connection_abort        (ZmCentralConnection      *connection);
/* That of a message in a handler of the server. */
ZmCentralConnection *zm_central_connection_from_message (SoupServerMessage        *message);
/* "127.0.0.1:4711" */
const char          *zm_central_connection_get_peer     (ZmCentralConnection      *connection);
/* NULL without TLS. */
ZmTlsServer         *zm_central_connection_get_tls      (ZmCentralConnection      *connection);

G_END_DECLS
