#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Hides widget, in a window of less than that many pixels, while what the revealer has is shown: there is
 * not room for both. Both live as long as each other. */
void zm_low_window_yield (GtkWidget   *widget,
                          GtkRevealer *revealer,
                          int          height);

G_END_DECLS
