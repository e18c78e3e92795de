#pragma once

#include "ui/window.h"

G_BEGIN_DECLS

/* What becomes of codes, in whichever way they come: from a scanner, a camera or a picture. */

void zm_window_scan_install (GtkWidgetClass *widget_class);
/* Listens for a scanner from now on. */
void zm_window_scan_begin   (ZmWindow       *self);

G_END_DECLS
