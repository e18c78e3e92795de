#include "app/device/log-takeover.h"

#include "app/audit/audit-record.h"
#include "app/audit/audit-verifier.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/store/statement.h"
#include "app/store/transaction.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
fail (const char  *seen,
      const char  *expected,
      GError     **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "log.takeover", seen, expected,
                "The log in the clear cannot be encrypted as it stands; keep it and begin a new "
                "one (“zmonitor-device audit begin-anew”)");
  return FALSE;
}

/* All of it in the one file: frames of a write-ahead log in the clear must not meet the new one. */
static gboolean
close_journal (const char  *path,
               GError     **error)
{
  g_autoptr(ZmDatabase) database = NULL;
  g_autoptr(ZmStatement) statement = NULL;

  database = zm_database_open (path, &zm_schema_device, ZM_DATABASE_READ_WRITE, error);
  if (database == NULL)
    return FALSE;
  statement = zm_statement_new (database, "PRAGMA journal_mode = DELETE", error);
  if (statement == NULL || zm_statement_step (statement, error) == ZM_STEP_ERROR)
    return FALSE;
  if (g_strcmp0 (zm_statement_column_text (statement, 0), "delete") == 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "database.busy",
                zm_statement_column_text (statement, 0), "delete",
                "Another program is reading the log");
  return FALSE;
}

static gboolean
remove_file (const char  *draft,
             const char  *suffix,
             GError     **error)
{
  g_autofree char *path = g_strconcat (draft, suffix, NULL);

  if (unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  zm_error_set (error, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                "The file “%s” cannot be removed", path);
  return FALSE;
}

/* What SQLite has beside the draft, which is closed: a reader leaves them, empty. */
static gboolean
remove_side_files (const char  *draft,
                   GError     **error)
{
  return remove_file (draft, "-wal", error) && remove_file (draft, "-shm", error);
}

static gboolean
copy_rows (ZmDatabase  *database,
           GError     **error)
{
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);

  return transaction != NULL &&
         zm_statement_execute (database,
                               "INSERT INTO main.security_audit_log (" ZM_AUDIT_COLUMNS ") "
                                                                                        "SELECT " ZM_AUDIT_COLUMNS " FROM clear.security_audit_log "
                                                                                                                   "ORDER BY seq", error, NULL) &&
         zm_transaction_commit (transaction, error);
}

/* An empty key is SQLCipher's word for a file in the clear. */
static gboolean
write_draft (const char      *path,
             const char      *draft,
             const ZmSecret  *key,
             GError         **error)
{
  g_autoptr(ZmDatabase) database = NULL;

  database = zm_database_open_keyed (draft, &zm_schema_device, ZM_DATABASE_READ_WRITE, key, error);

  return database != NULL &&
         zm_statement_execute (database, "ATTACH DATABASE ? AS clear KEY ''", error, "t", path) &&
         copy_rows (database, error) &&
         zm_statement_execute (database, "DETACH DATABASE clear", error, NULL);
}

static ZmAuditReport *
judge (const char     *path,
       const ZmSecret *key)
{
  return zm_audit_verifier_run (&(ZmAuditEvidence) {
    .database = path,
    .schema = &zm_schema_device,
    .database_key = key,
  });
}

/* Whatever the old one proves, the new one must prove as well. */
static gboolean
check_draft (const char      *path,
             const char      *draft,
             const ZmSecret  *key,
             GError         **error)
{
  g_autoptr(ZmAuditReport) old = judge (path, NULL);
  g_autoptr(ZmAuditReport) new = judge (draft, key);

  if (old->verdict == new->verdict && old->size == new->size &&
      g_strcmp0 (old->head, new->head) == 0)
    return TRUE;

  return fail (zm_audit_verifier_verdict_name (new->verdict),
               zm_audit_verifier_verdict_name (old->verdict), error);
}

static gboolean
replace (const char  *path,
         const char  *draft,
         GError     **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  if (rename (draft, path) == 0)
    return zm_file_sync_directory (parent, error);

  zm_error_set (error, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                "The file “%s” cannot be replaced", path);
  return FALSE;
}

gboolean
zm_log_takeover_run (const char      *path,
                     const ZmSecret  *key,
                     GError         **error)
{
  g_autofree char *draft = g_strconcat (path, ".new", NULL);
  g_autoptr(GError) refusal = NULL;

  if (!close_journal (path, error) || !remove_file (draft, "", error) ||
      !remove_side_files (draft, error))
    return FALSE;

  /* A row that does not follow from the one before it is refused by the trigger of the new log. */
  if (!write_draft (path, draft, key, &refusal))
    {
      if (zm_error_matches (refusal, ZM_ERROR_CONFLICT))
        return fail (zm_error_get_seen (refusal), NULL, error);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  return check_draft (path, draft, key, error) && remove_side_files (draft, error) &&
         replace (path, draft, error);
}
