#include "app/store/test-record.h"

#include "app/store/table.h"

#define AT(member) G_STRUCT_OFFSET (ZmTestRecord, member)

static const char *const outcome_names[] = { "success", "failure", "unknown", NULL };
static const char *const proved_by_names[] = { "server", "device", "station", NULL };

static const ZmField fields[] = {
  { "id", ZM_FIELD_ID, AT (id), NULL },
  { "session_id", ZM_FIELD_TEXT, AT (session_id), NULL },
  { "at", ZM_FIELD_INSTANT, AT (at), NULL },
  { "kind", ZM_FIELD_TEXT, AT (kind), NULL },
  { "outcome", ZM_FIELD_ENUM, AT (outcome), outcome_names },
  { "proved_by", ZM_FIELD_ENUM, AT (proved_by), proved_by_names },
  { "detail", ZM_FIELD_TEXT, AT (detail), NULL },
};

static const ZmTable tests = {
  "tests", "test.unknown", sizeof (ZmTestRecord), (GDestroyNotify) zm_test_record_free,
  fields, G_N_ELEMENTS (fields),
};

const char *
zm_test_record_outcome_name (ZmTestOutcome outcome)
{
  g_return_val_if_fail ((gsize) outcome + 1 < G_N_ELEMENTS (outcome_names), NULL);

  return outcome_names[outcome];
}

const char *
zm_test_record_proved_by_name (ZmProvedBy proved_by)
{
  g_return_val_if_fail ((gsize) proved_by + 1 < G_N_ELEMENTS (proved_by_names), NULL);

  return proved_by_names[proved_by];
}

void
zm_test_record_free (ZmTestRecord *record)
{
  zm_table_free_record (&tests, record);
}

gboolean
zm_test_record_insert (ZmDatabase    *database,
                       ZmTestRecord  *record,
                       GError       **error)
{
  return zm_table_insert_new (&tests, database, record, error);
}

GPtrArray *
zm_test_record_list_of_session (ZmDatabase  *database,
                                const char  *session_id,
                                GError     **error)
{
  return zm_table_list (&tests, database, "WHERE session_id = ? ORDER BY id", error, "t",
                        session_id);
}
