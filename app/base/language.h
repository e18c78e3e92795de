#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Has the texts of this program and its numbers, dates and order of names in the language of whoever
 * started it. First in main(): threads must not be there yet. TEXTDOMAINDIR, which gettext's own
 * programs know, names a folder with other translations than those that are installed: that of a
 * build, say. */
void zm_language_start (void);

G_END_DECLS
