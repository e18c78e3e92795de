#pragma once

#include "app/base/secret.h"
#include "app/store/schema.h"

G_BEGIN_DECLS

/* The door to SQLite, or to SQLCipher, which a program links instead of it and never beside it:
 * one connection to one file in WAL mode with synchronous=FULL. It knows nothing of what the
 * tables mean.
 *
 * Several threads may share one ZmDatabase. Its lock is recursive and held from begin to commit
 * and from the making of a statement to its freeing, both on one thread, so that a thread sees
 * its own unfinished transaction and never another's. Hold neither while waiting for something
 * else.
 *
 * Every failure below is one of: "database.constraint" (ZM_ERROR_CONFLICT), "database.busy"
 * (ZM_ERROR_UNAVAILABLE), "database.write" (ZM_ERROR_IO: full, read-only or failing disk),
 * "database.open" (ZM_ERROR_IO), "database.corrupt" (ZM_ERROR_CORRUPT), "database.transaction"
 * (ZM_ERROR_CONFLICT) or "database.fault" (ZM_ERROR_INTERNAL: our SQL is wrong). */
typedef struct _ZmDatabase ZmDatabase;

#define ZM_DATABASE_KEY_LENGTH 32 /* bytes */

typedef enum {
  ZM_DATABASE_READ_WRITE, /* creates the file if need be, mode 0600, and applies missing steps */
  ZM_DATABASE_READ_ONLY,  /* changes nothing, and accepts an older version of the schema, and one that
                           * somebody has changed; SQLite may leave an empty -wal and a -shm file
                           * beside it */
} ZmDatabaseMode;

/* path may be ":memory:". A file that has another application's tables is refused untouched with
 * check "database.foreign", one of a newer version than this program knows with
 * "database.version", and, to write, one whose tables or triggers were changed with
 * "database.schema" (ZM_ERROR_CORRUPT). */
ZmDatabase *zm_database_open        (const char      *path,
                                     const ZmSchema  *schema,
                                     ZmDatabaseMode   mode,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* key: ZM_DATABASE_KEY_LENGTH bytes, or NULL for a file in the clear. Without SQLCipher a key is
 * refused, check "database.cipher"; a wrong one reads as "database.corrupt". */
ZmDatabase *zm_database_open_keyed  (const char      *path,
                                     const ZmSchema  *schema,
                                     ZmDatabaseMode   mode,
                                     const ZmSecret  *key,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether this program has SQLCipher. */
gboolean    zm_database_has_cipher  (void);
ZmDatabase *zm_database_ref         (ZmDatabase      *database);
void        zm_database_unref       (ZmDatabase      *database);

/* For ZmTransaction, which is what callers use. Nested pairs are counted: an inner commit only
 * ends its own level, an inner rollback makes the outermost commit fail. After a commit, failed
 * or not, that level is over; a failed outermost commit has rolled back. */
gboolean    zm_database_begin       (ZmDatabase      *database,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    zm_database_commit      (ZmDatabase      *database,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void        zm_database_rollback    (ZmDatabase      *database);

/* Makes the statement that another thread steps through fail, if there is one. */
void        zm_database_interrupt   (ZmDatabase      *database);

/* Several statements without parameters. */
gboolean    zm_database_run_script  (ZmDatabase      *database,
                                     const char      *sql,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of the last INSERT, and rows touched by the last INSERT, UPDATE or DELETE; ask within the same
 * transaction. */
gint64      zm_database_get_last_id (ZmDatabase      *database);
gint64      zm_database_get_changes (ZmDatabase      *database);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDatabase, zm_database_unref)

G_END_DECLS
