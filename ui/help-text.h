#pragma once

#include "app/help/help-book.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A paragraph of the help as a label. What the page calls a button stands there as the program itself
 * shows it. A link activates "help.show" with the id of its page; one without words bears the page's
 * title, which is why the book is needed. */
GtkWidget *zm_help_text_new (const ZmHelpBook *book,
                             GPtrArray        *spans);

G_END_DECLS
