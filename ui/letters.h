#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* So many pixels beside letters of the usual size, in those of the widget, which a person may have made
 * larger. */
int zm_letters_scale (GtkWidget *widget,
                      int        pixels);

G_END_DECLS
