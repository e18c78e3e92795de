#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The file under a database, seen by the operating system. Sets check "database.open". */

/* Makes sure that path is a regular file of mode 0600, whatever the umask, creating an empty one
 * durably if there is none, and that what SQLite keeps beside it is no other kind of file. */
gboolean zm_database_file_prepare   (const char  *path,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Nobody can be writing, so that SQLite may read it without files of its own beside it: no
 * write-ahead log, in a directory that cannot be written. */
gboolean zm_database_file_is_frozen (const char  *path);

G_END_DECLS
