#pragma once

#include "ui/bench-ports.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What came of the devices in the shift of whoever is signed in: verified, failed, half done, since
 * when; and where a new shift begins. The numbers are the audit log's. */
#define ZM_TYPE_SHIFT_BAR (zm_shift_bar_get_type ())
G_DECLARE_FINAL_TYPE (ZmShiftBar, zm_shift_bar, ZM, SHIFT_BAR, GtkWidget)

/* Once. ports: what is at work there is not half done. */
void zm_shift_bar_open   (ZmShiftBar    *self,
                          ZmStation     *station,
                          ZmBenchPorts  *ports);
/* Some work has begun or ended. */
void zm_shift_bar_reload (ZmShiftBar    *self);

G_END_DECLS
