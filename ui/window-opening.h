#pragma once

#include "ui/window.h"

G_BEGIN_DECLS

/* How the window comes to a station and leaves it: training, opening, signing in and out. */

void zm_window_opening_install    (GtkWidgetClass *widget_class);
void zm_window_opening_signed_in  (ZmWindow       *self);

G_END_DECLS
