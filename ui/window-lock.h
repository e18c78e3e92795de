#pragma once

#include "ui/window.h"

G_BEGIN_DECLS

/* The desk of who has left it: covered after some minutes without anybody (station.conf,
 * "lock-minutes"), or at once when asked. What runs goes on below. Nothing of it can be seen or read,
 * in this window or another one, until the PIN of who is signed in is given, or somebody else signs
 * in. A training station has nothing to hide, and nobody who knows its PIN. */

void     zm_window_lock_install   (GtkWidgetClass *widget_class);
/* A person is signed in: watches from now on. */
void     zm_window_lock_begin     (ZmWindow       *self);
/* Nobody is any more, or somebody else: what was covered is closed. */
void     zm_window_lock_end       (ZmWindow       *self);
gboolean zm_window_lock_is_locked (ZmWindow       *self);
/* Shows what was covered. */
void     zm_window_lock_uncover   (ZmWindow       *self);

G_END_DECLS
