#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Which page of the help fits where a person is: by what has the focus and what that stands in, else
 * by the page that the window shows. Never NULL. */
const char *zm_help_place_find (GtkWindow *window);

G_END_DECLS
