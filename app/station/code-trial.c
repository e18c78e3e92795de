#include "app/station/code-trial.h"

#include "app/base/error.h"
#include "app/station/code-desk.h"
#include "app/store/code-attempt.h"
#include "app/store/code-record.h"
#include "app/store/device-record.h"

#define SHOWN_LIFETIME (15 * ZM_INSTANT_MINUTE)

/* What bears a time that is later by more than this was written by a clock that has been put right
 * since: as a failure it would delay for ever, as a code it would live as long. */
#define CLOCK_TOLERANCE (5 * ZM_INSTANT_MINUTE)

/* Seconds to wait after so many failures within the last hour; the last one stands for more. */
static const guint delays[] = { 0, 0, 2, 8, 30, 120, 300 };

/* Seconds, rounded up, until this device at this port may try again. */
static gint64
remaining_delay (const ZmCodeFailures *failures,
                 ZmInstant             now)
{
  gsize count = (gsize) MIN (failures->failures, (gint64) G_N_ELEMENTS (delays) - 1);
  ZmInstant wait = delays[count] * ZM_INSTANT_SECOND;
  /* A clock that was set back must not make the delay longer than it ever was. */
  ZmInstant passed = MAX (0, now - failures->last_failure);

  return passed >= wait ? 0 : (wait - passed + ZM_INSTANT_SECOND - 1) / ZM_INSTANT_SECOND;
}

gboolean
zm_code_trial_check_delay (const ZmCodeTrial  *trial,
                           GError            **error)
{
  ZmCodeFailures failures;
  g_autofree char *expected = NULL;
  gint64 seconds;

  g_return_val_if_fail (trial != NULL, FALSE);

  if (!zm_code_attempt_count_failures (zm_station_get_database (trial->station), trial->device_id,
                                       trial->port, trial->now - ZM_INSTANT_HOUR,
                                       trial->now + CLOCK_TOLERANCE, &failures, error))
    return FALSE;

  seconds = remaining_delay (&failures, trial->now);
  if (seconds == 0)
    return TRUE;

  expected = g_strdup_printf ("a wait of %" G_GINT64_FORMAT " s", seconds);
  zm_error_set (error, ZM_ERROR_UNAVAILABLE, "code.delay", NULL, expected,
                "Codes failed for this device or at this port: wait %" G_GINT64_FORMAT " s",
                seconds);
  return FALSE;
}

/* Puts a failure on record, in the caller's transaction: in the count and in the audit log. */
static gboolean
record_failure (const ZmCodeTrial  *trial,
                const char         *check,
                gint64              attempts,
                GError            **error)
{
  ZmStationEvent event = {
    .action = "code.refused",
    .outcome = ZM_AUDIT_FAILURE,
    .device = trial->device_id,
    .session = trial->session_id,
    .port = trial->port,
  };

  if (!zm_code_attempt_insert (zm_station_get_database (trial->station), trial->device_id,
                               trial->port, trial->now, FALSE, error))
    return FALSE;

  event.detail = json_pack ("{s:s}", "check", check);
  if (attempts > 0)
    json_object_set_new (event.detail, "attempts", json_integer (attempts));

  return zm_station_record (trial->station, &event, error);
}

/* A wrong code costs the live one an attempt; gives the check's name, NULL with the error set. */
static const char *
count_attempt (const ZmCodeTrial  *trial,
               ZmCodeRecord       *live,
               GError            **error)
{
  const char *check;

  live->attempts++;
  if (live->attempts >= ZM_CODE_ATTEMPTS_MAX)
    live->state = ZM_CODE_VOID;
  check = live->state == ZM_CODE_VOID ? "code.spent" : "code.mismatch";

  if (!zm_code_record_update (zm_station_get_database (trial->station), live, error) ||
      !record_failure (trial, check, live->attempts, error))
    return NULL;

  return check;
}

/* NULL without an error: there is none. */
static gboolean
find_live (const ZmCodeTrial  *trial,
           ZmCodeRecord      **live,
           GError            **error)
{
  g_autoptr(GError) local = NULL;

  *live = zm_code_record_get_live (zm_station_get_database (trial->station), trial->device_id,
                                   &local);
  if (*live != NULL || zm_error_matches (local, ZM_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* A code that is no longer live, by the way it ended; NULL if it is live or was never seen. */
static gboolean
find_ended (const ZmCodeTrial  *trial,
            const char        **check,
            GError            **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(ZmCodeRecord) record =
    zm_code_record_find (zm_station_get_database (trial->station), trial->device_id, trial->hash,
                         &local);

  *check = NULL;
  if (record == NULL && zm_error_matches (local, ZM_ERROR_NOT_FOUND))
    return TRUE;
  if (record == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  switch (record->state)
    {
    case ZM_CODE_LIVE:
      break;
    case ZM_CODE_USED:
      *check = "code.used";
      break;
    case ZM_CODE_VOID:
      /* Otherwise a newer one took its place. */
      *check = record->attempts >= ZM_CODE_ATTEMPTS_MAX ? "code.spent" : "code.expired";
      break;
    case ZM_CODE_EXPIRED:
    default:
      *check = "code.expired";
      break;
    }

  return TRUE;
}

static gboolean
take_shown (const ZmCodeTrial  *trial,
            gint64             *code_id,
            GError            **error)
{
  ZmDatabase *database = zm_station_get_database (trial->station);
  g_autoptr(ZmDeviceRecord) device = NULL;
  ZmCodeRecord record = {
    .device_id = (char *) trial->device_id,
    .code_hash = (char *) trial->hash,
    .origin = ZM_CODE_SHOWN,
    .issued_at = trial->now,
    .expires_at = trial->now + SHOWN_LIFETIME,
    .state = ZM_CODE_LIVE,
  };

  device = zm_device_record_get (database, trial->device_id, error);
  if (device == NULL || !zm_code_record_replace (database, &record, error))
    return FALSE;

  *code_id = record.id;
  return TRUE;
}

static gboolean
expire (const ZmCodeTrial  *trial,
        ZmCodeRecord       *live,
        GError            **error)
{
  live->state = ZM_CODE_EXPIRED;
  return zm_code_record_update (zm_station_get_database (trial->station), live, error);
}

static gboolean
has_expired (const ZmCodeTrial  *trial,
             const ZmCodeRecord *live)
{
  return live->expires_at <= trial->now || live->issued_at > trial->now + CLOCK_TOLERANCE;
}

gboolean
zm_code_trial_judge (const ZmCodeTrial  *trial,
                     gint64             *code_id,
                     const char        **check,
                     GError            **error)
{
  g_autoptr(ZmCodeRecord) live = NULL;
  gboolean same;

  if (!find_live (trial, &live, error) || !find_ended (trial, check, error))
    return FALSE;
  if (*check != NULL)
    return record_failure (trial, *check, 0, error);
  if (live == NULL)
    return take_shown (trial, code_id, error);

  same = g_str_equal (live->code_hash, trial->hash);
  if (has_expired (trial, live))
    {
      *check = same ? "code.expired" : NULL;
      return expire (trial, live, error) &&
             (same ? record_failure (trial, *check, 0, error) :
              take_shown (trial, code_id, error));
    }
  if (same)
    {
      *code_id = live->id;
      return TRUE;
    }
  /* A device may show a new code, which ends the old one's life; it cannot replace ours. */
  if (live->origin == ZM_CODE_SHOWN)
    return take_shown (trial, code_id, error);

  *check = count_attempt (trial, live, error);
  return *check != NULL;
}

/* The device has disproved a code that was taken for one that it shows, and that ended the life of
 * another: somebody mistyped. The other one lives again, and it is its attempt that was used.
 * *live is exchanged if that is so. */
static gboolean
put_back_displaced (const ZmCodeTrial  *trial,
                    ZmCodeRecord      **live,
                    GError            **error)
{
  ZmDatabase *database = zm_station_get_database (trial->station);
  g_autoptr(GError) none = NULL;
  g_autoptr(ZmCodeRecord) displaced = NULL;

  if ((*live)->origin != ZM_CODE_SHOWN || (*live)->attempts > 0)
    return TRUE;
  displaced = zm_code_record_get_displaced (database, trial->device_id, (*live)->id, &none);
  if (displaced == NULL && !zm_error_matches (none, ZM_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&none));
      return FALSE;
    }
  if (displaced == NULL || displaced->origin != ZM_CODE_SHOWN || has_expired (trial, displaced) ||
      displaced->attempts >= ZM_CODE_ATTEMPTS_MAX)
    return TRUE;

  if (!zm_code_record_delete (database, (*live)->id, error))
    return FALSE;
  zm_code_record_free (*live);
  displaced->state = ZM_CODE_LIVE;
  *live = g_steal_pointer (&displaced);
  return TRUE;
}

const char *
zm_code_trial_disprove (const ZmCodeTrial  *trial,
                        gint64              code_id,
                        GError            **error)
{
  g_autoptr(ZmCodeRecord) live = NULL;

  g_return_val_if_fail (trial != NULL, NULL);

  if (!find_live (trial, &live, error))
    return NULL;
  /* The code may have ended meanwhile; the failure counts for the delay all the same. */
  if (live == NULL || live->id != code_id)
    return record_failure (trial, "code.mismatch", 0, error) ? "code.mismatch" : NULL;

  return put_back_displaced (trial, &live, error) ? count_attempt (trial, live, error) : NULL;
}

void
zm_code_trial_set_refusal (const char  *check,
                           GError     **error)
{
  static const struct {
    const char *check;
    const char *expected;
    const char *message;
  } refusals[] = {
    { "code.expired", "a code that is still valid", "This code is too old" },
    { "code.mismatch", "the code that belongs to this device", "This is not the device’s code" },
    { "code.spent", "a new code", "This code was tried too often and is void" },
    { "code.used", "a code that was not used before", "This code was used already" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      if (g_str_equal (refusals[i].check, check))
        zm_error_set (error, ZM_ERROR_REFUSED, check, NULL, refusals[i].expected, "%s",
                      refusals[i].message);
    }
}
