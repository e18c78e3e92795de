#include "app/store/session-record.h"

#include "app/store/table.h"

#define AT(member) G_STRUCT_OFFSET (ZmSessionRecord, member)

static const char *const state_names[] = {
  "paired", "requested", "approved", "issued", "delivered", "installed",
  "verified", "failed", "abandoned", NULL,
};
static const char *const purpose_names[] = { "register", "renew", "rekey", "takeover", NULL };

static const ZmField fields[] = {
  { "session_id", ZM_FIELD_TEXT, AT (session_id), NULL },
  { "device_id", ZM_FIELD_TEXT, AT (device_id), NULL },
  { "purpose", ZM_FIELD_ENUM, AT (purpose), purpose_names },
  { "port", ZM_FIELD_TEXT, AT (port), NULL },
  { "tether", ZM_FIELD_TEXT, AT (tether), NULL },
  { "state", ZM_FIELD_ENUM, AT (state), state_names },
  { "failed_step", ZM_FIELD_TEXT, AT (failed_step), NULL },
  { "failure_check", ZM_FIELD_TEXT, AT (failure_check), NULL },
  { "failure_message", ZM_FIELD_TEXT, AT (failure_message), NULL },
  { "pairing_code", ZM_FIELD_TEXT, AT (pairing_code), NULL },
  { "number_confirmed", ZM_FIELD_BOOLEAN, AT (number_confirmed), NULL },
  { "device_nonce", ZM_FIELD_TEXT, AT (device_nonce), NULL },
  { "ticket_nonce", ZM_FIELD_TEXT, AT (ticket_nonce), NULL },
  { "key_sha256", ZM_FIELD_TEXT, AT (key_sha256), NULL },
  { "csr_der", ZM_FIELD_BYTES, AT (csr_der), NULL },
  { "csr_sha256", ZM_FIELD_TEXT, AT (csr_sha256), NULL },
  { "serial", ZM_FIELD_TEXT, AT (serial), NULL },
  { "operator", ZM_FIELD_TEXT, AT (operator), NULL },
  { "started_at", ZM_FIELD_INSTANT, AT (started_at), NULL },
  { "updated_at", ZM_FIELD_INSTANT, AT (updated_at), NULL },
  { "detail", ZM_FIELD_TEXT, AT (detail), NULL },
};

static const ZmTable sessions = {
  "sessions", "session.unknown", sizeof (ZmSessionRecord),
  (GDestroyNotify) zm_session_record_free, fields, G_N_ELEMENTS (fields),
};

#define OPEN_STATES \
  "state IN ('paired', 'requested', 'approved', 'issued', 'delivered', 'installed')"
#define NEWEST_FIRST " ORDER BY started_at DESC, rowid DESC"

const char *
zm_session_record_state_name (ZmSessionState state)
{
  g_return_val_if_fail ((gsize) state + 1 < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

gboolean
zm_session_record_state_is_open (ZmSessionState state)
{
  return state <= ZM_SESSION_INSTALLED;
}

const char *
zm_session_record_purpose_name (ZmSessionPurpose purpose)
{
  g_return_val_if_fail ((gsize) purpose + 1 < G_N_ELEMENTS (purpose_names), NULL);

  return purpose_names[purpose];
}

void
zm_session_record_free (ZmSessionRecord *record)
{
  zm_table_free_record (&sessions, record);
}

gboolean
zm_session_record_insert (ZmDatabase             *database,
                          const ZmSessionRecord  *record,
                          GError                **error)
{
  return zm_table_insert (&sessions, database, record, error);
}

gboolean
zm_session_record_update (ZmDatabase       *database,
                          ZmSessionRecord  *record,
                          GError          **error)
{
  g_return_val_if_fail (record != NULL, FALSE);

  if (!zm_session_record_state_is_open (record->state))
    g_clear_pointer (&record->pairing_code, g_free);

  return zm_table_update (&sessions, database, record, error);
}

ZmSessionRecord *
zm_session_record_get (ZmDatabase  *database,
                       const char  *session_id,
                       GError     **error)
{
  return zm_table_get (&sessions, database, "WHERE session_id = ?", error, "t", session_id);
}

ZmSessionRecord *
zm_session_record_get_open (ZmDatabase  *database,
                            const char  *device_id,
                            GError     **error)
{
  return zm_table_get (&sessions, database, "WHERE device_id = ? AND " OPEN_STATES, error, "t",
                       device_id);
}

GPtrArray *
zm_session_record_list (ZmDatabase  *database,
                        const char  *device_id,
                        GError     **error)
{
  if (device_id == NULL)
    return zm_table_list (&sessions, database, NEWEST_FIRST, error, NULL);

  return zm_table_list (&sessions, database, "WHERE device_id = ?" NEWEST_FIRST, error, "t",
                        device_id);
}

GPtrArray *
zm_session_record_list_open (ZmDatabase  *database,
                             GError     **error)
{
  return zm_table_list (&sessions, database, "WHERE " OPEN_STATES NEWEST_FIRST, error, NULL);
}
