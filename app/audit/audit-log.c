#include "app/audit/audit-log.h"

#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/store/transaction.h"

#include <string.h>

struct _ZmAuditLog {
  ZmDatabase *database;
  char *desk;
  ZmAuditClock clock;
  gpointer clock_data;
};

typedef struct {
  gint64 seq;
  char *time; /* NULL without rows */
  char *hash;
} Head;

static void
head_clear (Head *head)
{
  g_clear_pointer (&head->time, g_free);
  g_clear_pointer (&head->hash, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Head, head_clear)

static ZmInstant
read_system_clock (gpointer data)
{
  return zm_instant_now ();
}

/* --- Appending --- */

static gboolean
read_head (ZmDatabase  *database,
           Head        *head,
           GError     **error)
{
  g_autoptr(ZmStatement) statement = NULL;
  ZmStep step = ZM_STEP_ERROR;

  statement = zm_statement_new (database,
                                "SELECT seq, time, hash FROM security_audit_log "
                                "ORDER BY seq DESC LIMIT 1", error);
  if (statement != NULL)
    step = zm_statement_step (statement, error);
  if (step == ZM_STEP_ERROR)
    return FALSE;

  head->seq = step == ZM_STEP_ROW ? zm_statement_column_int64 (statement, 0) : 0;
  head->time = g_strdup (step == ZM_STEP_ROW ? zm_statement_column_text (statement, 1) : NULL);
  head->hash = g_strdup (step == ZM_STEP_ROW ? zm_statement_column_text (statement, 2)
                                             : ZM_AUDIT_FIRST_PREV);
  return TRUE;
}

/* Texts of this form have the order of time. */
static void
note_clock (ZmAuditRecord *record,
            const Head    *head)
{
  g_autofree char *time = zm_instant_format_micros (record->time);

  if (head->time == NULL || strcmp (time, head->time) >= 0)
    return;

  if (record->detail == NULL)
    record->detail = json_object ();
  zm_json_set_string (record->detail, "clockWentBackFrom", head->time);
}

static gboolean
seal (ZmAuditLog     *log,
      ZmAuditRecord  *record,
      const Head     *head,
      GError        **error)
{
  guint8 hash[ZM_SHA256_LENGTH];

  g_free (record->desk);
  g_free (record->prev_hash);
  record->seq = head->seq + 1;
  record->time = log->clock (log->clock_data);
  record->desk = g_strdup (log->desk);
  record->prev_hash = g_strdup (head->hash);
  note_clock (record, head);
  if (!zm_audit_record_digest (record, hash, error))
    return FALSE;

  g_free (record->hash);
  record->hash = zm_hex_encode (hash, sizeof hash);
  return TRUE;
}

static gboolean
insert (ZmDatabase           *database,
        const ZmAuditRecord  *record,
        GError              **error)
{
  g_autofree char *detail = zm_audit_record_detail_text (record, error);

  if (detail == NULL)
    return FALSE;

  return zm_statement_execute (database,
                               "INSERT INTO security_audit_log (" ZM_AUDIT_COLUMNS ") "
                                                                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error,
                               "izttttttttttt", record->seq, record->time, record->actor,
                               record->role, record->desk, record->port, record->session,
                               record->device, record->action,
                               zm_audit_record_outcome_name (record->outcome), detail,
                               record->prev_hash, record->hash);
}

gboolean
zm_audit_log_append (ZmAuditLog     *log,
                     ZmAuditRecord  *record,
                     GError        **error)
{
  g_autoptr(ZmTransaction) transaction = NULL;
  g_auto(Head) head = { 0 };

  g_return_val_if_fail (log != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  transaction = zm_transaction_begin (log->database, error);

  return transaction != NULL && read_head (log->database, &head, error) &&
         seal (log, record, &head, error) && insert (log->database, record, error) &&
         zm_transaction_commit (transaction, error);
}

/* --- Opening --- */

static gboolean
write_first_row (ZmAuditLog  *log,
                 GError     **error)
{
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (log->database, error);
  g_autoptr(ZmAuditRecord) record = NULL;
  g_auto(Head) head = { 0 };

  if (transaction == NULL || !read_head (log->database, &head, error))
    return FALSE;
  if (head.seq > 0)
    return TRUE;

  record = zm_audit_record_new ("system", "system", "log.opened", ZM_AUDIT_SUCCESS);
  record->detail = json_object ();
  json_object_set_new (record->detail, "version", json_integer (1));

  return zm_audit_log_append (log, record, error) && zm_transaction_commit (transaction, error);
}

ZmAuditLog *
zm_audit_log_open_clock (ZmDatabase    *database,
                         const char    *desk,
                         ZmAuditClock   clock,
                         gpointer       data,
                         GError       **error)
{
  g_autoptr(ZmAuditLog) log = NULL;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (desk != NULL, NULL);
  g_return_val_if_fail (clock != NULL, NULL);

  log = g_new0 (ZmAuditLog, 1);
  log->database = zm_database_ref (database);
  log->desk = g_strdup (desk);
  log->clock = clock;
  log->clock_data = data;
  if (!write_first_row (log, error))
    return NULL;

  return g_steal_pointer (&log);
}

ZmAuditLog *
zm_audit_log_open (ZmDatabase  *database,
                   const char  *desk,
                   GError     **error)
{
  return zm_audit_log_open_clock (database, desk, read_system_clock, NULL, error);
}

void
zm_audit_log_free (ZmAuditLog *log)
{
  if (log == NULL)
    return;

  zm_database_unref (log->database);
  g_free (log->desk);
  g_free (log);
}

/* --- Reading --- */

gboolean
zm_audit_log_get_head (ZmAuditLog  *log,
                       gint64      *size,
                       char       **hash,
                       GError     **error)
{
  g_auto(Head) head = { 0 };

  g_return_val_if_fail (log != NULL, FALSE);

  if (!read_head (log->database, &head, error))
    return FALSE;

  *size = head.seq;
  *hash = g_steal_pointer (&head.hash);
  return TRUE;
}

static gboolean
append_leaf (ZmTree       *tree,
             ZmStatement  *statement,
             GError      **error)
{
  const char *text = zm_statement_column_text (statement, 1);
  guint8 leaf[ZM_SHA256_LENGTH];

  if (zm_statement_column_int64 (statement, 0) != (gint64) zm_tree_get_size (tree) + 1 ||
      text == NULL || !zm_hex_decode (text, leaf, sizeof leaf))
    {
      zm_error_set (error, ZM_ERROR_CORRUPT, "audit.row", text, "the hash of the next row",
                    "A row of security_audit_log was changed");
      return FALSE;
    }

  zm_tree_append (tree, leaf);
  return TRUE;
}

gboolean
zm_audit_log_load_tree (ZmAuditLog  *log,
                        ZmTree      *tree,
                        GError     **error)
{
  g_autoptr(ZmStatement) statement = NULL;
  ZmStep step;

  g_return_val_if_fail (log != NULL, FALSE);
  g_return_val_if_fail (tree != NULL, FALSE);

  statement = zm_statement_new (log->database,
                                "SELECT seq, hash FROM security_audit_log WHERE seq > ? "
                                "ORDER BY seq", error);
  if (statement == NULL)
    return FALSE;
  zm_statement_bind_int64 (statement, 1, (gint64) zm_tree_get_size (tree));

  while ((step = zm_statement_step (statement, error)) == ZM_STEP_ROW)
    {
      if (!append_leaf (tree, statement, error))
        return FALSE;
    }

  return step == ZM_STEP_DONE;
}
