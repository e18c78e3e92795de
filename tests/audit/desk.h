#pragma once

#include "app/audit/audit-log.h"
#include "app/audit/audit-query.h"
#include "app/audit/audit-verifier.h"
#include "app/audit/checkpoint-store.h"
#include "app/base/hex.h"
#include "app/store/transaction.h"
#include "tests/scratch.h"

#include <string.h>

#define DESK_ORIGIN "zmonitor.example/desk-1"
#define DESK_ROWS   10

/* A log of ten rows with checkpoints at 4 and at 10, and what can be done to it. */
typedef struct {
  Scratch scratch;
  char *path;
  char *checkpoints;
  ZmKey *key;
  ZmNoteKey *note_key;
} Desk;

static inline void
append_rows (ZmAuditLog *log,
             int         n_rows)
{
  for (int i = 0; i < n_rows; i++)
    {
      g_autoptr(ZmAuditRecord) record = NULL;
      g_autoptr(GError) error = NULL;

      record = zm_audit_record_new ("mkeller", "technician", "session.opened", ZM_AUDIT_SUCCESS);
      g_assert_true (zm_audit_log_append (log, record, &error));
      g_assert_no_error (error);
    }
}

static inline ZmDatabase *
open_database (Desk *desk)
{
  g_autoptr(GError) error = NULL;
  ZmDatabase *database = zm_database_open (desk->path, &zm_schema_station,
                                           ZM_DATABASE_READ_WRITE, &error);

  g_assert_no_error (error);
  return database;
}

static inline void
add_checkpoint (Desk       *desk,
                ZmAuditLog *log)
{
  g_autoptr(ZmTree) tree = zm_tree_new ();
  g_autoptr(ZmCheckpoint) checkpoint = NULL;
  g_autoptr(ZmCheckpointStore) store = NULL;
  g_autofree char *note = NULL;
  g_autoptr(GError) error = NULL;
  guint8 root[ZM_SHA256_LENGTH];

  g_assert_true (zm_audit_log_load_tree (log, tree, NULL));
  zm_tree_get_root (tree, zm_tree_get_size (tree), root);
  checkpoint = zm_checkpoint_new (DESK_ORIGIN, zm_tree_get_size (tree), root);
  note = zm_checkpoint_sign (checkpoint, desk->key, NULL);
  store = zm_checkpoint_store_open (desk->checkpoints, desk->note_key, NULL);
  g_assert_true (zm_checkpoint_store_add (store, note, &error));
  g_assert_no_error (error);
}

static inline void
desk_set_up (Desk          *desk,
             gconstpointer  data)
{
  g_autoptr(ZmDatabase) database = NULL;
  g_autoptr(ZmAuditLog) log = NULL;
  g_autoptr(GError) error = NULL;

  scratch_set_up (&desk->scratch, NULL);
  desk->path = scratch_build (&desk->scratch, "station.db");
  desk->checkpoints = scratch_build (&desk->scratch, "checkpoints");
  desk->key = zm_key_generate (ZM_KEY_ED25519, &error);
  g_assert_no_error (error);
  desk->note_key = zm_note_key_new (DESK_ORIGIN, zm_key_get_public (desk->key), &error);
  g_assert_no_error (error);

  database = open_database (desk);
  log = zm_audit_log_open (database, "desk-1", &error);
  g_assert_no_error (error);
  append_rows (log, 3);
  add_checkpoint (desk, log);
  append_rows (log, 6);
  add_checkpoint (desk, log);
}

static inline void
desk_tear_down (Desk          *desk,
                gconstpointer  data)
{
  g_clear_pointer (&desk->path, g_free);
  g_clear_pointer (&desk->checkpoints, g_free);
  g_clear_pointer (&desk->key, zm_key_unref);
  g_clear_pointer (&desk->note_key, zm_note_key_free);
  scratch_tear_down (&desk->scratch, NULL);
}

/* Opens the log to changes, and returns what closes it again. */
static inline char *
take_guards (ZmDatabase *database)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmStatement) statement =
    zm_statement_new (database,
                      "SELECT group_concat (sql, ';') FROM sqlite_master WHERE type = 'trigger'",
                      &error);
  char *guards;

  g_assert_no_error (error);
  g_assert_cmpint (zm_statement_step (statement, &error), ==, ZM_STEP_ROW);
  guards = g_strdup (zm_statement_column_text (statement, 0));
  g_clear_pointer (&statement, zm_statement_free);
  g_assert_true (zm_database_run_script (database,
                                         "DROP TRIGGER IF EXISTS security_audit_log_insert;"
                                         "DROP TRIGGER IF EXISTS security_audit_log_update;"
                                         "DROP TRIGGER IF EXISTS security_audit_log_delete;"
                                         "PRAGMA ignore_check_constraints = ON;", &error));
  g_assert_no_error (error);

  return guards;
}

/* What an intruder with a shell does, who leaves the guards as they were: that they are gone would
 * show when the database is opened. */
static inline void
tamper (Desk       *desk,
        const char *sql)
{
  g_autoptr(ZmDatabase) database = open_database (desk);
  g_autofree char *guards = take_guards (database);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_database_run_script (database, sql, &error));
  g_assert_no_error (error);
  /* Without its table there is nothing to guard. */
  g_assert_true (strstr (sql, "DROP TABLE") != NULL ||
                 zm_database_run_script (database, guards, &error));
}

/* Sets prev_hash unless it is NULL, and makes the hash of the row right again. */
static inline void
reseal (ZmDatabase *database,
        gint64      seq,
        const char *prev_hash)
{
  g_autoptr(ZmAuditRecord) record = zm_audit_query_get (database, seq, NULL);
  g_autofree char *text = NULL;
  guint8 hash[ZM_SHA256_LENGTH];

  if (prev_hash != NULL)
    {
      g_free (record->prev_hash);
      record->prev_hash = g_strdup (prev_hash);
    }
  g_assert_true (zm_audit_record_digest (record, hash, NULL));
  text = zm_hex_encode (hash, sizeof hash);
  g_assert_true (zm_statement_execute (database,
                                       "UPDATE security_audit_log "
                                       "SET prev_hash = ?, hash = ? WHERE seq = ?", NULL, "tti",
                                       record->prev_hash, text, seq));
}

/* The chain from first to last made right again. */
static inline void
recompute (Desk   *desk,
           gint64  first,
           gint64  last)
{
  g_autoptr(ZmDatabase) database = open_database (desk);
  g_autofree char *guards = take_guards (database);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, NULL);

  for (gint64 seq = first; seq <= last; seq++)
    {
      g_autoptr(ZmAuditRecord) before = zm_audit_query_get (database, seq - 1, NULL);

      reseal (database, seq, before != NULL ? before->hash : NULL);
    }
  g_assert_true (zm_transaction_commit (transaction, NULL));
  g_assert_true (zm_database_run_script (database, guards, NULL));
}

static inline ZmAuditReport *
verify (Desk      *desk,
        gboolean   with_checkpoints,
        GPtrArray *witnesses)
{
  const ZmAuditEvidence evidence = {
    .database = desk->path,
    .schema = &zm_schema_station,
    .checkpoints = with_checkpoints ? desk->checkpoints : NULL,
    .key = desk->note_key,
    .witnesses = witnesses,
    .needs_witness = TRUE,
  };

  return zm_audit_verifier_run (&evidence);
}

static inline void
assert_broken (Desk       *desk,
               const char *check,
               gint64      first,
               gint64      last,
               guint64     last_good_checkpoint)
{
  g_autoptr(ZmAuditReport) report = verify (desk, TRUE, NULL);

  g_assert_cmpstr (report->check, ==, check);
  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_BROKEN);
  g_assert_cmpint (report->first_bad_seq, ==, first);
  g_assert_cmpint (report->last_bad_seq, ==, last);
  g_assert_cmpuint (report->last_good_checkpoint, ==, last_good_checkpoint);
  g_assert_nonnull (report->message);
}

static inline void
assert_verdict (Desk           *desk,
                ZmAuditVerdict  verdict,
                const char     *check)
{
  g_autoptr(ZmAuditReport) report = verify (desk, TRUE, NULL);

  g_assert_cmpstr (report->check, ==, check);
  g_assert_cmpint (report->verdict, ==, verdict);
}
