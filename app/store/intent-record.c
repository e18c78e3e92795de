#include "app/store/intent-record.h"

#include "app/store/table.h"

#define AT(member) G_STRUCT_OFFSET (ZmIntentRecord, member)

static const char *const result_names[] = { "", "signed", "revoked", NULL };

static const ZmField fields[] = {
  { "id", ZM_FIELD_ID, AT (id), NULL },
  { "session_id", ZM_FIELD_TEXT, AT (session_id), NULL },
  { "serial", ZM_FIELD_TEXT, AT (serial), NULL },
  { "tbs_der", ZM_FIELD_BYTES, AT (tbs_der), NULL },
  { "tbs_sha256", ZM_FIELD_TEXT, AT (tbs_sha256), NULL },
  { "created_at", ZM_FIELD_INSTANT, AT (created_at), NULL },
  { "result", ZM_FIELD_ENUM, AT (result), result_names },
  { "resolved_at", ZM_FIELD_INSTANT, AT (resolved_at), NULL },
};

static const ZmTable intents = {
  "intents", "intent.unknown", sizeof (ZmIntentRecord), (GDestroyNotify) zm_intent_record_free,
  fields, G_N_ELEMENTS (fields),
};

void
zm_intent_record_free (ZmIntentRecord *record)
{
  zm_table_free_record (&intents, record);
}

gboolean
zm_intent_record_insert (ZmDatabase      *database,
                         ZmIntentRecord  *record,
                         GError         **error)
{
  return zm_table_insert_new (&intents, database, record, error);
}

ZmIntentRecord *
zm_intent_record_get (ZmDatabase  *database,
                      const char  *serial,
                      GError     **error)
{
  return zm_table_get (&intents, database, "WHERE serial = ?", error, "t", serial);
}

gboolean
zm_intent_record_resolve (ZmDatabase      *database,
                          gint64           id,
                          ZmIntentResult   result,
                          ZmInstant        resolved_at,
                          GError         **error)
{
  g_return_val_if_fail (result == ZM_INTENT_SIGNED || result == ZM_INTENT_REVOKED, FALSE);

  return zm_table_change (&intents, database,
                          "UPDATE intents SET result = ?, resolved_at = ? "
                          "WHERE id = ? AND result IS NULL", error, "tzi",
                          result_names[result], resolved_at, id);
}

GPtrArray *
zm_intent_record_list_open (ZmDatabase  *database,
                            GError     **error)
{
  return zm_table_list (&intents, database, "WHERE result IS NULL ORDER BY id", error, NULL);
}

GPtrArray *
zm_intent_record_list_of_session (ZmDatabase  *database,
                                  const char  *session_id,
                                  GError     **error)
{
  return zm_table_list (&intents, database, "WHERE session_id = ? ORDER BY id", error, "t",
                        session_id);
}
