#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which page of the help fits what was refused. */

/* The page's id; NULL where no page says more than the remedy (app/station/remedy.h) does. */
const char  *zm_help_topic_for_check (const char *check);
/* The checks, and beginnings of checks ("code."), that lead to a page, as they stand in the table.
 * Free the array with g_strfreev(). */
char       **zm_help_topic_checks    (const char *page);
/* How many there are, for all pages together. */
gsize        zm_help_topic_count     (void);

G_END_DECLS
