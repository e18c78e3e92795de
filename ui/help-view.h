#pragma once

#include "app/help/help-book.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A page of the help, to be scrolled by keys as well: it takes the focus as a whole, and is named by
 * its title. Last on it are the codes of what was refused that lead here. */
GtkWidget *zm_help_view_new   (const ZmHelpBook *book,
                               const ZmHelpPage *page);
/* At its beginning, with the focus. */
void       zm_help_view_focus (GtkWidget        *view);

G_END_DECLS
