#include "app/store/port-record.h"

#include "app/base/error.h"
#include "app/store/table.h"

#define AT(member) G_STRUCT_OFFSET (ZmPortRecord, member)

static const ZmField fields[] = {
  { "port", ZM_FIELD_TEXT, AT (port), NULL },
  { "label", ZM_FIELD_TEXT, AT (label), NULL },
  { "updated_at", ZM_FIELD_INSTANT, AT (updated_at), NULL },
};

static const ZmTable ports = {
  "ports", "port.unknown", sizeof (ZmPortRecord), (GDestroyNotify) zm_port_record_free,
  fields, G_N_ELEMENTS (fields),
};

void
zm_port_record_free (ZmPortRecord *record)
{
  zm_table_free_record (&ports, record);
}

gboolean
zm_port_record_put (ZmDatabase          *database,
                    const ZmPortRecord  *record,
                    GError             **error)
{
  g_autoptr(GError) missing = NULL;

  if (zm_table_update (&ports, database, record, &missing))
    return TRUE;
  if (zm_error_matches (missing, ZM_ERROR_NOT_FOUND))
    return zm_table_insert (&ports, database, record, error);

  g_propagate_error (error, g_steal_pointer (&missing));
  return FALSE;
}

gboolean
zm_port_record_delete (ZmDatabase  *database,
                       const char  *port,
                       GError     **error)
{
  return zm_table_change (&ports, database, "DELETE FROM ports WHERE port = ?", error, "t", port);
}

ZmPortRecord *
zm_port_record_get (ZmDatabase  *database,
                    const char  *port,
                    GError     **error)
{
  return zm_table_get (&ports, database, "WHERE port = ?", error, "t", port);
}

GPtrArray *
zm_port_record_list (ZmDatabase  *database,
                     GError     **error)
{
  return zm_table_list (&ports, database, "", error, NULL);
}
