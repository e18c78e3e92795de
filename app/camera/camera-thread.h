#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Threads that nobody joins, since each may wait for a sick daemon for longer than anybody has time.
 * But what they work with is taken apart when the program ends, so that its end waits for them: for
 * ZM_CAMERA_THREAD_PATIENCE at most. */

#define ZM_CAMERA_THREAD_PATIENCE 2 /* seconds */

void zm_camera_thread_start (const char  *name,
                             GThreadFunc  function,
                             gpointer     data);

G_END_DECLS
