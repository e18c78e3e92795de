#pragma once

#include "app/station/tick.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One of the clocks that are compared: its time, in the desk's own time zone, and how far it is from
 * the station's. */
#define ZM_TYPE_CLOCK_FACE (zm_clock_face_get_type ())
G_DECLARE_FINAL_TYPE (ZmClockFace, zm_clock_face, ZM, CLOCK_FACE, GtkWidget)

GtkWidget *zm_clock_face_new (ZmTick  *clock);

G_END_DECLS
