#include "app/store/code-record.h"

#include "app/store/statement.h"
#include "app/store/table.h"

#define AT(member) G_STRUCT_OFFSET (ZmCodeRecord, member)

static const char *const origin_names[] = { "issued", "shown", NULL };
static const char *const state_names[] = { "live", "used", "void", "expired", NULL };

static const ZmField fields[] = {
  { "id", ZM_FIELD_ID, AT (id), NULL },
  { "device_id", ZM_FIELD_TEXT, AT (device_id), NULL },
  { "code_hash", ZM_FIELD_TEXT, AT (code_hash), NULL },
  { "origin", ZM_FIELD_ENUM, AT (origin), origin_names },
  { "issued_at", ZM_FIELD_INSTANT, AT (issued_at), NULL },
  { "expires_at", ZM_FIELD_INSTANT, AT (expires_at), NULL },
  { "attempts", ZM_FIELD_INTEGER, AT (attempts), NULL },
  { "state", ZM_FIELD_ENUM, AT (state), state_names },
  { "session_id", ZM_FIELD_TEXT, AT (session_id), NULL },
};

static const ZmTable codes = {
  "codes", "code.unknown", sizeof (ZmCodeRecord), (GDestroyNotify) zm_code_record_free,
  fields, G_N_ELEMENTS (fields),
};

const char *
zm_code_record_state_name (ZmCodeState state)
{
  g_return_val_if_fail ((gsize) state + 1 < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

void
zm_code_record_free (ZmCodeRecord *record)
{
  zm_table_free_record (&codes, record);
}

gboolean
zm_code_record_insert (ZmDatabase    *database,
                       ZmCodeRecord  *record,
                       GError       **error)
{
  return zm_table_insert_new (&codes, database, record, error);
}

ZmCodeRecord *
zm_code_record_get_live (ZmDatabase  *database,
                         const char  *device_id,
                         GError     **error)
{
  return zm_table_get (&codes, database, "WHERE device_id = ? AND state = 'live'", error, "t",
                       device_id);
}

ZmCodeRecord *
zm_code_record_find (ZmDatabase  *database,
                     const char  *device_id,
                     const char  *code_hash,
                     GError     **error)
{
  return zm_table_get (&codes, database,
                       "WHERE device_id = ? AND code_hash = ? ORDER BY id DESC LIMIT 1", error,
                       "tt", device_id, code_hash);
}

gboolean
zm_code_record_update (ZmDatabase          *database,
                       const ZmCodeRecord  *record,
                       GError             **error)
{
  return zm_table_update (&codes, database, record, error);
}

gboolean
zm_code_record_use (ZmDatabase  *database,
                    gint64       id,
                    const char  *session_id,
                    GError     **error)
{
  return zm_table_change (&codes, database,
                          "UPDATE codes SET state = 'used', session_id = ? "
                          "WHERE id = ? AND state = 'live'", error, "ti", session_id, id);
}

gboolean
zm_code_record_delete (ZmDatabase  *database,
                       gint64       id,
                       GError     **error)
{
  return zm_table_change (&codes, database, "DELETE FROM codes WHERE id = ?", error, "i", id);
}

ZmCodeRecord *
zm_code_record_get_displaced (ZmDatabase  *database,
                              const char  *device_id,
                              gint64       id,
                              GError     **error)
{
  return zm_table_get (&codes, database,
                       "WHERE device_id = ? AND state = 'void' AND id < ? "
                       "ORDER BY id DESC LIMIT 1", error, "ti", device_id, id);
}

/* None is no error. */
static gboolean
void_live (ZmDatabase  *database,
           const char  *device_id,
           GError     **error)
{
  return zm_statement_execute (database,
                               "UPDATE codes SET state = 'void' "
                               "WHERE device_id = ? AND state = 'live'", error, "t", device_id);
}

gboolean
zm_code_record_replace (ZmDatabase    *database,
                        ZmCodeRecord  *record,
                        GError       **error)
{
  return void_live (database, record->device_id, error) &&
         zm_code_record_insert (database, record, error);
}

gboolean
zm_code_record_void_all (ZmDatabase  *database,
                         GError     **error)
{
  return zm_database_run_script (database, "UPDATE codes SET state = 'void' WHERE state = 'live'",
                                 error);
}

GPtrArray *
zm_code_record_list_live (ZmDatabase  *database,
                          GError     **error)
{
  return zm_table_list (&codes, database, "WHERE state = 'live' ORDER BY expires_at", error, NULL);
}
