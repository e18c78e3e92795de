#include "app/station/import-plan.h"

#include "app/base/error.h"
#include "app/station/csv.h"
#include "app/station/registry.h"
#include "app/store/transaction.h"

/* What a list may change of a device, where it stands in a row and in a record. */
static const struct {
  const char *column;
  gsize       in_row;
  gsize       in_record;
} members[] = {
  { "label", offsetof (ZmManifestRow, label), offsetof (ZmDeviceRecord, label) },
  { "model", offsetof (ZmManifestRow, model), offsetof (ZmDeviceRecord, model) },
  { "serialNumber", offsetof (ZmManifestRow, serial_number),
    offsetof (ZmDeviceRecord, serial_number) },
  { "location", offsetof (ZmManifestRow, location), offsetof (ZmDeviceRecord, location) },
  { "assetTag", offsetof (ZmManifestRow, asset_tag), offsetof (ZmDeviceRecord, asset_tag) },
};

const char *
zm_import_plan_kind_name (ZmImportKind kind)
{
  static const char *const names[ZM_N_IMPORT_KINDS] = { "bad", "new", "changed", "same" };

  g_return_val_if_fail (kind < ZM_N_IMPORT_KINDS, NULL);

  return names[kind];
}

static void
free_change (ZmImportChange *change)
{
  g_free (change->old);
  g_free (change->new);
  g_free (change);
}

static void
free_line (ZmImportLine *line)
{
  g_clear_pointer (&line->changes, g_ptr_array_unref);
  g_free (line);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmImportLine, free_line)

void
zm_import_plan_free (ZmImportPlan *plan)
{
  if (plan == NULL)
    return;

  g_clear_pointer (&plan->manifest, zm_manifest_free);
  g_clear_pointer (&plan->lines, g_ptr_array_unref);
  g_free (plan);
}

/* --- Judging --- */

static const char *
peek (gconstpointer of,
      gsize         offset)
{
  return *(char *const *) ((const char *) of + offset);
}

static GPtrArray *
compare (const ZmManifestRow  *row,
         const ZmDeviceRecord *known)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) free_change);

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *new = peek (row, members[i].in_row);
      const char *old = peek (known, members[i].in_record);
      ZmImportChange *change;

      if (new == NULL || g_strcmp0 (old, new) == 0)
        continue;
      change = g_new0 (ZmImportChange, 1);
      change->column = members[i].column;
      change->old = g_strdup (old);
      change->new = g_strdup (new);
      g_ptr_array_add (changes, change);
    }

  return changes;
}

/* known: NULL where the registry has no such device. */
static ZmImportLine *
judge_row (const ZmManifestRow  *row,
           const ZmDeviceRecord *known)
{
  ZmImportLine *line = g_new0 (ZmImportLine, 1);

  line->line = row->line;
  line->row = row;
  line->kind = ZM_IMPORT_NEW;
  if (known != NULL)
    {
      line->changes = compare (row, known);
      line->kind = line->changes->len > 0 ? ZM_IMPORT_CHANGED : ZM_IMPORT_SAME;
    }

  return line;
}

static ZmImportLine *
take_fault (const ZmManifestFault *fault)
{
  ZmImportLine *line = g_new0 (ZmImportLine, 1);

  line->line = fault->line;
  line->kind = ZM_IMPORT_BAD;
  line->fault = fault;

  return line;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const ZmImportLine *first = *(const ZmImportLine *const *) a;
  const ZmImportLine *second = *(const ZmImportLine *const *) b;

  return first->line < second->line ? -1 : first->line > second->line;
}

static GHashTable *
index_devices (const GPtrArray *devices)
{
  GHashTable *known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < devices->len; i++)
    {
      ZmDeviceRecord *record = devices->pdata[i];

      g_hash_table_insert (known, record->device_id, record);
    }

  return known;
}

static void
count_lines (ZmImportPlan *plan)
{
  guint last_bad = 0;

  for (guint i = 0; i < plan->lines->len; i++)
    {
      const ZmImportLine *line = plan->lines->pdata[i];

      if (line->kind == ZM_IMPORT_BAD && line->line == last_bad)
        continue;
      if (line->kind == ZM_IMPORT_BAD)
        last_bad = line->line;
      plan->counts[line->kind]++;
    }
}

static void
judge (ZmImportPlan *plan,
       GHashTable   *known)
{
  const ZmManifest *manifest = plan->manifest;

  plan->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) free_line);
  for (guint i = 0; i < manifest->rows->len; i++)
    {
      const ZmManifestRow *row = manifest->rows->pdata[i];

      g_ptr_array_add (plan->lines, judge_row (row, g_hash_table_lookup (known, row->device_id)));
    }
  for (guint i = 0; i < manifest->faults->len; i++)
    g_ptr_array_add (plan->lines, take_fault (manifest->faults->pdata[i]));

  g_ptr_array_sort (plan->lines, compare_lines);
  count_lines (plan);
}

ZmImportPlan *
zm_import_plan_new (ZmStation  *station,
                    GBytes     *content,
                    GError    **error)
{
  g_autoptr(ZmImportPlan) plan = NULL;
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GHashTable) known = NULL;
  const char *data;
  gsize length;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (content != NULL, NULL);

  data = g_bytes_get_data (content, &length);
  plan = g_new0 (ZmImportPlan, 1);
  plan->manifest = zm_manifest_parse (data, length, error);
  if (plan->manifest == NULL)
    return NULL;
  devices = zm_registry_list (station, error);
  if (devices == NULL)
    return NULL;

  known = index_devices (devices);
  judge (plan, known);
  return g_steal_pointer (&plan);
}

/* --- Doing it --- */

static gboolean
is_same_change (const ZmImportLine *planned,
                const ZmImportLine *now)
{
  if (planned->kind != now->kind)
    return FALSE;
  if (planned->changes == NULL)
    return TRUE;
  if (planned->changes->len != now->changes->len)
    return FALSE;

  for (guint i = 0; i < planned->changes->len; i++)
    {
      const ZmImportChange *one = planned->changes->pdata[i];
      const ZmImportChange *other = now->changes->pdata[i];

      if (one->column != other->column || g_strcmp0 (one->old, other->old) != 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
refuse_stale (const ZmImportLine  *line,
              GError             **error)
{
  g_autofree char *seen = g_strdup_printf ("line %u, %s", line->line, line->row->device_id);

  zm_error_set (error, ZM_ERROR_CONFLICT, "import.stale", seen,
                "the registry as it was when the list was looked at",
                "The registry has changed since the list was looked at");
  return FALSE;
}

static gboolean
write_change (ZmStation           *station,
              const ZmImportLine  *line,
              ZmDeviceRecord      *known,
              GError             **error)
{
  json_t *detail = json_object ();

  for (guint i = 0; i < line->changes->len; i++)
    {
      const ZmImportChange *change = line->changes->pdata[i];

      json_object_set_new (detail, change->column,
                           json_pack ("{s:s?, s:s}", "old", change->old, "new", change->new));
      for (gsize j = 0; j < G_N_ELEMENTS (members); j++)
        {
          char **member = (char **) G_STRUCT_MEMBER_P (known, members[j].in_record);

          if (members[j].column != change->column)
            continue;
          g_free (*member);
          *member = g_strdup (change->new);
        }
    }

  return zm_registry_change (station, known, detail, error);
}

static gboolean
write_line (ZmStation           *station,
            const ZmImportLine  *line,
            GError             **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(ZmDeviceRecord) known = zm_registry_get (station, line->row->device_id, &local);
  g_autoptr(ZmImportLine) now = NULL;

  if (known == NULL && !zm_error_matches (local, ZM_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  now = judge_row (line->row, known);
  if (!is_same_change (line, now))
    return refuse_stale (line, error);

  switch (line->kind)
    {
    case ZM_IMPORT_NEW:
      return zm_registry_insert_row (station, line->row, error);
    case ZM_IMPORT_CHANGED:
      return write_change (station, line, known, error);
    case ZM_IMPORT_BAD:
    case ZM_IMPORT_SAME:
    case ZM_N_IMPORT_KINDS:
    default:
      return TRUE;
    }
}

static json_t *
describe (const ZmImportPlan *plan)
{
  return json_pack ("{s:I, s:I, s:I, s:s}",
                    "devices", (json_int_t) plan->counts[ZM_IMPORT_NEW],
                    "changed", (json_int_t) plan->counts[ZM_IMPORT_CHANGED],
                    "bad", (json_int_t) plan->counts[ZM_IMPORT_BAD],
                    "sha256", plan->manifest->sha256);
}

static gboolean
write_lines (ZmStation           *station,
             const ZmImportPlan  *plan,
             GError             **error)
{
  const ZmStationEvent event = { .action = "registry.imported", .detail = describe (plan) };

  for (guint i = 0; i < plan->lines->len; i++)
    {
      const ZmImportLine *line = plan->lines->pdata[i];

      if (line->kind != ZM_IMPORT_BAD && !write_line (station, line, error))
        {
          json_decref (event.detail);
          return FALSE;
        }
    }

  return zm_station_record (station, &event, error);
}

static gboolean
run_in_transaction (ZmStation           *station,
                    const ZmImportPlan  *plan,
                    GError             **error)
{
  g_autoptr(ZmTransaction) transaction = NULL;

  if (plan->counts[ZM_IMPORT_NEW] + plan->counts[ZM_IMPORT_CHANGED] == 0)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "import.nothing", NULL, "a new or a changed line",
                    "There is nothing in the list to be imported");
      return FALSE;
    }
  transaction = zm_transaction_begin (zm_station_get_database (station), error);

  return transaction != NULL && write_lines (station, plan, error) &&
         zm_transaction_commit (transaction, error);
}

gboolean
zm_import_plan_run (ZmStation           *station,
                    const ZmImportPlan  *plan,
                    GError             **error)
{
  g_autoptr(GError) refusal = NULL;
  const ZmStationEvent event = { .action = "registry.imported", .outcome = ZM_AUDIT_FAILURE };

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (plan != NULL, FALSE);

  if (run_in_transaction (station, plan, &refusal))
    {
      zm_station_witness (station);
      zm_station_notify (station, "devices");
      return TRUE;
    }

  zm_station_record_refusal (station, &event, refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

char *
zm_import_plan_format_faults (const ZmImportPlan *plan)
{
  static const char *const header[] = { "line", "column", "seen", "expected", "check", NULL };
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (plan != NULL, NULL);

  zm_csv_append (text, header);
  for (guint i = 0; i < plan->manifest->faults->len; i++)
    {
      const ZmManifestFault *fault = plan->manifest->faults->pdata[i];
      g_autofree char *line = g_strdup_printf ("%u", fault->line);
      const char *fields[] = {
        line,
        fault->column != NULL ? fault->column : "",
        fault->seen != NULL ? fault->seen : "",
        fault->expected != NULL ? fault->expected : "",
        fault->check,
        NULL,
      };

      zm_csv_append (text, fields);
    }

  return g_string_free (text, FALSE);
}
