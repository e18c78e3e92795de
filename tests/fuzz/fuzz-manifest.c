#include "app/station/csv.h"
#include "app/station/manifest.h"
#include "tests/fuzz/fuzz.h"

/* A list of devices that a hospital's inventory exported. */

static void
check_cells (const ZmManifestRow *row)
{
  const char *const cells[][2] = {
    { "deviceId", row->device_id }, { "label", row->label }, { "model", row->model },
    { "serialNumber", row->serial_number }, { "location", row->location },
    { "assetTag", row->asset_tag },
  };

  g_assert_true (row->device_id != NULL && row->label != NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (zm_manifest_check_cell (cells[i][0], cells[i][1], &error));
      if (cells[i][1] != NULL)
        fuzz_assert_shown (cells[i][1]);
    }
}

static void
check_ids (GPtrArray *rows)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      ZmManifestRow *row = g_ptr_array_index (rows, i);

      g_assert_true (g_hash_table_add (ids, row->device_id));
      g_assert_true (i == 0 || row->line > ((ZmManifestRow *) rows->pdata[i - 1])->line);
      check_cells (row);
    }
}

static void
check_faults (GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    {
      ZmManifestFault *fault = g_ptr_array_index (faults, i);

      g_assert_nonnull (fault->check);
      g_assert_cmpuint (fault->line, >, 0);
      g_assert_true (i == 0 || fault->line >= ((ZmManifestFault *) faults->pdata[i - 1])->line);
    }
}

/* Every byte belongs to one record: the parser ends, and never stands still. */
static void
try_csv (const char *text,
         gsize       size)
{
  g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  ZmCsv csv;
  ZmCsvResult result;
  guint line = 0;
  guint last = 0;

  zm_csv_init (&csv, text, size);
  while ((result = zm_csv_next (&csv, fields, &line)) != ZM_CSV_END)
    {
      g_assert_cmpuint (line, >, last);
      g_assert_true (result == ZM_CSV_BROKEN || fields->len > 0);
      last = line;
    }
  g_assert_cmpuint (last, <=, size + 1);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *text = g_memdup2 (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmManifest) manifest = zm_manifest_parse (text, size, &error);

  try_csv (text != NULL ? text : "", size);
  fuzz_check (manifest != NULL, &error);
  if (manifest == NULL)
    return;

  g_assert_cmpuint (manifest->rows->len, <=, ZM_MANIFEST_ROWS_MAX);
  check_ids (manifest->rows);
  check_faults (manifest->faults);
}
