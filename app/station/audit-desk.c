#include "app/station/audit-desk.h"

#include "app/audit/audit-query.h"
#include "app/base/file.h"
#include "app/base/hex.h"
#include "app/base/text.h"
#include "app/station/audit-finding.h"
#include "app/station/checkpointer.h"

#include <string.h>

#define KEY_MAX  1024 /* bytes */
#define VERIFIED "audit.verified"

static ZmNoteKey *
ask_key (ZmSignerClient *signer)
{
  g_autoptr(json_t) answer = zm_signer_client_call (signer, ZM_REQUEST_AUTHORITY_SHOW, NULL, NULL);
  const char *text = json_string_value (json_object_get (answer, "verifierKey"));

  return text != NULL ? zm_note_key_parse (text, NULL) : NULL;
}

static ZmNoteKey *
read_key (const char *station_directory)
{
  g_autofree char *path = g_build_filename (station_directory, "certificates",
                                            ZM_AUDIT_DESK_KEY_FILE, NULL);
  g_autoptr(GBytes) content = zm_file_read (path, KEY_MAX, NULL);
  g_autofree char *text = NULL;

  if (content == NULL)
    return NULL;

  text = zm_text_copy_bytes (content);
  return zm_note_key_parse (g_strchomp (text), NULL);
}

/* The signer keeps only what its last checkpoint said, which is the best of witnesses. */
static void
add_witness (GPtrArray      *witnesses,
             ZmSignerClient *signer,
             ZmNoteKey      *key)
{
  g_autoptr(json_t) status = zm_signer_client_call (signer, ZM_REQUEST_STATUS, NULL, NULL);
  const json_t *last = json_object_get (status, "checkpoint");
  const char *root = json_string_value (json_object_get (last, "root"));
  json_int_t size = json_integer_value (json_object_get (last, "size"));
  guint8 hash[ZM_SHA256_LENGTH];

  if (root != NULL && size > 0 && zm_hex_decode (root, hash, sizeof hash))
    g_ptr_array_add (witnesses, zm_checkpoint_new (zm_note_key_get_name (key), (guint64) size,
                                                   hash));
}

ZmAuditReport *
zm_audit_desk_verify (const char         *station_directory,
                      ZmSignerClient     *signer,
                      const ZmAuditWatch *watch)
{
  ZmAuditEvidence evidence = { .schema = &zm_schema_station, .needs_witness = TRUE };
  g_autofree char *database = NULL;
  g_autofree char *checkpoints = NULL;
  g_autoptr(ZmNoteKey) key = NULL;
  g_autoptr(GPtrArray) witnesses =
    g_ptr_array_new_with_free_func ((GDestroyNotify) zm_checkpoint_free);

  g_return_val_if_fail (station_directory != NULL, NULL);

  database = g_build_filename (station_directory, ZM_STATION_DATABASE_FILE, NULL);
  checkpoints = g_build_filename (station_directory, ZM_CHECKPOINTER_DIRECTORY, NULL);
  key = signer != NULL ? ask_key (signer) : NULL;
  if (key == NULL)
    key = read_key (station_directory);
  if (key != NULL && signer != NULL)
    add_witness (witnesses, signer, key);

  evidence.database = database;
  evidence.checkpoints = key != NULL ? checkpoints : NULL;
  evidence.key = key;
  evidence.witnesses = witnesses;
  if (watch != NULL)
    {
      evidence.progress = watch->progress;
      evidence.progress_data = watch->data;
      evidence.cancellable = watch->cancellable;
    }
  return zm_audit_verifier_run (&evidence);
}

gboolean
zm_audit_desk_note (ZmStation            *station,
                    const ZmAuditReport  *report,
                    GError              **error)
{
  ZmStationEvent event = { .action = VERIFIED };

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (report != NULL, FALSE);

  if (!zm_audit_finding_keep (zm_station_get_directory (station), report, error))
    return FALSE;
  if (report->verdict != ZM_AUDIT_INTACT)
    return TRUE;

  event.detail = json_pack ("{s:s, s:I, s:s*}", "verdict",
                            zm_audit_verifier_verdict_name (report->verdict), "records",
                            (json_int_t) report->size, "head", report->head);
  if (!zm_station_record_alone (station, &event, error))
    return FALSE;

  zm_station_notify (station, "audit");
  return TRUE;
}

gboolean
zm_audit_desk_last_verified (ZmDatabase       *database,
                             ZmAuditVerified  *verified,
                             GError          **error)
{
  const ZmAuditFilter filter = { .action = VERIFIED };
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) last = NULL;
  const ZmAuditRecord *record;

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (verified != NULL, FALSE);

  found = zm_audit_query_list (database, &filter, 0, 1, error);
  last = found != NULL ? zm_audit_query_list (database, NULL, 0, 1, error) : NULL;
  if (last == NULL)
    return FALSE;

  *verified = (ZmAuditVerified) { 0 };
  if (found->len == 0 || last->len == 0)
    return TRUE;

  record = g_ptr_array_index (found, 0);
  verified->records = json_integer_value (json_object_get (record->detail, "records"));
  verified->newer = ((const ZmAuditRecord *) g_ptr_array_index (last, 0))->seq - record->seq;
  verified->time = record->time;
  verified->actor = g_strdup (record->actor);
  return TRUE;
}

void
zm_audit_desk_clear (ZmAuditVerified *verified)
{
  g_clear_pointer (&verified->actor, g_free);
}
