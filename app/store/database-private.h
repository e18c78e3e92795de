#pragma once

#include "app/store/row.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* What only the door itself sees: database.c, database-statement.c, read-ahead.c and row.c. */

struct _ZmDatabase {
  sqlite3 *handle;
  GRecMutex lock;
  ZmDatabaseMode mode;
  guint depth; /* begins that are not yet committed; under the lock, as is what follows */
  gboolean poisoned;
  GHashTable *idle; /* SQL to a sqlite3_stmt that nobody uses at the moment */
  gboolean has_visits; /* SQLite knows the function that shows rows to a visitor: */
  gpointer visit;      /* this one, or NULL */
};

/* Of the one or of the other. */
struct _ZmRow {
  sqlite3_stmt *statement;
  sqlite3_value **values;
  int n_values;
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
