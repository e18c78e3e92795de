#include "app/store/database.h"

#include "app/base/error.h"
#include "app/store/database-file.h"
#include "app/store/database-private.h"
#include "app/store/migration.h"
#include "app/store/read-ahead.h"
#include "app/store/settings.h"

#include <string.h>

#define BUSY_TIMEOUT 5000 /* ms */
#define BUSY_PAUSE   20   /* ms between two tries to begin */
#define MEMORY       ":memory:"

typedef struct {
  ZmErrorCode code;
  const char *check;
  const char *message;
} Translation;

static Translation
translate (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_CONSTRAINT:
      return (Translation) { ZM_ERROR_CONFLICT, "database.constraint",
                             "A rule of the database refuses this change" };
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return (Translation) { ZM_ERROR_UNAVAILABLE, "database.busy",
                             "Another program is using the database" };
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return (Translation) { ZM_ERROR_IO, "database.write",
                             "The database cannot be read from or written to its disk" };
    case SQLITE_CANTOPEN:
      return (Translation) { ZM_ERROR_IO, "database.open", "The database cannot be opened" };
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return (Translation) { ZM_ERROR_CORRUPT, "database.corrupt", "The database is damaged" };
    default:
      return (Translation) { ZM_ERROR_INTERNAL, "database.fault",
                             "The database did not accept a request of this program" };
    }
}

gboolean
zm_database_take_error (ZmDatabase  *database,
                        int          result,
                        GError     **error)
{
  sqlite3 *handle = database->handle;
  Translation translation = translate (result);
  const char *seen = handle != NULL && sqlite3_errcode (handle) == result
                       ? sqlite3_errmsg (handle)
                       : sqlite3_errstr (result);

  zm_error_set (error, translation.code, translation.check, seen, NULL, "%s",
                translation.message);
  return FALSE;
}

static gboolean
run (ZmDatabase  *database,
     const char  *sql,
     GError     **error)
{
  int result = sqlite3_exec (database->handle, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || zm_database_take_error (database, result, error);
}

/* --- Opening --- */

static gboolean
connect_handle (ZmDatabase  *database,
                const char  *path,
                GError     **error)
{
  gboolean read_only = database->mode == ZM_DATABASE_READ_ONLY;
  g_autofree char *uri = NULL;
  int flags = SQLITE_OPEN_FULLMUTEX | (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
  int result;

  /* A copy on a medium that cannot be written. */
  if (read_only && zm_database_file_is_frozen (path))
    {
      g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);

      uri = g_strdup_printf ("file:%s?immutable=1", escaped);
      flags |= SQLITE_OPEN_URI;
    }

  result = sqlite3_open_v2 (uri != NULL ? uri : path, &database->handle, flags,
                            read_only ? zm_read_ahead_get_name () : NULL);

  if (result != SQLITE_OK)
    return zm_database_take_error (database, result, error);

  sqlite3_extended_result_codes (database->handle, 1);
  sqlite3_busy_timeout (database->handle, BUSY_TIMEOUT);

  return TRUE;
}

/* The schema of a file that somebody prepared runs inside this process: no views, no functions
 * with effects, no writing to SQLite's own tables. SQLCipher's SQLite is older than these. */
static void
distrust_file (ZmDatabase *database)
{
#ifdef SQLITE_DBCONFIG_DEFENSIVE
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
#endif
#ifdef SQLITE_DBCONFIG_ENABLE_VIEW
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
#endif
#ifdef SQLITE_DBCONFIG_TRUSTED_SCHEMA
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
#endif
}

gboolean
zm_database_has_cipher (void)
{
#ifdef SQLITE_HAS_CODEC
  return TRUE;
#else
  return FALSE;
#endif
}

static gboolean
unlock (ZmDatabase      *database,
        const ZmSecret  *key,
        GError         **error)
{
#ifdef SQLITE_HAS_CODEC
  g_autoptr(ZmSecret) text = zm_settings_spell_key (key);
  int result = sqlite3_key (database->handle, zm_secret_peek (text),
                            (int) zm_secret_length (text));

  return result == SQLITE_OK || zm_database_take_error (database, result, error);
#else
  zm_error_set (error, ZM_ERROR_REFUSED, "database.cipher", "a key", "a build with SQLCipher",
                "This program cannot read or write encrypted databases");
  return FALSE;
#endif
}

static gboolean
open_checked (ZmDatabase      *database,
              const char      *path,
              const ZmSchema  *schema,
              const ZmSecret  *key,
              GError         **error)
{
  gboolean read_write = database->mode == ZM_DATABASE_READ_WRITE;

  if (read_write && strcmp (path, MEMORY) != 0 && !zm_database_file_prepare (path, error))
    return FALSE;

  /* The journal mode is written into the file: not before the file is known as ours. */
  if (!connect_handle (database, path, error) || (key != NULL && !unlock (database, key, error)))
    return FALSE;

  distrust_file (database);
  return zm_settings_apply (database, error) &&
         zm_migration_check (database, schema, database->mode, error) &&
         (!read_write || (zm_settings_make_durable (database, error) &&
                          zm_migration_apply (database, schema, error)));
}

static void
finalize (gpointer handle)
{
  sqlite3_finalize (handle);
}

ZmDatabase *
zm_database_open_keyed (const char      *path,
                        const ZmSchema  *schema,
                        ZmDatabaseMode   mode,
                        const ZmSecret  *key,
                        GError         **error)
{
  g_autoptr(ZmDatabase) database = NULL;
  g_autofree char *absolute = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (schema != NULL, NULL);

  database = g_atomic_rc_box_new0 (ZmDatabase);
  g_rec_mutex_init (&database->lock);
  database->mode = mode;
  database->idle = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize);

  /* Absolute, since SQLite may read "file:…" as a URI. */
  absolute = strcmp (path, MEMORY) == 0 ? g_strdup (path) : g_canonicalize_filename (path, NULL);
  if (!open_checked (database, absolute, schema, key, error))
    return NULL;

  return g_steal_pointer (&database);
}

ZmDatabase *
zm_database_open (const char      *path,
                  const ZmSchema  *schema,
                  ZmDatabaseMode   mode,
                  GError         **error)
{
  return zm_database_open_keyed (path, schema, mode, NULL, error);
}

ZmDatabase *
zm_database_ref (ZmDatabase *database)
{
  return g_atomic_rc_box_acquire (database);
}

static void
clear_database (ZmDatabase *database)
{
  g_warn_if_fail (database->depth == 0);

  g_clear_pointer (&database->idle, g_hash_table_unref);
  sqlite3_close_v2 (database->handle);
  g_rec_mutex_clear (&database->lock);
}

void
zm_database_unref (ZmDatabase *database)
{
  if (database != NULL)
    g_atomic_rc_box_release_full (database, (GDestroyNotify) clear_database);
}

/* --- Transactions --- */

/* SQLite itself would wait with our lock held, and with it every thread that only wants to read:
 * the application's window among them. IMMEDIATE: a reader that turns writer half-way could fail
 * with "busy" at once. */
static int
try_begin (ZmDatabase *database)
{
  int result;

  sqlite3_busy_timeout (database->handle, 0);
  result = sqlite3_exec (database->handle,
                         database->mode == ZM_DATABASE_READ_ONLY ? "BEGIN" : "BEGIN IMMEDIATE",
                         NULL, NULL, NULL);
  sqlite3_busy_timeout (database->handle, BUSY_TIMEOUT);

  return result;
}

gboolean
zm_database_begin (ZmDatabase  *database,
                   GError     **error)
{
  gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT * G_GINT64_CONSTANT (1000);
  int result;

  g_return_val_if_fail (database != NULL, FALSE);

  g_rec_mutex_lock (&database->lock);
  while (database->depth == 0 && (result = try_begin (database)) != SQLITE_OK)
    {
      gboolean again = (result & 0xff) == SQLITE_BUSY && g_get_monotonic_time () < deadline;

      if (!again)
        zm_database_take_error (database, result, error);
      g_rec_mutex_unlock (&database->lock);
      if (!again)
        return FALSE;
      g_usleep (BUSY_PAUSE * 1000);
      g_rec_mutex_lock (&database->lock);
    }
  database->depth++;

  return TRUE;
}

gboolean
zm_database_check_open (ZmDatabase  *database,
                        GError     **error)
{
  if (database->depth > 0 && (database->poisoned || sqlite3_get_autocommit (database->handle)))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "database.transaction", "rolled back", "open",
                    "An earlier part of this change failed, so that nothing of it is kept");
      return FALSE;
    }

  return TRUE;
}

static void
end_level (ZmDatabase *database)
{
  database->depth--;
  if (database->depth == 0)
    {
      if (!sqlite3_get_autocommit (database->handle))
        run (database, "ROLLBACK", NULL);
      database->poisoned = FALSE;
    }
  g_rec_mutex_unlock (&database->lock);
}

gboolean
zm_database_commit (ZmDatabase  *database,
                    GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (database != NULL && database->depth > 0, FALSE);

  ok = zm_database_check_open (database, error) &&
       (database->depth > 1 || run (database, "COMMIT", error));
  end_level (database);

  return ok;
}

void
zm_database_rollback (ZmDatabase *database)
{
  g_return_if_fail (database != NULL && database->depth > 0);

  database->poisoned = TRUE;
  end_level (database);
}

gboolean
zm_database_run_script (ZmDatabase  *database,
                        const char  *sql,
                        GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (database != NULL, FALSE);

  g_rec_mutex_lock (&database->lock);
  ok = zm_database_check_open (database, error) && run (database, sql, error);
  g_rec_mutex_unlock (&database->lock);

  return ok;
}

void
zm_database_interrupt (ZmDatabase *database)
{
  g_return_if_fail (database != NULL);

  sqlite3_interrupt (database->handle);
}

gint64
zm_database_get_last_id (ZmDatabase *database)
{
  return sqlite3_last_insert_rowid (database->handle);
}

gint64
zm_database_get_changes (ZmDatabase *database)
{
  return sqlite3_changes (database->handle);
}
