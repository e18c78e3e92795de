#include "app/station/shift-tally.h"

#include "app/audit/audit-query.h"
#include "app/base/error.h"
#include "app/station/session.h"

#define PAGE_ROWS 32

typedef enum {
  STANDING_NONE, /* given up, or declined */
  STANDING_OPEN,
  STANDING_VERIFIED,
  STANDING_FAILED,
} Standing;

typedef struct {
  Standing  standing;
  char     *session_id; /* of an open one */
} Outcome;

static void
outcome_free (gpointer data)
{
  Outcome *outcome = data;

  g_free (outcome->session_id);
  g_free (outcome);
}

void
zm_shift_tally_free (ZmShiftTally *tally)
{
  if (tally == NULL)
    return;

  g_ptr_array_unref (tally->half_done);
  g_free (tally);
}

/* The time of the newest record that fits; 0 if none does. */
static gboolean
find_newest (ZmDatabase           *database,
             const ZmAuditFilter  *filter,
             ZmInstant            *time,
             GError              **error)
{
  g_autoptr(GPtrArray) found = zm_audit_query_list (database, filter, 0, 1, error);

  if (found == NULL)
    return FALSE;

  *time = found->len > 0 ? ((const ZmAuditRecord *) found->pdata[0])->time : 0;
  return TRUE;
}

/* Whether this person was away for so long before a sign-in that it begins another shift. */
static gboolean
follows_a_pause (ZmDatabase  *database,
                 const char  *operator_name,
                 ZmInstant    sign_in,
                 gboolean    *away,
                 GError     **error)
{
  const ZmAuditFilter before = { .actor = operator_name, .to = sign_in };
  ZmInstant last;

  if (!find_newest (database, &before, &last, error))
    return FALSE;

  *away = sign_in - last > ZM_SHIFT_PAUSE;
  return TRUE;
}

/* Goes from record to record into the past. *sign_in: the earliest so far that belongs to the shift, 0
 * for none yet. */
static gboolean
take_record (ZmDatabase           *database,
             const ZmAuditRecord  *record,
             ZmInstant            *sign_in,
             gboolean             *found,
             GError              **error)
{
  if (!g_str_equal (record->action, "operator.signed-in"))
    {
      *found = TRUE;
      return TRUE;
    }
  if (*sign_in != 0 && !follows_a_pause (database, record->actor, *sign_in, found, error))
    return FALSE;
  if (!*found)
    *sign_in = record->time;

  return TRUE;
}

static gboolean
find_sign_in (ZmDatabase  *database,
              const char  *operator_name,
              ZmInstant   *sign_in,
              GError     **error)
{
  const ZmAuditFilter filter = { .actor = operator_name, .action = "operator.signed-",
                                 .outcomes = 1 << ZM_AUDIT_SUCCESS };
  gboolean found = FALSE;
  gint64 before = 0;

  *sign_in = 0;
  while (!found)
    {
      g_autoptr(GPtrArray) page = zm_audit_query_list (database, &filter, before, PAGE_ROWS, error);

      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->len && !found; i++)
        {
          const ZmAuditRecord *record = page->pdata[i];

          if (!take_record (database, record, sign_in, &found, error))
            return FALSE;
          before = record->seq;
        }
      found = found || page->len < PAGE_ROWS;
    }

  return TRUE;
}

static gboolean
find_start (ZmDatabase  *database,
            const char  *operator_name,
            ZmInstant   *since,
            GError     **error)
{
  const ZmAuditFilter filter = { .actor = operator_name, .action = "shift.started" };
  ZmInstant sign_in;
  ZmInstant started;

  if (!find_sign_in (database, operator_name, &sign_in, error) ||
      !find_newest (database, &filter, &started, error))
    return FALSE;

  *since = sign_in != 0 ? MAX (sign_in, started) : 0;
  return TRUE;
}

static gboolean
was_declined (const ZmAuditRecord *record)
{
  const char *check = json_string_value (json_object_get (record->detail, "check"));
  g_autoptr(GError) refusal = NULL;

  if (check == NULL)
    return FALSE;

  refusal = zm_error_new_literal (ZM_ERROR_REFUSED, check, NULL, NULL, "");
  return zm_session_question_declined (refusal) != ZM_QUESTION_NONE;
}

static Standing
judge (const ZmAuditRecord *record)
{
  if (g_str_equal (record->action, "session.verified"))
    return STANDING_VERIFIED;
  if (g_str_equal (record->action, "session.abandoned") || was_declined (record))
    return STANDING_NONE;

  return g_str_equal (record->action, "session.failed") ? STANDING_FAILED : STANDING_OPEN;
}

/* Of a device that was on the cable where another one's session was to go on, or of what came after an
 * end, nothing follows. */
static gboolean
says_nothing (const ZmAuditRecord *record)
{
  return record->device == NULL || record->session == NULL ||
         g_str_equal (record->action, "session.aftermath") ||
         g_str_equal (record->action, "session.not-joined");
}

static gboolean
take_session (const ZmAuditRecord  *record,
              gpointer              data,
              GError              **error)
{
  Outcome *outcome;

  if (says_nothing (record))
    return TRUE;

  outcome = g_new0 (Outcome, 1);
  outcome->standing = judge (record);
  outcome->session_id = g_strdup (record->session);
  g_hash_table_replace (data, g_strdup (record->device), outcome);
  return TRUE;
}

/* A pairing that is refused has no session, and changes nothing about one that the device has. */
static gboolean
take_refusal (const ZmAuditRecord  *record,
              gpointer              data,
              GError              **error)
{
  const Outcome *before = record->device != NULL ? g_hash_table_lookup (data, record->device) : NULL;
  Outcome *outcome;

  if (record->device == NULL || was_declined (record) ||
      (before != NULL && before->standing != STANDING_NONE))
    return TRUE;

  outcome = g_new0 (Outcome, 1);
  outcome->standing = STANDING_FAILED;
  g_hash_table_replace (data, g_strdup (record->device), outcome);
  return TRUE;
}

/* Somebody else may have ended it. */
static gboolean
add_open (ZmShiftTally  *tally,
          ZmDatabase    *database,
          const char    *session_id,
          GError       **error)
{
  g_autoptr(ZmSessionRecord) record = zm_session_record_get (database, session_id, error);

  if (record == NULL)
    return FALSE;

  if (zm_session_record_state_is_open (record->state))
    g_ptr_array_add (tally->half_done, g_strdup (session_id));
  return TRUE;
}

static gboolean
count (ZmShiftTally  *tally,
       ZmDatabase    *database,
       GHashTable    *outcomes,
       GError       **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, outcomes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Outcome *outcome = value;

      tally->verified += outcome->standing == STANDING_VERIFIED;
      tally->failed += outcome->standing == STANDING_FAILED;
      if (outcome->standing == STANDING_OPEN &&
          !add_open (tally, database, outcome->session_id, error))
        return FALSE;
    }

  return TRUE;
}

ZmShiftTally *
zm_shift_tally_load (ZmDatabase  *database,
                     const char  *operator_name,
                     GError     **error)
{
  g_autoptr(GHashTable) outcomes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                          outcome_free);
  g_autoptr(ZmShiftTally) tally = g_new0 (ZmShiftTally, 1);
  ZmAuditFilter filter = { .actor = operator_name };

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (operator_name != NULL, NULL);

  tally->half_done = g_ptr_array_new_with_free_func (g_free);
  if (!find_start (database, operator_name, &tally->since, error))
    return NULL;
  if (tally->since == 0)
    return g_steal_pointer (&tally);

  filter.from = tally->since;
  filter.action = "session.";
  if (!zm_audit_query_foreach (database, &filter, take_session, outcomes, error))
    return NULL;
  filter.action = "pairing.refused";
  if (!zm_audit_query_foreach (database, &filter, take_refusal, outcomes, error) ||
      !count (tally, database, outcomes, error))
    return NULL;

  return g_steal_pointer (&tally);
}
