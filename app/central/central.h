#pragma once

#include "app/central/central-options.h"

G_BEGIN_DECLS

/* The reference Central Station endpoint: answers devices over mutual TLS, and serves the
 * revocation lists that it judges them by. */
typedef struct _ZmCentral ZmCentral;

/* Reads all files and listens, but serves nothing before the main loop runs. */
ZmCentral *zm_central_new    (const ZmCentralOptions  *options,
                              GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void       zm_central_free   (ZmCentral               *central);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmCentral, zm_central_free)

/* Serves until SIGTERM or SIGINT; SIGHUP reads the revocation lists again. Writes
 * {"listen":"HOST:PORT","crlListen":"HOST:PORT"} and a line feed to ready_fd, if it is not -1,
 * and closes it. */
void       zm_central_run    (ZmCentral               *central,
                              int                      ready_fd);

G_END_DECLS
