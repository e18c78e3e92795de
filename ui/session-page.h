#pragma once

#include "ui/bench-port.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One session from pairing to proof: the steps, what to do now, and what was found. It lives as
 * long as its session is looked at, so that nothing of one device is ever shown for another.
 *
 * Properties: "port" and "session" (construct only), "phase" (read-only), "compact" (the bench is
 * out of sight: a simulated screen is shown here). */
#define ZM_TYPE_SESSION_PAGE (zm_session_page_get_type ())
G_DECLARE_FINAL_TYPE (ZmSessionPage, zm_session_page, ZM, SESSION_PAGE, GtkWidget)

GtkWidget *zm_session_page_new (ZmBenchPort *port,
                                ZmSession   *session);

G_END_DECLS
