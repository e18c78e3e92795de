#pragma once

#include "app/station/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the certificate of a session will say, in four lines for people: for whom, for what, until when, and by
 * whom it is issued. Property: "session" (ZmSession). */
#define ZM_TYPE_PROMISE_GRID (zm_promise_grid_get_type ())
G_DECLARE_FINAL_TYPE (ZmPromiseGrid, zm_promise_grid, ZM, PROMISE_GRID, GtkWidget)

G_END_DECLS
