#pragma once

#include "app/store/database.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* What only the door itself sees: database.c and database-statement.c. */

struct _ZmDatabase {
  sqlite3 *handle;
  GRecMutex lock;
  ZmDatabaseMode mode;
  guint depth; /* begins that are not yet committed; under the lock, as is what follows */
  gboolean poisoned;
  GHashTable *idle; /* SQL to a sqlite3_stmt that nobody uses at the moment */
};

/* result: of SQLite's, not SQLITE_OK. Always returns FALSE, with the error set. */
gboolean zm_database_take_error (ZmDatabase  *database,
                                 int          result,
                                 GError     **error);
/* After some errors, a full disk among them, SQLite itself rolls back; what follows would then be
 * durable on its own. Sets check "database.transaction". */
gboolean zm_database_check_open (ZmDatabase  *database,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
