#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The clocks side by side, and what would come of their difference. Property: "model" (GListModel of
 * ZmTick, as of the clock triage). */
#define ZM_TYPE_CLOCK_STRIP (zm_clock_strip_get_type ())
G_DECLARE_FINAL_TYPE (ZmClockStrip, zm_clock_strip, ZM, CLOCK_STRIP, GtkWidget)

G_END_DECLS
