#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* SIGTERM and SIGINT cancel cancellable from here on, so that what runs is ended in order: the
 * socket goes, and an installation that is under way is taken back. For the main thread, before
 * any other is made. */
void zm_termination_watch (GCancellable *cancellable);

G_END_DECLS
