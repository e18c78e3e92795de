#include "app/store/certificate-record.h"

#include "app/store/table.h"

#define AT(member) G_STRUCT_OFFSET (ZmCertificateRecord, member)

static const char *const kind_names[] = {
  "device", "canary", "station", "server", "intermediate", "root", NULL,
};
static const char *const state_names[] = { "issued", "active", "revoked", "superseded", NULL };

static const char *const origin_names[] = { "issued", "adopted", NULL };

static const ZmField fields[] = {
  { "serial", ZM_FIELD_TEXT, AT (serial), NULL },
  { "issuer_sha256", ZM_FIELD_TEXT, AT (issuer_sha256), NULL },
  { "device_id", ZM_FIELD_TEXT, AT (device_id), NULL },
  { "session_id", ZM_FIELD_TEXT, AT (session_id), NULL },
  { "kind", ZM_FIELD_ENUM, AT (kind), kind_names },
  { "der", ZM_FIELD_BYTES, AT (der), NULL },
  { "key_sha256", ZM_FIELD_TEXT, AT (key_sha256), NULL },
  { "not_before", ZM_FIELD_INSTANT, AT (not_before), NULL },
  { "not_after", ZM_FIELD_INSTANT, AT (not_after), NULL },
  { "issued_at", ZM_FIELD_INSTANT, AT (issued_at), NULL },
  { "state", ZM_FIELD_ENUM, AT (state), state_names },
  { "revoked_at", ZM_FIELD_INSTANT, AT (revoked_at), NULL },
  { "revocation_reason", ZM_FIELD_TEXT, AT (revocation_reason), NULL },
  { "origin", ZM_FIELD_ENUM, AT (origin), origin_names },
};

static const ZmTable certificates = {
  "certificates", "certificate.unknown", sizeof (ZmCertificateRecord),
  (GDestroyNotify) zm_certificate_record_free, fields, G_N_ELEMENTS (fields),
};

#define NEWEST_FIRST " ORDER BY issued_at DESC, rowid DESC"

const char *
zm_certificate_record_kind_name (ZmCertificateKind kind)
{
  g_return_val_if_fail ((gsize) kind + 1 < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}

const char *
zm_certificate_record_state_name (ZmCertificateState state)
{
  g_return_val_if_fail ((gsize) state + 1 < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

void
zm_certificate_record_free (ZmCertificateRecord *record)
{
  zm_table_free_record (&certificates, record);
}

void
zm_certificate_record_clear_history (ZmKeyHistory *history)
{
  g_clear_pointer (&history->other_device_id, g_free);
  g_clear_pointer (&history->revoked_serial, g_free);
}

gboolean
zm_certificate_record_insert (ZmDatabase                 *database,
                              const ZmCertificateRecord  *record,
                              GError                    **error)
{
  return zm_table_insert (&certificates, database, record, error);
}

ZmCertificateRecord *
zm_certificate_record_get (ZmDatabase  *database,
                           const char  *serial,
                           GError     **error)
{
  return zm_table_get (&certificates, database,
                       "WHERE serial = ? ORDER BY kind != 'device', rowid LIMIT 1", error, "t",
                       serial);
}

GPtrArray *
zm_certificate_record_list (ZmDatabase  *database,
                            GError     **error)
{
  return zm_table_list (&certificates, database, NEWEST_FIRST, error, NULL);
}

GPtrArray *
zm_certificate_record_list_of_device (ZmDatabase  *database,
                                      const char  *device_id,
                                      GError     **error)
{
  return zm_table_list (&certificates, database, "WHERE device_id = ?" NEWEST_FIRST, error, "t",
                        device_id);
}

GPtrArray *
zm_certificate_record_list_of_kind (ZmDatabase         *database,
                                    ZmCertificateKind   kind,
                                    GError            **error)
{
  return zm_table_list (&certificates, database, "WHERE kind = ?" NEWEST_FIRST, error, "t",
                        zm_certificate_record_kind_name (kind));
}

/* From the sessions to their certificates by the device, since a session is no key of an index there. */
GPtrArray *
zm_certificate_record_list_left_over (ZmDatabase  *database,
                                      GError     **error)
{
  return zm_table_list (&certificates, database,
                        "WHERE rowid IN (SELECT c.rowid FROM sessions AS s "
                        "CROSS JOIN certificates AS c "
                        "ON c.device_id = s.device_id AND c.session_id = s.session_id "
                        "WHERE s.state IN ('failed', 'abandoned') AND c.kind = 'device' "
                        "AND c.state != 'revoked')" NEWEST_FIRST, error, NULL);
}

GPtrArray *
zm_certificate_record_list_doubled (ZmDatabase  *database,
                                    GError     **error)
{
  return zm_table_list (&certificates, database,
                        "WHERE kind = 'device' AND state = 'active' AND device_id IN "
                        "(SELECT device_id FROM certificates WHERE kind = 'device' "
                        "AND state = 'active' GROUP BY device_id HAVING count(*) > 1)"
                        NEWEST_FIRST, error, NULL);
}

gboolean
zm_certificate_record_set_state (ZmDatabase          *database,
                                 const char          *serial,
                                 const char          *issuer_sha256,
                                 ZmCertificateState   state,
                                 GError             **error)
{
  g_return_val_if_fail (state != ZM_CERTIFICATE_REVOKED, FALSE);

  return zm_table_change (&certificates, database,
                          "UPDATE certificates SET state = ? "
                          "WHERE serial = ? AND issuer_sha256 = ? AND state != 'revoked'",
                          error, "ttt", zm_certificate_record_state_name (state), serial,
                          issuer_sha256);
}

gboolean
zm_certificate_record_revoke (ZmDatabase  *database,
                              const char  *serial,
                              const char  *issuer_sha256,
                              ZmInstant    revoked_at,
                              const char  *reason,
                              GError     **error)
{
  return zm_table_change (&certificates, database,
                          "UPDATE certificates SET state = 'revoked', revoked_at = ?, "
                          "revocation_reason = ? "
                          "WHERE serial = ? AND issuer_sha256 = ? AND state != 'revoked'",
                          error, "zttt", revoked_at, reason, serial, issuer_sha256);
}

/* The first column of the first row, or NULL; FALSE on failure only. */
static gboolean
find_text (ZmDatabase  *database,
           const char  *sql,
           const char  *first,
           const char  *second,
           char       **text,
           GError     **error)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, error);
  ZmStep step;

  if (statement == NULL)
    return FALSE;
  zm_statement_bind_text (statement, 1, first);
  if (second != NULL)
    zm_statement_bind_text (statement, 2, second);

  step = zm_statement_step (statement, error);
  if (step == ZM_STEP_ERROR)
    return FALSE;

  *text = step == ZM_STEP_ROW ? g_strdup (zm_statement_column_text (statement, 0)) : NULL;
  return TRUE;
}

gboolean
zm_certificate_record_find_key (ZmDatabase    *database,
                                const char    *key_sha256,
                                const char    *device_id,
                                ZmKeyHistory  *history,
                                GError       **error)
{
  g_auto(ZmKeyHistory) found = { 0 };

  g_return_val_if_fail (key_sha256 != NULL && device_id != NULL, FALSE);

  if (!find_text (database,
                  "SELECT device_id FROM certificates WHERE key_sha256 = ? AND device_id != ?",
                  key_sha256, device_id, &found.other_device_id, error) ||
      !find_text (database,
                  "SELECT serial FROM certificates WHERE key_sha256 = ? AND state = 'revoked'",
                  key_sha256, NULL, &found.revoked_serial, error))
    return FALSE;

  zm_certificate_record_clear_history (history);
  *history = found;
  found = (ZmKeyHistory) { 0 };
  return TRUE;
}

static gboolean
count_rows (ZmDatabase         *database,
            const char         *sql,
            ZmCertificateKind   kind,
            ZmInstant           before,
            gint64             *count,
            GError            **error)
{
  g_autoptr(ZmStatement) statement = zm_statement_new (database, sql, error);

  if (statement == NULL)
    return FALSE;
  zm_statement_bind_text (statement, 1, zm_certificate_record_kind_name (kind));
  if (before != 0)
    zm_statement_bind_instant (statement, 2, before);
  if (zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  *count = zm_statement_column_int64 (statement, 0);
  return TRUE;
}

gboolean
zm_certificate_record_count (ZmDatabase         *database,
                             ZmCertificateKind   kind,
                             gint64             *count,
                             GError            **error)
{
  return count_rows (database,
                     "SELECT count(*) FROM certificates WHERE kind = ? AND origin = 'issued'",
                     kind, 0, count, error);
}

gboolean
zm_certificate_record_count_revoked (ZmDatabase         *database,
                                     ZmCertificateKind   kind,
                                     gint64             *count,
                                     GError            **error)
{
  return count_rows (database,
                     "SELECT count(*) FROM certificates "
                     "WHERE kind = ? AND state = 'revoked' AND origin = 'issued'",
                     kind, 0, count, error);
}

#define IN_FORCE "SELECT count(*) FROM certificates WHERE kind = ? AND state IN ('issued', 'active')"

gboolean
zm_certificate_record_count_ending (ZmDatabase         *database,
                                    ZmCertificateKind   kind,
                                    ZmInstant           before,
                                    gint64             *count,
                                    GError            **error)
{
  return count_rows (database, before != 0 ? IN_FORCE " AND not_after < ?" : IN_FORCE, kind, before,
                     count, error);
}
