#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The help: all pages by their titles, a search through their texts, and the page that is read. It
 * stands beside the other windows, also where one of them is waiting for an answer, and tells nothing
 * of the station, so that it may be read at a locked desk too.
 *
 * Actions: "help.show" (the id of a page), "help.back", "help.contents". */
#define ZM_TYPE_HELP_WINDOW (zm_help_window_get_type ())
G_DECLARE_FINAL_TYPE (ZmHelpWindow, zm_help_window, ZM, HELP_WINDOW, AdwWindow)

/* The application's one; made where there is none. */
void zm_help_window_open  (GtkApplication *application,
                           const char     *page);
/* When the window that it belongs to goes. */
void zm_help_window_close (void);

G_END_DECLS
