#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where no station was named: how one is set up, and the way into training. */
#define ZM_TYPE_WELCOME_PAGE (zm_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (ZmWelcomePage, zm_welcome_page, ZM, WELCOME_PAGE, GtkWidget)

G_END_DECLS
