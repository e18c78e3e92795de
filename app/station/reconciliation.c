#include "app/station/reconciliation.h"

#include "app/base/error.h"
#include "app/pki/profile.h"
#include "app/station/agreement.h"
#include "app/station/answer.h"
#include "app/station/authority.h"
#include "app/store/certificate-record.h"
#include "app/store/code-record.h"
#include "app/store/device-record.h"
#include "app/store/intent-record.h"
#include "app/store/session-record.h"
#include "app/store/transaction.h"

#define TEXT_MAX 1024 /* bytes */

/* One entry of the ledger, checked. */
typedef struct {
  const char    *serial;
  const char    *device_id;
  const char    *label;       /* NULL for a canary, or where the ledger does not know it any more */
  const char    *state;
  const char    *revoked_at;  /* NULL unless revoked, as reason */
  const char    *reason;
  ZmCertificate *certificate; /* NULL unless signed */
} Entry;

static void
clear_entry (Entry *entry)
{
  g_clear_pointer (&entry->certificate, zm_certificate_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entry, clear_entry)

void
zm_reconciliation_clear (ZmReconciliation *self)
{
  g_clear_pointer (&self->unknown, g_strfreev);
}

static gboolean
read_entry (const json_t  *issue,
            Entry         *entry,
            GError       **error)
{
  g_autoptr(GBytes) der = NULL;

  entry->serial = zm_answer_get_text (issue, "serial", ZM_SERIAL_DIGITS, error);
  entry->state = entry->serial == NULL ? NULL : zm_answer_get_text (issue, "state", TEXT_MAX,
                                                                    error);
  if (entry->state == NULL)
    return FALSE;

  entry->device_id = json_string_value (json_object_get (issue, "deviceId"));
  entry->label = json_string_value (json_object_get (issue, "deviceLabel"));
  entry->revoked_at = json_string_value (json_object_get (issue, "revokedAt"));
  entry->reason = json_string_value (json_object_get (issue, "reason"));
  if (json_object_get (issue, "certificate") == NULL)
    return TRUE;
  der = zm_answer_get_bytes (issue, "certificate", ZM_CERTIFICATE_MAX, error);
  if (der == NULL)
    return FALSE;
  entry->certificate = zm_certificate_new_from_der (g_bytes_get_data (der, NULL),
                                                    g_bytes_get_size (der), error);

  return entry->certificate != NULL;
}

static gboolean
record (ZmStation    *station,
        const char   *action,
        const Entry  *entry,
        GError      **error)
{
  return zm_station_record (station,
                            &(ZmStationEvent) {
    .action = action,
    .device = entry->device_id,
    .detail = json_pack ("{s:s, s:s*}", "serial", entry->serial, "reason", entry->reason),
  },
                            error);
}

/* A device that was registered after the backup was made. */
static gboolean
ensure_device (ZmStation    *station,
               const Entry  *entry,
               GError      **error)
{
  ZmDatabase *database = zm_station_get_database (station);
  g_autoptr(GError) none = NULL;
  g_autoptr(ZmDeviceRecord) device = zm_device_record_get (database, entry->device_id, &none);
  const ZmDeviceRecord made = {
    .device_id = (char *) entry->device_id,
    .label = (char *) (entry->label != NULL ? entry->label : entry->device_id),
    .state = ZM_DEVICE_REGISTERED,
    .created_at = zm_instant_now (),
    .updated_at = zm_instant_now (),
  };

  if (device != NULL)
    return TRUE;
  if (zm_error_matches (none, ZM_ERROR_NOT_FOUND))
    return zm_device_record_insert (database, &made, error);

  g_propagate_error (error, g_steal_pointer (&none));
  return FALSE;
}

/* Without its session: what became of that is not known, and must not revoke what a device may be
 * working with. */
static gboolean
insert (ZmStation    *station,
        const Entry  *entry,
        GError      **error)
{
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  gboolean canary = g_strcmp0 (entry->device_id, ZM_PROFILE_CANARY_ID) == 0;
  ZmCertificateRecord certificate = {
    .serial = (char *) entry->serial,
    .device_id = canary ? NULL : (char *) entry->device_id,
    .kind = canary ? ZM_CERTIFICATE_CANARY : ZM_CERTIFICATE_DEVICE,
    .der = zm_certificate_get_der (entry->certificate),
    .key_sha256 = (char *) zm_certificate_get_key_hash (entry->certificate),
    .not_before = zm_certificate_get_not_before (entry->certificate),
    .not_after = zm_certificate_get_not_after (entry->certificate),
    .issued_at = zm_certificate_get_not_before (entry->certificate),
    .state = ZM_CERTIFICATE_ISSUED,
  };

  if (authority == NULL)
    return FALSE;

  certificate.issuer_sha256 = (char *) zm_certificate_get_sha256 (authority->chain->pdata[0]);
  return (canary || ensure_device (station, entry, error)) &&
         zm_certificate_record_insert (zm_station_get_database (station), &certificate, error) &&
         record (station, "certificate.recovered", entry, error);
}

/* NULL without an error: it is not on record. */
static gboolean
find (ZmStation            *station,
      const char           *serial,
      ZmCertificateRecord **found,
      GError              **error)
{
  g_autoptr(GError) none = NULL;

  *found = zm_certificate_record_get (zm_station_get_database (station), serial, &none);
  if (*found != NULL || zm_error_matches (none, ZM_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&none));
  return FALSE;
}

/* An open intent is settled by the recovery, with its session. */
static gboolean
has_open_intent (ZmStation  *station,
                 const char *serial)
{
  g_autoptr(ZmIntentRecord) intent =
    zm_intent_record_get (zm_station_get_database (station), serial, NULL);

  return intent != NULL && intent->result == ZM_INTENT_OPEN;
}

static gboolean
take_revocation (ZmStation                  *station,
                 ZmReconciliation           *self,
                 const Entry                *entry,
                 const ZmCertificateRecord  *known,
                 GError                    **error)
{
  ZmInstant at;

  if (known->state == ZM_CERTIFICATE_REVOKED)
    return TRUE;
  if (!zm_instant_parse (entry->revoked_at, &at))
    at = zm_instant_now ();

  self->revocations++;
  return zm_certificate_record_revoke (zm_station_get_database (station), known->serial,
                                       known->issuer_sha256, at, entry->reason, error) &&
         record (station, "certificate.revoked", entry, error);
}

/* What was revoked here stays so: a ledger that is an older copy is told again. */
static gboolean
repeat_revocation (ZmStation                  *station,
                   ZmReconciliation           *self,
                   const ZmCertificateRecord  *known,
                   GError                    **error)
{
  g_autoptr(json_t) answer = NULL;

  if (known->state != ZM_CERTIFICATE_REVOKED)
    return TRUE;

  self->revocations++;
  answer = zm_station_call (station, ZM_REQUEST_REVOKE,
                            json_pack ("{s:s, s:s}", "serial", known->serial, "reason",
                                       known->revocation_reason),
                            error);
  return answer != NULL;
}

static gboolean
take_signed (ZmStation         *station,
             ZmReconciliation  *self,
             const Entry       *entry,
             GError           **error)
{
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (station), error);
  g_autoptr(ZmCertificateRecord) known = NULL;

  if (transaction == NULL || !find (station, entry->serial, &known, error))
    return FALSE;
  if (known == NULL)
    {
      self->imported++;
      if (!insert (station, entry, error) || !find (station, entry->serial, &known, error))
        return FALSE;
    }
  if (entry->revoked_at != NULL && !take_revocation (station, self, entry, known, error))
    return FALSE;

  return zm_transaction_commit (transaction, error);
}

static gboolean
cancel (ZmStation         *station,
        ZmReconciliation  *self,
        const Entry       *entry,
        GError           **error)
{
  g_autoptr(json_t) answer = zm_station_call (station, ZM_REQUEST_ISSUE_CANCEL,
                                              json_pack ("{s:s}", "serial", entry->serial), error);

  if (answer == NULL)
    return FALSE;

  self->cancelled++;
  return record (station, "intent.cancelled", entry, error);
}

static gboolean
take_entry (ZmStation         *station,
            ZmReconciliation  *self,
            const json_t      *issue,
            GHashTable        *ledger,
            GError           **error)
{
  g_auto(Entry) entry = { 0 };
  g_autoptr(ZmCertificateRecord) known = NULL;

  if (!read_entry (issue, &entry, error))
    return FALSE;
  g_hash_table_add (ledger, g_strdup (entry.serial));
  if (has_open_intent (station, entry.serial))
    return TRUE;
  if (g_str_equal (entry.state, "prepared"))
    return cancel (station, self, &entry, error);
  if (entry.certificate == NULL)
    return TRUE;
  if (!take_signed (station, self, &entry, error))
    return FALSE;
  if (entry.revoked_at != NULL)
    return TRUE;

  return find (station, entry.serial, &known, error) &&
         repeat_revocation (station, self, known, error);
}

static gboolean
take_part (ZmStation         *station,
           ZmReconciliation  *self,
           GHashTable        *ledger,
           json_int_t        *from,
           json_int_t        *total,
           GError           **error)
{
  g_autoptr(json_t) part = zm_station_call (station, ZM_REQUEST_ISSUED_LIST,
                                            json_pack ("{s:I}", "from", *from), error);
  const json_t *issues = json_object_get (part, "issues");
  const json_t *issue;
  gsize i;

  if (part == NULL)
    return FALSE;
  json_array_foreach (issues, i, issue)
    {
      if (!take_entry (station, self, issue, ledger, error))
        return FALSE;
    }

  *from += (json_int_t) json_array_size (issues);
  *total = json_array_size (issues) > 0 ? json_integer_value (json_object_get (part, "total")) : 0;
  return TRUE;
}

static gboolean
take_ledger (ZmStation         *station,
             ZmReconciliation  *self,
             GHashTable        *ledger,
             GError           **error)
{
  json_int_t from = 0;
  json_int_t total = 1;

  while (from < total)
    {
      if (!take_part (station, self, ledger, &from, &total, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
name_unknown (ZmStation         *station,
              ZmReconciliation  *self,
              GHashTable        *ledger,
              GError           **error)
{
  g_autoptr(GPtrArray) known =
    zm_certificate_record_list_of_kind (zm_station_get_database (station), ZM_CERTIFICATE_DEVICE,
                                        error);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (known == NULL)
    return FALSE;
  for (guint i = 0; i < known->len; i++)
    {
      const ZmCertificateRecord *certificate = known->pdata[i];

      if (certificate->origin == ZM_CERTIFICATE_HERE &&
          !g_hash_table_contains (ledger, certificate->serial))
        g_strv_builder_add (builder, certificate->serial);
    }

  self->unknown = g_strv_builder_end (builder);
  return TRUE;
}

/* What an older copy shows as open has gone on or ended since: before its certificate a session has
 * nothing to lose, and its code may have been used. */
static gboolean
end_sessions_and_codes (ZmStation         *station,
                        ZmReconciliation  *self,
                        GError           **error)
{
  ZmDatabase *database = zm_station_get_database (station);
  g_autoptr(ZmTransaction) transaction = zm_transaction_begin (database, error);
  g_autoptr(GPtrArray) open = NULL;

  if (transaction == NULL || !zm_code_record_void_all (database, error))
    return FALSE;
  open = zm_session_record_list_open (database, error);
  if (open == NULL)
    return FALSE;
  for (guint i = 0; i < open->len; i++)
    {
      ZmSessionRecord *session = open->pdata[i];
      g_autoptr(GPtrArray) intents =
        zm_intent_record_list_of_session (database, session->session_id, error);

      if (intents == NULL)
        return FALSE;
      if (session->serial != NULL || intents->len > 0)
        continue;
      self->abandoned++;
      session->state = ZM_SESSION_ABANDONED;
      session->updated_at = zm_instant_now ();
      if (!zm_session_record_update (database, session, error) ||
          !zm_station_record (station,
                              &(ZmStationEvent) {
      .action = "session.abandoned",
      .device = session->device_id,
      .session = session->session_id,
      .detail = json_pack ("{s:s}", "check", "database.older"),
    },
                              error))
        return FALSE;
    }

  return zm_transaction_commit (transaction, error);
}

static gboolean
find_last_size (ZmStation  *station,
                gint64     *size,
                GError    **error)
{
  g_autoptr(json_t) status = zm_station_call (station, ZM_REQUEST_STATUS, NULL, error);

  if (status == NULL)
    return FALSE;

  *size = json_integer_value (json_object_get (json_object_get (status, "checkpoint"), "size"));
  return TRUE;
}

/* A log that does not continue its last checkpoint has lost records, which is put on record here
 * and in the ledger. */
static gboolean
continue_log (ZmStation         *station,
              ZmReconciliation  *self,
              GError           **error)
{
  g_autoptr(GError) refusal = NULL;

  if (zm_station_checkpoint (station, &refusal))
    return TRUE;
  if (!g_str_has_prefix (zm_error_get_check (refusal), "checkpoint."))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  self->restarted = TRUE;
  return find_last_size (station, &self->last_size, error) &&
         zm_station_record_alone (station,
                                  &(ZmStationEvent) {
    .action = "audit.restarted",
    .detail = json_pack ("{s:s, s:I}", "check", zm_error_get_check (refusal), "lastSize",
                         (json_int_t) self->last_size),
  },
                                  error) &&
         zm_station_restart_log (station, error);
}

gboolean
zm_reconciliation_run (ZmStation         *station,
                       ZmReconciliation  *self,
                       GError           **error)
{
  g_autoptr(GHashTable) ledger = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(ZmCrl) crl = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (self != NULL, FALSE);

  if (!zm_agreement_check_owner (station, error) ||
      !continue_log (station, self, error) || !take_ledger (station, self, ledger, error) ||
      !name_unknown (station, self, ledger, error))
    return FALSE;
  if ((self->restarted || self->imported > 0) && !end_sessions_and_codes (station, self, error))
    return FALSE;
  crl = zm_authority_issue_crl (station, error);

  return crl != NULL && zm_station_checkpoint (station, error);
}
