#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the template of the session page makes of what it is bound to: texts, and whether something is to be
 * seen. */
void zm_session_bindings_add (GtkWidgetClass *widget_class);

G_END_DECLS
