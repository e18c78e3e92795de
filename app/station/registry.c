#include "app/station/registry.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/store/transaction.h"

/* What an inventory says of a device, by the names of its columns. */
typedef struct {
  const char *column;
  gsize       offset; /* in ZmDeviceRecord */
} Cell;

static const Cell cells[] = {
  { "deviceId", offsetof (ZmDeviceRecord, device_id) },
  { "label", offsetof (ZmDeviceRecord, label) },
  { "model", offsetof (ZmDeviceRecord, model) },
  { "serialNumber", offsetof (ZmDeviceRecord, serial_number) },
  { "location", offsetof (ZmDeviceRecord, location) },
  { "assetTag", offsetof (ZmDeviceRecord, asset_tag) },
};

static const char *
peek_cell (const ZmDeviceRecord *record,
           const Cell           *cell)
{
  return *(char *const *) ((const guint8 *) record + cell->offset);
}

static gboolean
check_device (const ZmDeviceRecord  *record,
              GError               **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      if (!zm_manifest_check_cell (cells[i].column, peek_cell (record, &cells[i]), error))
        return FALSE;
    }

  return TRUE;
}

static json_t *
describe (const ZmDeviceRecord *record)
{
  json_t *detail = json_object ();

  /* deviceId has a column of its own in the log. */
  for (gsize i = 1; i < G_N_ELEMENTS (cells); i++)
    zm_json_set_string (detail, cells[i].column, peek_cell (record, &cells[i]));

  return detail;
}

/* Takes detail. */
static gboolean
record_device (ZmStation   *station,
               const char  *action,
               const char  *device_id,
               json_t      *detail,
               GError     **error)
{
  const ZmStationEvent event = { .action = action, .device = device_id, .detail = detail };

  return zm_station_record (station, &event, error);
}

/* Takes detail. What was refused for its identifier has no place in the log's column for one. */
static void
record_refusal (ZmStation    *station,
                const char   *action,
                const char   *device_id,
                json_t       *detail,
                const GError *refusal)
{
  gboolean valid = device_id != NULL && zm_device_id_is_valid (device_id, -1);
  const ZmStationEvent event = {
    .action = action,
    .outcome = ZM_AUDIT_FAILURE,
    .device = valid ? device_id : NULL,
    .detail = detail,
  };

  zm_station_record_refusal (station, &event, refusal);
}

/* Inside the caller's transaction. */
static gboolean
insert_device (ZmStation             *station,
               const ZmDeviceRecord  *given,
               GError               **error)
{
  ZmDeviceRecord record = *given;
  g_autoptr(GError) local = NULL;

  record.state = ZM_DEVICE_REGISTERED;
  record.created_at = record.updated_at = zm_instant_now ();
  if (zm_device_record_insert (zm_station_get_database (station), &record, &local))
    return record_device (station, "device.registered", record.device_id, describe (&record),
                          error);

  if (zm_error_matches (local, ZM_ERROR_CONFLICT))
    zm_error_set (error, ZM_ERROR_CONFLICT, "registry.exists", record.device_id,
                  "a device that is not registered yet",
                  "The registry knows the device “%s” already", record.device_id);
  else
    g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static gboolean
add_in_transaction (ZmStation             *station,
                    const ZmDeviceRecord  *record,
                    GError               **error)
{
  g_autoptr(ZmTransaction) transaction = NULL;

  if (!check_device (record, error))
    return FALSE;

  transaction = zm_transaction_begin (zm_station_get_database (station), error);
  return transaction != NULL && insert_device (station, record, error) &&
         zm_transaction_commit (transaction, error);
}

gboolean
zm_registry_add (ZmStation             *station,
                 const ZmDeviceRecord  *record,
                 GError               **error)
{
  g_autoptr(GError) refusal = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  if (!add_in_transaction (station, record, &refusal))
    {
      record_refusal (station, "device.registered", record->device_id, NULL, refusal);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  zm_station_witness (station);
  zm_station_notify (station, "devices");
  return TRUE;
}

static int
compare_faults (gconstpointer a,
                gconstpointer b)
{
  const ZmManifestFault *first = *(const ZmManifestFault *const *) a;
  const ZmManifestFault *second = *(const ZmManifestFault *const *) b;

  return first->line < second->line ? -1 : first->line > second->line;
}

/* Adds a fault for each row that the registry has already. */
static gboolean
find_known (ZmStation   *station,
            ZmManifest  *manifest,
            GError     **error)
{
  g_autoptr(GPtrArray) devices =
    zm_device_record_list (zm_station_get_database (station), error);
  g_autoptr(GHashTable) known = NULL;

  if (devices == NULL)
    return FALSE;

  known = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < devices->len; i++)
    g_hash_table_add (known, ((ZmDeviceRecord *) devices->pdata[i])->device_id);
  for (guint i = 0; i < manifest->rows->len; i++)
    {
      const ZmManifestRow *row = manifest->rows->pdata[i];

      if (g_hash_table_contains (known, row->device_id))
        zm_manifest_add_fault (manifest, row->line, "registry.exists", "deviceId",
                               row->device_id, "a device that is not registered yet");
    }

  g_ptr_array_sort (manifest->faults, compare_faults);
  return TRUE;
}

gboolean
zm_registry_insert_row (ZmStation            *station,
                        const ZmManifestRow  *row,
                        GError              **error)
{
  const ZmDeviceRecord record = {
    .device_id = row->device_id,
    .label = row->label,
    .model = row->model,
    .serial_number = row->serial_number,
    .location = row->location,
    .asset_tag = row->asset_tag,
  };

  return insert_device (station, &record, error);
}

gboolean
zm_registry_change (ZmStation       *station,
                    ZmDeviceRecord  *record,
                    json_t          *changes,
                    GError         **error)
{
  record->updated_at = zm_instant_now ();
  if (!zm_device_record_update (zm_station_get_database (station), record, error))
    {
      json_decref (changes);
      return FALSE;
    }

  return record_device (station, "device.changed", record->device_id, changes, error);
}

static gboolean
import_rows (ZmStation         *station,
             const ZmManifest  *manifest,
             GError           **error)
{
  for (guint i = 0; i < manifest->rows->len; i++)
    {
      if (!zm_registry_insert_row (station, manifest->rows->pdata[i], error))
        return FALSE;
    }

  return record_device (station, "registry.imported", NULL,
                        json_pack ("{s:I, s:s}", "devices", (json_int_t) manifest->rows->len,
                                   "sha256", manifest->sha256),
                        error);
}

/* How many, and where to look first; each is shown with its line beside this. */
static gboolean
refuse_lines (GPtrArray  *faults,
              GError    **error)
{
  const ZmManifestFault *first = faults->pdata[0];
  g_autofree char *seen = g_strdup_printf (faults->len == 1 ? "%u fault, the first in line %u (%s)" :
                                           "%u faults, the first in line %u (%s)", faults->len,
                                           first->line, first->check);

  zm_error_set (error, ZM_ERROR_INVALID, "manifest.lines", seen, "a list without faults",
                "The list has lines that cannot be imported, so none was");
  return FALSE;
}

static gboolean
import_in_transaction (ZmStation   *station,
                       ZmManifest  *manifest,
                       GError     **error)
{
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (station), error);

  if (transaction == NULL || !find_known (station, manifest, error))
    return FALSE;
  if (manifest->faults->len > 0)
    return refuse_lines (manifest->faults, error);

  return import_rows (station, manifest, error) && zm_transaction_commit (transaction, error);
}

gboolean
zm_registry_import (ZmStation   *station,
                    ZmManifest  *manifest,
                    GError     **error)
{
  g_autoptr(GError) refusal = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (manifest != NULL, FALSE);

  if (import_in_transaction (station, manifest, &refusal))
    {
      zm_station_witness (station);
      zm_station_notify (station, "devices");
      return TRUE;
    }

  record_refusal (station, "registry.imported", NULL,
                  json_pack ("{s:s}", "sha256", manifest->sha256), refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

ZmDeviceRecord *
zm_registry_get (ZmStation   *station,
                 const char  *device_id,
                 GError     **error)
{
  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (device_id != NULL, NULL);

  return zm_device_record_get (zm_station_get_database (station), device_id, error);
}

GPtrArray *
zm_registry_list (ZmStation  *station,
                  GError    **error)
{
  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  return zm_device_record_list (zm_station_get_database (station), error);
}

gboolean
zm_registry_set_state_within (ZmStation      *station,
                              const char     *device_id,
                              ZmDeviceState   state,
                              GError        **error)
{
  return zm_device_record_set_state (zm_station_get_database (station), device_id, state,
                                     zm_instant_now (), error) &&
         record_device (station, "device.state-set", device_id,
                        json_pack ("{s:s}", "state", zm_device_record_state_name (state)), error);
}

gboolean
zm_registry_set_state (ZmStation      *station,
                       const char     *device_id,
                       ZmDeviceState   state,
                       GError        **error)
{
  g_autoptr(ZmTransaction) transaction = NULL;
  g_autoptr(ZmDeviceRecord) known = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (device_id != NULL, FALSE);

  known = zm_device_record_get (zm_station_get_database (station), device_id, error);
  if (known == NULL)
    return FALSE;
  transaction = zm_transaction_begin (zm_station_get_database (station), error);
  if (transaction == NULL ||
      !zm_registry_set_state_within (station, device_id, state, error) ||
      !zm_transaction_commit (transaction, error))
    return FALSE;

  zm_station_witness (station);
  zm_station_notify (station, "devices");
  return TRUE;
}
