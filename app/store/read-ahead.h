#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SQLite asks the system for each page by itself, which in a log of a hundred thousand pages is a third
 * of the time of reading it. Behind this name it finds the same files, but whoever goes through a database
 * page by page is given many at once. For connections that only read. NULL where it cannot be
 * had. */
const char *zm_read_ahead_get_name (void);

G_END_DECLS
