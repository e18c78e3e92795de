#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tells when nobody has touched keys, pointer or screen for a while, in any window of the program. A
 * pointer that stands still counts as nothing, whatever moves below it.
 *
 * Signal: "idle", once, until somebody is there again. */
#define ZM_TYPE_IDLE_WATCH (zm_idle_watch_get_type ())
G_DECLARE_FINAL_TYPE (ZmIdleWatch, zm_idle_watch, ZM, IDLE_WATCH, GObject)

/* Needs a display. timeout: ms; 0: never. */
ZmIdleWatch *zm_idle_watch_new   (guint         timeout);
/* Somebody is there, by another sign. */
void         zm_idle_watch_touch (ZmIdleWatch  *self);

G_END_DECLS
