#include "app/store/device-record.h"

#include "app/store/table.h"

#define AT(member) G_STRUCT_OFFSET (ZmDeviceRecord, member)

static const char *const state_names[] = { "registered", "active", "retired", NULL };

static const ZmField fields[] = {
  { "device_id", ZM_FIELD_TEXT, AT (device_id), NULL },
  { "label", ZM_FIELD_TEXT, AT (label), NULL },
  { "model", ZM_FIELD_TEXT, AT (model), NULL },
  { "serial_number", ZM_FIELD_TEXT, AT (serial_number), NULL },
  { "location", ZM_FIELD_TEXT, AT (location), NULL },
  { "asset_tag", ZM_FIELD_TEXT, AT (asset_tag), NULL },
  { "state", ZM_FIELD_ENUM, AT (state), state_names },
  { "created_at", ZM_FIELD_INSTANT, AT (created_at), NULL },
  { "updated_at", ZM_FIELD_INSTANT, AT (updated_at), NULL },
};

static const ZmTable devices = {
  "devices", "device.unknown", sizeof (ZmDeviceRecord), (GDestroyNotify) zm_device_record_free,
  fields, G_N_ELEMENTS (fields),
};

const char *
zm_device_record_state_name (ZmDeviceState state)
{
  g_return_val_if_fail ((gsize) state + 1 < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

void
zm_device_record_free (ZmDeviceRecord *record)
{
  zm_table_free_record (&devices, record);
}

gboolean
zm_device_record_insert (ZmDatabase            *database,
                         const ZmDeviceRecord  *record,
                         GError               **error)
{
  return zm_table_insert (&devices, database, record, error);
}

gboolean
zm_device_record_update (ZmDatabase            *database,
                         const ZmDeviceRecord  *record,
                         GError               **error)
{
  return zm_table_update (&devices, database, record, error);
}

gboolean
zm_device_record_set_state (ZmDatabase     *database,
                            const char     *device_id,
                            ZmDeviceState   state,
                            ZmInstant       updated_at,
                            GError        **error)
{
  return zm_table_change (&devices, database,
                          "UPDATE devices SET state = ?, updated_at = ? WHERE device_id = ?",
                          error, "tzt", zm_device_record_state_name (state), updated_at, device_id);
}

ZmDeviceRecord *
zm_device_record_get (ZmDatabase  *database,
                      const char  *device_id,
                      GError     **error)
{
  return zm_table_get (&devices, database, "WHERE device_id = ?", error, "t", device_id);
}

GPtrArray *
zm_device_record_list (ZmDatabase  *database,
                       GError     **error)
{
  return zm_table_list (&devices, database, "ORDER BY device_id", error, NULL);
}
