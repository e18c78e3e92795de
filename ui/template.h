#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* First in dispose of a widget whose parent class is GtkWidget. GTK 4.8 takes only those children
 * out that are bound to a field; the others are taken out here too. */
void zm_template_dispose (GtkWidget *widget,
                          GType      type);

G_END_DECLS
