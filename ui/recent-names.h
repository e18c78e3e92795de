#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who signed in at this desk lately, so that a name need not be typed: from the memory of the desk
 * alone (choices.h), since the station's people are nobody's business before a sign-in. */

#define ZM_RECENT_NAMES_MAX 6

/* The latest first. directory: of the station. */
GStrv zm_recent_names_get    (const char *directory);
void  zm_recent_names_add    (const char *directory,
                              const char *name);
void  zm_recent_names_forget (const char *directory,
                              const char *name);

G_END_DECLS
