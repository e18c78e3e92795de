#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells who has started this process, and asked for it by NOTIFY_SOCKET as systemd does, that the
 * cable can be put in now. Whether anybody hears it shows there. */
void zm_readiness_tell (void);

G_END_DECLS
